import { useQuery } from "@tanstack/react-query";
import { useTRPC } from "../../../lib/trpc.ts";
import { CodeBlock } from "../../../ui/code.tsx";
import { ShownOnce } from "../../../ui/shown-once.tsx";
import { Skeleton } from "../../../ui/states.tsx";
import { curlLine, envLine, firstRead } from "./first-call.ts";
import type { NewKey } from "./types.ts";

export interface TokenShownProps {
  made: NewKey;
  onClose: () => void;
}

/** A new token, once, with a first call and the line for a program's settings. */
export const TokenShown = ({ made: { key, token }, onClose }: TokenShownProps) => (
  <ShownOnce title={`The token of ${key.name}`} what="token" value={token} onClose={onClose}>
    {(onCopied) => (
      <>
        <FirstCall token={token} scopes={key.scopes} onCopied={onCopied} />
        <CodeBlock
          title="Settings of your program (.env)"
          label=".env line"
          code={envLine(token)}
          wrap
          onCopied={onCopied}
        />
      </>
    )}
  </ShownOnce>
);

interface FirstCallProps {
  token: string;
  scopes: readonly string[];
  onCopied: () => void;
}

const FirstCall = ({ token, scopes, onCopied }: FirstCallProps) => {
  const trpc = useTRPC();
  const offers = useQuery(trpc.apiKeys.scopes.queryOptions({}, { staleTime: Infinity }));
  if (offers.isPending) return <Skeleton className="h-20" />;
  const path = firstRead(offers.data ?? [], scopes);
  if (path === undefined)
    return (
      <p className="text-[13px] text-ink-soft">
        This key only writes.{" "}
        <a href="/docs/api" className="text-accent-text underline">
          The reference
        </a>{" "}
        shows what it can send, ready to run.
      </p>
    );
  const code = curlLine(location.origin, token, path);
  return <CodeBlock title="Try it in a terminal" label="curl command" code={code} wrap onCopied={onCopied} />;
};
