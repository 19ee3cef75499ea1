import { createRoute, lazyRouteComponent } from "@tanstack/react-router";
import { flag, id, searchOf } from "../../../lib/search.ts";
import { shellRoute } from "../../../root-route.tsx";

const list = createRoute({
  getParentRoute: () => shellRoute,
  path: "settings/integrations/api-keys",
  validateSearch: searchOf({
    /** The form of a new key is open. */
    create: flag,
    /** The key whose drawer is open. */
    open: id,
  }),
  component: lazyRouteComponent(() => import("./list-page.tsx"), "ApiKeysPage"),
});

export const apiKeysRoutes = [list] as const;
