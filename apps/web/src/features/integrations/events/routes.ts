import { createRoute, lazyRouteComponent } from "@tanstack/react-router";
import { id, searchOf } from "../../../lib/search.ts";
import { shellRoute } from "../../../root-route.tsx";

const list = createRoute({
  getParentRoute: () => shellRoute,
  path: "settings/integrations/events",
  validateSearch: searchOf({ open: id }),
  component: lazyRouteComponent(() => import("./list-page.tsx"), "EventsPage"),
});

export const eventsRoutes = [list] as const;
