import { createRoute, redirect } from "@tanstack/react-router";
import { shellRoute } from "../../root-route.tsx";
import { apiKeysRoutes } from "./api-keys/routes.ts";
import { auditRoutes } from "./audit/routes.ts";
import { eventsRoutes } from "./events/routes.ts";
import { sandboxRoutes } from "./sandbox/routes.ts";
import { webhooksRoutes } from "./webhooks/routes.ts";

const start = createRoute({
  getParentRoute: () => shellRoute,
  path: "settings/integrations",
  beforeLoad: () => redirect({ to: "/settings/integrations/api-keys", search: true, replace: true, throw: true }),
});

export const integrationsRoutes = [
  start,
  ...apiKeysRoutes,
  ...webhooksRoutes,
  ...eventsRoutes,
  ...auditRoutes,
  ...sandboxRoutes,
] as const;
