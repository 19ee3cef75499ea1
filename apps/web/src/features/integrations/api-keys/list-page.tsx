import { useQueryClient } from "@tanstack/react-query";
import { getRouteApi } from "@tanstack/react-router";
import { KeyRound, Plus } from "lucide-react";
import { useMemo, useState } from "react";
import { useTRPC } from "../../../lib/trpc.ts";
import { nextPage, useList } from "../../../lib/use-list.ts";
import { Button, buttonLook } from "../../../ui/button.tsx";
import { cx } from "../../../ui/class-names.ts";
import { DataTable } from "../../../ui/data-table.tsx";
import { Card, Page } from "../../../ui/page.tsx";
import { Empty } from "../../../ui/states.tsx";
import { useSeat } from "../../session/seat.tsx";
import { type Doing, keyColumns } from "./columns.tsx";
import { CreateKey } from "./create-key.tsx";
import { KeyDrawer } from "./key-drawer.tsx";
import { ReissueKey } from "./reissue-key.tsx";
import { RevokeKey } from "./revoke-key.tsx";
import { TokenShown } from "./token-shown.tsx";
import type { NewKey } from "./types.ts";

const route = getRouteApi("/shell/settings/integrations/api-keys");

/** Who may call this center's API, and with what. */
export const ApiKeysPage = () => {
  const trpc = useTRPC();
  const queries = useQueryClient();
  const { can, mode } = useSeat();
  const { create, open } = route.useSearch();
  const navigate = route.useNavigate();
  const list = useList(trpc.apiKeys.list.infiniteQueryOptions({ limit: 50 }, nextPage));
  const [doing, setDoing] = useState<Doing>();
  const [made, setMade] = useState<NewKey>();
  const columns = useMemo(() => keyColumns(can, setDoing), [can]);
  const show = (next: { open?: string; create?: true }): void =>
    void navigate({
      search: ({ center, mode: shown, pages }) => ({ center, mode: shown, pages, ...next }),
      resetScroll: false,
    });

  /** The forms are gone before the token is there: leaving asks from then on. */
  const takeToken = (next: NewKey): void => {
    setDoing(undefined);
    if (create === true) void navigate({ search: (was) => ({ ...was, create: undefined }), replace: true });
    setMade(next);
    void queries.invalidateQueries(trpc.apiKeys.list.pathFilter());
  };

  const add = can("apiKeys.create") && (
    <Button kind="primary" icon={<Plus aria-hidden />} onClick={() => show({ create: true })}>
      Create key
    </Button>
  );
  return (
    <Page
      title="API keys"
      description={
        mode === "test"
          ? "Test keys reach this sandbox only. Nothing that they do touches the center."
          : "Each program that calls the API has a key of its own, with the scopes that it needs and no more."
      }
      actions={
        <>
          <a href="/docs/api" className={cx(buttonLook({ kind: "ghost" }), "max-sm:order-last")}>
            API reference
          </a>
          {add}
        </>
      }
    >
      <Card flush>
        <DataTable
          label="API keys"
          list={list}
          columns={columns}
          rowId={({ id }) => id}
          onOpen={({ id }) => show({ open: id })}
          openId={open}
          empty={
            <Empty icon={KeyRound} title={mode === "test" ? "No test keys yet" : "No keys yet"} action={add}>
              Create one, run the command that comes with its token, and watch the request arrive here.
            </Empty>
          }
        />
      </Card>
      {open !== undefined && (
        <KeyDrawer
          id={open}
          list={list}
          onClose={() => show({})}
          onRevoke={(key) => setDoing({ kind: "revoke", key })}
          onReissue={(key) => setDoing({ kind: "reissue", key })}
        />
      )}
      {create === true && can("apiKeys.create") && <CreateKey onClose={() => show({})} onMade={takeToken} />}
      {doing?.kind === "revoke" && <RevokeKey apiKey={doing.key} onClose={() => setDoing(undefined)} />}
      {doing?.kind === "reissue" && (
        <ReissueKey apiKey={doing.key} onClose={() => setDoing(undefined)} onMade={takeToken} />
      )}
      {made && <TokenShown key={made.key.id} made={made} onClose={() => setMade(undefined)} />}
    </Page>
  );
};
