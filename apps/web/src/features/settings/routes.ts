import { createRoute, lazyRouteComponent } from "@tanstack/react-router";
import { shellRoute } from "../../root-route.tsx";

const members = createRoute({
  getParentRoute: () => shellRoute,
  path: "settings/members",
  component: lazyRouteComponent(() => import("./members/members-page.tsx"), "MembersPage"),
});

const account = createRoute({
  getParentRoute: () => shellRoute,
  path: "settings/account",
  component: lazyRouteComponent(() => import("./account/account-page.tsx"), "AccountPage"),
});

export const settingsRoutes = [members, account] as const;
