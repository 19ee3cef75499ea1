import { Card } from "../../ui/page.tsx";
import { DOCUMENTATION } from "../frame/navigation.ts";

export const References = () => (
  <Card title="Documentation" flush>
    <ul>
      {DOCUMENTATION.map(({ href, icon: Icon, label, text }) => (
        <li key={href} className="border-b border-line last:border-0">
          <a href={href} className="flex items-start gap-3 px-4 py-3 hover:bg-hover sm:px-5">
            <Icon aria-hidden className="mt-0.5 size-[18px] shrink-0 text-accent-text" />
            <span>
              <span className="block font-medium">{label}</span>
              <span className="block text-[13px] text-ink-soft">{text}</span>
            </span>
          </a>
        </li>
      ))}
    </ul>
  </Card>
);
