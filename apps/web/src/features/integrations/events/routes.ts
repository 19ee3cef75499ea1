import { createRoute, lazyRouteComponent } from "@tanstack/react-router";
import { flag, id, searchOf, text } from "../../../lib/search.ts";
import { spanSearch } from "../../../lib/span.ts";
import { shellRoute } from "../../../root-route.tsx";

const list = createRoute({
  getParentRoute: () => shellRoute,
  path: "settings/integrations/events",
  validateSearch: searchOf({
    type: text,
    ...spanSearch,
    /** Only what nobody subscribed to. */
    unmatched: flag,
    /** The beginning of an event's id. */
    q: text,
    /** The event whose drawer is open. */
    open: id,
    /** The delivery whose drawer lies over it: of an endpoint that has no page any more. */
    delivery: id,
  }),
  component: lazyRouteComponent(() => import("./list-page.tsx"), "EventsPage"),
});

export const eventsRoutes = [list] as const;
