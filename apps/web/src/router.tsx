import { createRouter } from "@tanstack/react-router";
import { CrashedPage, MissingPage } from "./features/frame/wrong-pages.tsx";
import { homeRoutes } from "./features/home/routes.ts";
import { integrationsRoutes } from "./features/integrations/routes.ts";
import { mailboxRoutes } from "./features/mailbox/routes.ts";
import { sessionRoutes } from "./features/session/routes.ts";
import { settingsRoutes } from "./features/settings/routes.ts";
import { rootRoute, shellRoute } from "./root-route.tsx";
import { PageSkeleton } from "./ui/states.tsx";

const routeTree = rootRoute.addChildren([
  ...sessionRoutes,
  shellRoute.addChildren([...homeRoutes, ...integrationsRoutes, ...settingsRoutes, ...mailboxRoutes]),
]);

export const router = createRouter({
  routeTree,
  basepath: "/app",
  defaultPreload: "intent",
  scrollRestoration: true,
  defaultNotFoundComponent: MissingPage,
  defaultErrorComponent: CrashedPage,
  defaultPendingComponent: PageSkeleton,
});

declare module "@tanstack/react-router" {
  interface Register {
    router: typeof router;
  }
}
