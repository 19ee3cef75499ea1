import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { Check } from "lucide-react";
import type { ReactNode } from "react";
import { problemOf } from "../../lib/problem.ts";
import { useTRPC } from "../../lib/trpc.ts";
import { buttonLook } from "../../ui/button.tsx";
import { cx } from "../../ui/class-names.ts";
import { CodeBlock } from "../../ui/code.tsx";
import { Card } from "../../ui/page.tsx";
import { Failed } from "../../ui/states.tsx";
import { useSeat } from "../session/seat.tsx";

/** How far one looks for a key that was used: the newest are asked. */
const KEYS = 50;

/** Three steps from nothing to a first event, with what is done already. */
export const NextSteps = () => {
  const trpc = useTRPC();
  const { can, mode } = useSeat();
  const mayKeys = can("apiKeys.list");
  const mayEndpoints = can("webhooks.endpoints.list");
  const keys = useQuery(trpc.apiKeys.list.queryOptions({ limit: KEYS }, { enabled: mayKeys }));
  const endpoints = useQuery(trpc.webhooks.endpoints.list.queryOptions({ limit: 1 }, { enabled: mayEndpoints }));
  if (!mayKeys || !mayEndpoints) return <ReadersCard />;
  const failed = keys.error ?? endpoints.error;
  if (failed && !(keys.data && endpoints.data)) {
    const retry = (): void => void Promise.all([keys.refetch(), endpoints.refetch()]);
    return (
      <Card title="Three steps to the first event">
        <Failed problem={problemOf(failed)} onRetry={retry} />
      </Card>
    );
  }
  const hasKey = keys.data?.data.some(({ revokedAt }) => revokedAt === null);
  const wasUsed = keys.data?.data.some(({ lastUsedAt }) => lastUsedAt !== null);
  const hasEndpoint = endpoints.data && endpoints.data.data.length > 0;
  return (
    <Card title="Three steps to the first event" flush>
      <ol>
        <Step
          number={1}
          title="Make an API key"
          done={hasKey}
          action={
            <Link
              to="/settings/integrations/api-keys"
              className={buttonLook({ kind: hasKey ? "secondary" : "primary" })}
            >
              {hasKey ? "API keys" : "Make a key"}
            </Link>
          }
        >
          A key says who calls, and its scopes what it may. The token is shown once.
        </Step>
        <Step
          number={2}
          title="Read the docs, make the first call"
          done={wasUsed}
          action={
            <a href="/docs/api" className={buttonLook({ kind: hasKey && !wasUsed ? "primary" : "secondary" })}>
              Open the reference
            </a>
          }
        >
          <p className="mb-2.5">Each operation can be tried from its page, with a {mode} token.</p>
          <CodeBlock
            label="first call"
            wrap
            code={`curl -H "Authorization: Bearer aa_${mode}_…" "${location.origin}/api/v1/bookings?limit=3"`}
          />
        </Step>
        <Step
          number={3}
          title="Add a webhook endpoint"
          done={hasEndpoint}
          action={
            <Link
              to="/settings/integrations/webhooks"
              className={buttonLook({ kind: wasUsed && !hasEndpoint ? "primary" : "secondary" })}
            >
              {hasEndpoint ? "Webhooks" : "Add an endpoint"}
            </Link>
          }
        >
          Signed events arrive the moment something changes; what fails is tried again for 24 hours.
        </Step>
      </ol>
    </Card>
  );
};

interface StepProps {
  number: number;
  title: string;
  /** Undefined while it is not known. */
  done: boolean | undefined;
  action: ReactNode;
  children: ReactNode;
}

const Step = ({ number, title, done = false, action, children }: StepProps) => (
  <li className="grid grid-cols-[1.75rem_minmax(0,1fr)] gap-x-3 border-b border-line px-4 py-4 last:border-0 sm:px-5">
    <span
      className={cx(
        "mt-1 grid size-7 place-items-center rounded-full text-[13px] font-semibold",
        done ? "bg-ok-soft text-ok-text" : "bg-accent-soft text-accent-text",
      )}
    >
      {done ? <Check aria-label="Done" className="size-4" /> : number}
    </span>
    <div className="min-w-0">
      <div className="flex min-h-9 flex-wrap items-center justify-between gap-2">
        <h3 className="font-medium">{title}</h3>
        {action}
      </div>
      <div className="mt-1 text-[13px] text-ink-soft">{children}</div>
    </div>
  </li>
);

/** For those whose role makes no keys. */
const ReadersCard = () => (
  <Card title="Keys and webhooks are made by owners and admins">
    <p className="text-ink-soft">
      Your role reads and does the center’s work. To connect another system, ask an owner or admin of this center for a
      key; the documentation says what it can do.
    </p>
  </Card>
);
