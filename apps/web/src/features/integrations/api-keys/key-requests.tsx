import { useQuery } from "@tanstack/react-query";
import { Terminal } from "lucide-react";
import { useTRPC } from "../../../lib/trpc.ts";
import { duration } from "../../../lib/time.ts";
import { useWholeList } from "../../../lib/use-list.ts";
import { Badge, Status, type Tone } from "../../../ui/badge.tsx";
import { CopyButton } from "../../../ui/copy.tsx";
import { type Column, DataTable } from "../../../ui/data-table.tsx";
import { Card } from "../../../ui/page.tsx";
import { Empty } from "../../../ui/states.tsx";
import { Ago, Utc } from "../../../ui/time.tsx";
import { useCan } from "../../session/seat.tsx";
import type { ApiKey, KeyRequest } from "./types.ts";

const toneOf = (status: number): Tone => {
  if (status >= 500) return "bad";
  return status >= 400 ? "warn" : "ok";
};

const RequestId = ({ id, className }: { id: string; className?: string }) => (
  <span className={className}>
    <span className="flex items-center gap-1">
      <span className="truncate font-mono text-xs text-ink-faint">{id}</span>
      <CopyButton text={id} what="request id" />
    </span>
  </span>
);

const COLUMNS: Column<KeyRequest>[] = [
  {
    key: "request",
    header: "Request",
    className: "max-w-0 w-full",
    cell: ({ method, path, requestId, at, durationMs }) => (
      <span className="block min-w-0">
        <span className="block font-mono text-[12.5px] break-all">
          <span className="font-semibold">{method}</span> {path}
        </span>
        <RequestId id={requestId} />
        <span className="text-xs text-ink-faint sm:hidden">
          {duration(durationMs)}, <Ago at={at} />
          <Utc at={at} className="block" />
        </span>
      </span>
    ),
  },
  {
    key: "status",
    header: "Status",
    cell: ({ status }) => (
      <Badge tone={toneOf(status)} className="tabular-nums">
        {status}
      </Badge>
    ),
  },
  {
    key: "duration",
    header: "Took",
    from: "sm",
    align: "right",
    className: "whitespace-nowrap tabular-nums",
    cell: ({ durationMs }) => duration(durationMs),
  },
  {
    key: "at",
    header: "When",
    from: "sm",
    align: "right",
    className: "whitespace-nowrap",
    cell: ({ at }) => (
      <>
        <Ago at={at} className="text-ink-soft" />
        <Utc at={at} className="block text-xs text-ink-faint" />
      </>
    ),
  },
];

/** How often an open log is read; what a key asked for is written within a second. */
const BEAT_MS = 2_000;

/** When a key was last used, as its log says too: the list of keys was read before it was opened. */
export const useLastUse = ({ id, lastUsedAt }: Pick<ApiKey, "id" | "lastUsedAt">): string | null => {
  const trpc = useTRPC();
  const { data = [] } = useQuery(trpc.apiKeys.requests.queryOptions({ id }, { enabled: useCan()("apiKeys.requests") }));
  return (
    [lastUsedAt, data[0]?.at]
      .flatMap((at) => at ?? [])
      .toSorted()
      .at(-1) ?? null
  );
};

/** The last 100 requests of a key, as they come. */
export const KeyRequests = ({ keyId }: { keyId: string }) => {
  const trpc = useTRPC();
  const query = useQuery(trpc.apiKeys.requests.queryOptions({ id: keyId }, { refetchInterval: BEAT_MS }));
  return (
    <Card
      title="Last 100 requests"
      actions={query.isSuccess ? <Status tone="ok">Live</Status> : <Status tone="quiet">Connecting</Status>}
      flush
    >
      <DataTable
        label="Requests"
        list={useWholeList(query)}
        columns={COLUMNS}
        rowId={({ requestId, at }) => `${at} ${requestId}`}
        empty={
          <Empty icon={Terminal} title="No requests yet">
            Call the API with this key’s token: the request stands here a moment later.
          </Empty>
        }
      />
    </Card>
  );
};
