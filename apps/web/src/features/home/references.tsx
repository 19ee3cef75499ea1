import { BookOpen, Compass, type LucideIcon, TriangleAlert, Webhook } from "lucide-react";
import { Card } from "../../ui/page.tsx";

const REFERENCES: readonly { href: string; icon: LucideIcon; title: string; text: string }[] = [
  { href: "/docs/api", icon: BookOpen, title: "API reference", text: "Every operation; try it from the page." },
  { href: "/docs/guides", icon: Compass, title: "Guides", text: "What each resource means; its states." },
  { href: "/docs/webhooks", icon: Webhook, title: "Webhooks", text: "Events, signatures, retries." },
  { href: "/docs/errors", icon: TriangleAlert, title: "Errors", text: "Each code, and what to do about it." },
];

export const References = () => (
  <Card title="Documentation" flush>
    <ul>
      {REFERENCES.map(({ href, icon: Icon, title, text }) => (
        <li key={href} className="border-b border-line last:border-0">
          <a href={href} className="flex items-start gap-3 px-4 py-3 hover:bg-hover sm:px-5">
            <Icon aria-hidden className="mt-0.5 size-[18px] shrink-0 text-accent-text" />
            <span>
              <span className="block font-medium">{title}</span>
              <span className="block text-[13px] text-ink-soft">{text}</span>
            </span>
          </a>
        </li>
      ))}
    </ul>
  </Card>
);
