import { createRoute, lazyRouteComponent } from "@tanstack/react-router";
import { shellRoute } from "../../../root-route.tsx";

const sandbox = createRoute({
  getParentRoute: () => shellRoute,
  path: "settings/integrations/sandbox",
  component: lazyRouteComponent(() => import("./sandbox-page.tsx"), "SandboxPage"),
});

export const sandboxRoutes = [sandbox] as const;
