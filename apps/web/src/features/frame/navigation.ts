import {
  Activity,
  BookOpen,
  Compass,
  FlaskConical,
  House,
  KeyRound,
  type LucideIcon,
  Mail,
  ScrollText,
  TriangleAlert,
  UserRound,
  Users,
  Webhook,
} from "lucide-react";
import type { Procedure } from "../../lib/trpc.ts";

export interface Destination {
  label: string;
  to:
    | "/"
    | "/settings/integrations/api-keys"
    | "/settings/integrations/webhooks"
    | "/settings/integrations/events"
    | "/settings/integrations/audit"
    | "/settings/integrations/sandbox"
    | "/settings/members"
    | "/settings/account"
    | "/mailbox";
  icon: LucideIcon;
  /** Who may not call it does not see the page; pages without one are everybody's. */
  needs?: Procedure;
  /** Other words by which the palette finds it. */
  words?: string;
}

export interface Section {
  label?: string;
  destinations: readonly Destination[];
}

/** Every page that the sidebar and the palette lead to. */
export const NAVIGATION: readonly Section[] = [
  { destinations: [{ label: "Home", to: "/", icon: House }] },
  {
    label: "Integrations",
    destinations: [
      {
        label: "API keys",
        to: "/settings/integrations/api-keys",
        icon: KeyRound,
        needs: "apiKeys.list",
        words: "token secret scopes",
      },
      {
        label: "Webhooks",
        to: "/settings/integrations/webhooks",
        icon: Webhook,
        needs: "webhooks.endpoints.list",
        words: "endpoints deliveries",
      },
      {
        label: "Events",
        to: "/settings/integrations/events",
        icon: Activity,
        needs: "webhooks.events.list",
        words: "replay",
      },
      {
        label: "Audit log",
        to: "/settings/integrations/audit",
        icon: ScrollText,
        needs: "audit.list",
        words: "history who",
      },
      {
        label: "Sandbox",
        to: "/settings/integrations/sandbox",
        icon: FlaskConical,
        needs: "sandbox.advanceClock",
        words: "clock time days reset sample data test",
      },
    ],
  },
  {
    label: "Settings",
    destinations: [
      {
        label: "Members",
        to: "/settings/members",
        icon: Users,
        needs: "members.list",
        words: "roles invite people team",
      },
      { label: "Mailbox", to: "/mailbox", icon: Mail, needs: "mail.list", words: "mail email" },
      { label: "Account", to: "/settings/account", icon: UserRound, words: "password sessions profile name" },
    ],
  },
];

const DESTINATIONS = NAVIGATION.flatMap(({ destinations }) => destinations);

/** The procedure without which a page, or one below it, shows nothing. The path may stand with the console's own before it. */
export const needOf = (path: string): Procedure | undefined => {
  const below = `${path.replace(/^\/app(?=\/|$)/, "")}/`;
  return DESTINATIONS.find(({ to }) => to !== "/" && below.startsWith(`${to}/`))?.needs;
};

/** Pages outside of the console: the sidebar and the palette name them, the start says what they are for. */
export const DOCUMENTATION = [
  { label: "API reference", href: "/docs/api", icon: BookOpen, text: "Every operation; try it from the page." },
  { label: "Guides", href: "/docs/guides", icon: Compass, text: "What each resource means; its states." },
  { label: "Webhooks guide", href: "/docs/webhooks", icon: Webhook, text: "Events, signatures, retries." },
  { label: "Errors", href: "/docs/errors", icon: TriangleAlert, text: "Each code, and what to do about it." },
] as const;
