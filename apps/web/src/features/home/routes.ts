import { createRoute, lazyRouteComponent } from "@tanstack/react-router";
import { MissingPage } from "../frame/wrong-pages.tsx";
import { shellRoute } from "../../root-route.tsx";

const home = createRoute({
  getParentRoute: () => shellRoute,
  path: "/",
  component: lazyRouteComponent(() => import("./home-page.tsx"), "HomePage"),
});

/** Addresses that lead nowhere, within the frame, so that one finds back. */
const missing = createRoute({ getParentRoute: () => shellRoute, path: "$", component: MissingPage });

export const homeRoutes = [home, missing] as const;
