import { Link } from "@tanstack/react-router";
import { Ban, KeyRound, RefreshCw } from "lucide-react";
import { useEffect } from "react";
import { useNow } from "../../../lib/clock.ts";
import type { List } from "../../../lib/use-list.ts";
import { Button } from "../../../ui/button.tsx";
import { Code } from "../../../ui/code.tsx";
import { Drawer } from "../../../ui/dialog.tsx";
import { Facts } from "../../../ui/page.tsx";
import { Empty, Failed, Skeleton } from "../../../ui/states.tsx";
import { At } from "../../../ui/time.tsx";
import { useCan } from "../../session/seat.tsx";
import { KeyRequests, useLastUse } from "./key-requests.tsx";
import { hasEnded, KeyEnd, KeyState, LastUse, tokenHint } from "./key-state.tsx";
import { ScopeList } from "./scope-list.tsx";
import type { ApiKey } from "./types.ts";

export interface KeyDrawerProps {
  id: string;
  list: List<ApiKey>;
  onClose: () => void;
  onRevoke: (key: ApiKey) => void;
  onReissue: (key: ApiKey) => void;
}

/** One key: what it may do, and what it did lately. */
export const KeyDrawer = ({ id, list, onClose, onRevoke, onReissue }: KeyDrawerProps) => {
  const key = list.rows?.find((one) => one.id === id);
  // A link may lead to a key that stands further down than the list was read.
  const readOn = !key && list.hasMore && !list.isLoadingMore && !list.problem;
  const { loadMore } = list;
  useEffect(() => {
    if (readOn) loadMore();
  }, [readOn, loadMore]);
  return (
    <Drawer
      open
      onClose={onClose}
      title={key?.name ?? "API key"}
      footer={key && <Actions apiKey={key} onRevoke={onRevoke} onReissue={onReissue} />}
    >
      {key ? <KeyBody apiKey={key} rows={list.rows ?? []} /> : <NoKey list={list} />}
    </Drawer>
  );
};

const NoKey = ({ list }: { list: List<ApiKey> }) => {
  if (list.problem) return <Failed problem={list.problem} onRetry={list.retry} />;
  if (list.isLoading || list.hasMore) return <Skeleton className="h-40" />;
  return (
    <Empty icon={KeyRound} title="There is no such key here">
      It may be of another center, or of the other mode: live and test keys stand apart.
    </Empty>
  );
};

interface KeyActionsProps {
  apiKey: ApiKey;
  onRevoke: (key: ApiKey) => void;
  onReissue: (key: ApiKey) => void;
}

const Actions = ({ apiKey, onRevoke, onReissue }: KeyActionsProps) => {
  const can = useCan();
  if (hasEnded(apiKey, useNow(5_000))) return <p className="text-[13px] text-ink-faint">This key has ended.</p>;
  return (
    <>
      {!apiKey.reissuable && apiKey.revokedAt === null && (
        <p className="text-[13px] text-ink-faint sm:mr-auto">Only an owner reissues a key with these scopes.</p>
      )}
      {can("apiKeys.revoke") && (
        <Button icon={<Ban aria-hidden />} onClick={() => onRevoke(apiKey)}>
          Revoke…
        </Button>
      )}
      {can("apiKeys.reissue") && apiKey.reissuable && apiKey.revokedAt === null && (
        <Button icon={<RefreshCw aria-hidden />} onClick={() => onReissue(apiKey)}>
          Reissue…
        </Button>
      )}
    </>
  );
};

const KeyBody = ({ apiKey, rows }: { apiKey: ApiKey; rows: readonly ApiKey[] }) => {
  const can = useCan();
  const lastUsedAt = useLastUse(apiKey);
  const successor = rows.find(({ reissuedFrom }) => reissuedFrom === apiKey.id);
  return (
    <div className="grid gap-5">
      <Facts
        facts={[
          ["Token", <Code key="token">{tokenHint(apiKey)}</Code>],
          ["State", <KeyState key="state" apiKey={apiKey} />],
          ["Scopes", <ScopeList key="scopes" scopes={apiKey.scopes} />],
          [
            "Created",
            <span key="created">
              by {apiKey.createdBy}, <At at={apiKey.createdAt} />
            </span>,
          ],
          ["Last used", <LastUse key="used" apiKey={{ lastUsedAt }} />],
          [apiKey.revokedAt === null ? "Expires" : "Ends", <KeyEnd key="end" apiKey={apiKey} />],
          apiKey.reissuedFrom === null
            ? undefined
            : ["Replaces", <KeyLink key="from" id={apiKey.reissuedFrom} rows={rows} />],
          successor && ["Replaced by", <KeyLink key="by" id={successor.id} rows={rows} />],
        ]}
      />
      {can("apiKeys.requests") && <KeyRequests keyId={apiKey.id} />}
    </div>
  );
};

const KeyLink = ({ id, rows }: { id: string; rows: readonly ApiKey[] }) => {
  const key = rows.find((one) => one.id === id);
  return (
    <Link
      to="/settings/integrations/api-keys"
      search={{ open: id }}
      className="text-accent-text underline-offset-2 hover:underline"
    >
      {key ? tokenHint(key) : "another key"}
    </Link>
  );
};
