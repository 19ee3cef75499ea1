import { Ban, Ellipsis, RefreshCw } from "lucide-react";
import { serverNow } from "../../../lib/clock.ts";
import { IconButton } from "../../../ui/button.tsx";
import { cx } from "../../../ui/class-names.ts";
import { type Column, rowAction } from "../../../ui/data-table.tsx";
import { Menu, MenuItem } from "../../../ui/menu.tsx";
import type { Seat } from "../../session/seat.tsx";
import { hasEnded, KeyEnd, KeyState, LastUse, tokenHint } from "./key-state.tsx";
import { ScopeList } from "./scope-list.tsx";
import type { ApiKey } from "./types.ts";

/** What is being done to which key. */
export interface Doing {
  kind: "revoke" | "reissue";
  key: ApiKey;
}

export const keyColumns = (can: Seat["can"], act: (doing: Doing) => void): Column<ApiKey>[] => [
  {
    key: "name",
    header: "Key",
    cell: (key) => (
      <span className="block min-w-0">
        <span className="block">{key.name}</span>
        <span className="block font-mono text-xs font-normal text-ink-faint">{tokenHint(key)}</span>
        <span className="mt-1.5 flex flex-wrap items-center gap-2 sm:hidden">
          <KeyState apiKey={key} />
        </span>
      </span>
    ),
  },
  { key: "state", header: "State", from: "sm", cell: (key) => <KeyState apiKey={key} /> },
  { key: "scopes", header: "Scopes", from: "lg", cell: ({ scopes }) => <ScopeList scopes={scopes} most={3} /> },
  {
    key: "by",
    header: "Created by",
    from: "xl",
    cell: ({ createdBy }) => <span className="block min-w-24 wrap-anywhere text-ink-soft">{createdBy}</span>,
  },
  {
    key: "used",
    header: "Last used",
    from: "sm",
    className: "whitespace-nowrap",
    cell: (key) => <LastUse apiKey={key} />,
  },
  {
    key: "expires",
    header: "Expires",
    from: "md",
    className: "whitespace-nowrap",
    cell: (key) => <KeyEnd apiKey={key} />,
  },
  {
    key: "actions",
    header: <span className="sr-only">Actions</span>,
    align: "right",
    className: "w-14",
    cell: (key) => <Actions apiKey={key} can={can} act={act} />,
  },
];

interface ActionsProps {
  apiKey: ApiKey;
  can: Seat["can"];
  act: (doing: Doing) => void;
}

const Actions = ({ apiKey, can, act }: ActionsProps) => {
  const mayReissue = can("apiKeys.reissue") && apiKey.reissuable && apiKey.revokedAt === null;
  if (hasEnded(apiKey, serverNow()) || (!mayReissue && !can("apiKeys.revoke"))) return null;
  return (
    <Menu
      trigger={
        <IconButton label={`Actions for ${apiKey.name}`} className={cx("-my-1", rowAction)}>
          <Ellipsis aria-hidden />
        </IconButton>
      }
    >
      {mayReissue && (
        <MenuItem icon={<RefreshCw aria-hidden />} onSelect={() => act({ kind: "reissue", key: apiKey })}>
          Reissue…
        </MenuItem>
      )}
      {can("apiKeys.revoke") && (
        <MenuItem danger icon={<Ban aria-hidden />} onSelect={() => act({ kind: "revoke", key: apiKey })}>
          Revoke…
        </MenuItem>
      )}
    </Menu>
  );
};
