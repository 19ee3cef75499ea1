import { createRoute, lazyRouteComponent } from "@tanstack/react-router";
import { id, searchOf } from "../../../lib/search.ts";
import { shellRoute } from "../../../root-route.tsx";

const list = createRoute({
  getParentRoute: () => shellRoute,
  path: "settings/integrations/audit",
  validateSearch: searchOf({ open: id }),
  component: lazyRouteComponent(() => import("./list-page.tsx"), "AuditPage"),
});

export const auditRoutes = [list] as const;
