import { Badge } from "../../../ui/badge.tsx";
import { EVERYTHING } from "./scope-groups.ts";

const ScopeBadge = ({ scope }: { scope: string }) =>
  scope === EVERYTHING ? (
    <Badge tone="warn">Everything</Badge>
  ) : (
    <Badge className="font-mono text-[11.5px] font-normal">{scope}</Badge>
  );

/** Scopes beside each other; of many, in a table, the first ones and how many more. */
export const ScopeList = ({ scopes, most = scopes.length }: { scopes: readonly string[]; most?: number }) => (
  <span className="flex flex-wrap items-center gap-1">
    {scopes.slice(0, most).map((scope) => (
      <ScopeBadge key={scope} scope={scope} />
    ))}
    {scopes.length > most && (
      <span className="text-xs text-ink-faint" title={scopes.slice(most).join(", ")}>
        and {scopes.length - most} more
      </span>
    )}
  </span>
);
