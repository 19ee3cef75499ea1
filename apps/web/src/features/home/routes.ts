import { createRoute, lazyRouteComponent } from "@tanstack/react-router";
import { shellRoute } from "../../root-route.tsx";

const home = createRoute({
  getParentRoute: () => shellRoute,
  path: "/",
  component: lazyRouteComponent(() => import("./home-page.tsx"), "HomePage"),
});

export const homeRoutes = [home] as const;
