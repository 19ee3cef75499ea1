import { createRoute, lazyRouteComponent, notFound } from "@tanstack/react-router";
import { flag, id, oneOf, searchOf, text } from "../../../lib/search.ts";
import { shellRoute } from "../../../root-route.tsx";
import { RANGES, SINCE, STATES } from "./search-values.ts";

const list = createRoute({
  getParentRoute: () => shellRoute,
  path: "settings/integrations/webhooks",
  validateSearch: searchOf({ create: flag }),
  component: lazyRouteComponent(() => import("./list-page.tsx"), "WebhooksPage"),
});

/** What is no id is no endpoint's: the server is not asked. */
const requireId = ({ params }: { params: { endpointId: string } }): void => {
  if (id(params.endpointId) === undefined) notFound({ throw: true });
};

const endpoint = createRoute({
  getParentRoute: () => shellRoute,
  path: "settings/integrations/webhooks/$endpointId",
  validateSearch: searchOf({
    /** Of the charts. */
    range: oneOf(...RANGES),
    /** Of the deliveries. */
    state: oneOf(...STATES),
    type: text,
    since: oneOf(...SINCE),
    q: text,
    /** The delivery whose drawer is open. */
    open: id,
  }),
  beforeLoad: requireId,
  component: lazyRouteComponent(() => import("./endpoint-page.tsx"), "EndpointPage"),
});

export const webhooksRoutes = [list, endpoint] as const;
