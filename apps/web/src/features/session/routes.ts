import { createRoute, lazyRouteComponent, redirect } from "@tanstack/react-router";
import { rootRoute } from "../../root-route.tsx";

const invitation = createRoute({
  getParentRoute: () => rootRoute,
  path: "invitation",
  component: lazyRouteComponent(() => import("./invitation-page.tsx"), "InvitationPage"),
});

/** Every address asks for signing in where that is needed; this one is for those who look for it. */
const signIn = createRoute({
  getParentRoute: () => rootRoute,
  path: "sign-in",
  beforeLoad: () => redirect({ to: "/", replace: true, throw: true }),
});

export const sessionRoutes = [invitation, signIn] as const;
