import { Link } from "@tanstack/react-router";
import type { AuditEntry } from "./types.ts";
import { actionWords } from "./words.ts";

export interface SubjectLinkProps {
  subject: AuditEntry["subject"];
  /** Its name, where the details say it. */
  name: string | undefined;
}

const LOOK = "break-all text-accent-text underline-offset-2 hover:underline";

/** What a deed was about, with a way to it where it has a page. */
export const SubjectLink = ({ subject: { type, id }, name }: SubjectLinkProps) => {
  const text = name ?? id ?? actionWords(type);
  if (id !== null && type === "api_key")
    return (
      <Link to="/settings/integrations/api-keys" search={{ open: id }} className={LOOK}>
        {text}
      </Link>
    );
  if (id !== null && type === "webhook_endpoint")
    return (
      <Link to="/settings/integrations/webhooks/$endpointId" params={{ endpointId: id }} className={LOOK}>
        {text}
      </Link>
    );
  if (id !== null && type === "webhook_event")
    return (
      <Link to="/settings/integrations/events" search={{ open: id }} className={LOOK}>
        {text}
      </Link>
    );
  return (
    <span className="break-all">
      {actionWords(type)}
      {name === undefined && id === null ? "" : `: ${name ?? id}`}
    </span>
  );
};
