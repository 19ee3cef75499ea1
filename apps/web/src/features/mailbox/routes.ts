import { createRoute, lazyRouteComponent } from "@tanstack/react-router";
import { id, searchOf } from "../../lib/search.ts";
import { shellRoute } from "../../root-route.tsx";

const mailbox = createRoute({
  getParentRoute: () => shellRoute,
  path: "mailbox",
  validateSearch: searchOf({ open: id }),
  component: lazyRouteComponent(() => import("./mailbox-page.tsx"), "MailboxPage"),
});

export const mailboxRoutes = [mailbox] as const;
