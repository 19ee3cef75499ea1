import { createRoute, lazyRouteComponent } from "@tanstack/react-router";
import { id, searchOf, text } from "../../../lib/search.ts";
import { spanSearch } from "../../../lib/span.ts";
import { shellRoute } from "../../../root-route.tsx";

const list = createRoute({
  getParentRoute: () => shellRoute,
  path: "settings/integrations/audit",
  validateSearch: searchOf({
    actor: id,
    action: text,
    /** What the deed was about: a key, an endpoint, a person. */
    subject: id,
    ...spanSearch,
    /** The entry whose drawer is open. */
    open: id,
  }),
  component: lazyRouteComponent(() => import("./list-page.tsx"), "AuditPage"),
});

export const auditRoutes = [list] as const;
