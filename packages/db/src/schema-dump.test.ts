import { describe, expect, inject, it } from "vitest";
import { dumpSchema } from "./schema-dump.ts";
import { generateRows } from "./rows-gen.ts";
import { withScratchDatabase } from "./scratch.ts";
import { send } from "./send.ts";
import { withSession } from "./session.ts";

const TABLES = `
  create type color as enum ('RED', 'it''s');
  create table b_things (
    id uuid primary key, center_id uuid not null, n int not null default 1 check (n > 0), size bigint, at timestamptz(3),
    words text[] not null default '{}', doc jsonb, color color not null, shade color[], ok boolean,
    twice int generated always as (n * 2) stored, serial_number bigint generated always as identity,
    unique (center_id, id)
  ) with (fillfactor = 90);
  create table a_links (thing uuid references b_things (id) on delete cascade, on_day date not null);
  create index a_links_day on a_links (on_day desc) where thing is not null;
  create table history (at timestamptz not null, note text) partition by range (at);
  create table history_2026 partition of history for values from ('2026-01-01') to ('2027-01-01');
  create index history_note on history (note);
  create function touch() returns trigger language plpgsql as $$ begin return new; end $$;
  create trigger touch before update on a_links for each row execute function touch();`;

const SCHEMA = `
create type color as enum ('RED', 'it''s');

create table a_links (
  thing uuid,
  on_day date not null,
  constraint a_links_thing_fkey FOREIGN KEY (thing) REFERENCES b_things(id) ON DELETE CASCADE
);

create table b_things (
  id uuid not null,
  center_id uuid not null,
  n integer not null default 1,
  size bigint,
  at timestamp(3) with time zone,
  words text[] not null default '{}'::text[],
  doc jsonb,
  color color not null,
  shade color[],
  ok boolean,
  twice integer generated always as ((n * 2)) stored,
  serial_number bigint not null generated always as identity,
  constraint b_things_pkey PRIMARY KEY (id),
  constraint b_things_center_id_id_key UNIQUE (center_id, id),
  constraint b_things_n_check CHECK ((n > 0))
) with (fillfactor=90);

create table history (
  at timestamp with time zone not null,
  note text
) partition by RANGE (at);

CREATE INDEX a_links_day ON public.a_links USING btree (on_day DESC) WHERE (thing IS NOT NULL);
CREATE INDEX history_note ON ONLY public.history USING btree (note);

CREATE OR REPLACE FUNCTION public.touch()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$ begin return new; end $function$;

CREATE TRIGGER touch BEFORE UPDATE ON public.a_links FOR EACH ROW EXECUTE FUNCTION touch();
`;

const ROWS = `
export interface ALinksRow {
  thing: string | null;
  on_day: string;
}

export interface BThingsRow {
  id: string;
  center_id: string;
  n: number;
  size: number | null;
  at: string | null;
  words: string[];
  doc: string | null;
  color: "RED" | "it's";
  shade: ("RED" | "it's")[] | null;
  ok: boolean | null;
  twice: number | null;
  serial_number: number;
}

export interface HistoryRow {
  at: string;
  note: string | null;
}
`;

const afterHeader = (text: string, mark: string): string => text.slice(text.indexOf(mark) + mark.length);

describe("what is generated from the database", () => {
  it("is the same from every version of PostgreSQL that it is made with", async () => {
    const [schema, rows] = await withScratchDatabase(inject("databaseAdminUrl"), (url) =>
      withSession(url, async (client) => {
        await send(client, { text: TABLES });
        return [await dumpSchema(client), await generateRows(client)];
      }),
    );
    expect(afterHeader(schema, "change a migration.\n")).toBe(SCHEMA);
    expect(afterHeader(rows, "*/\n")).toBe(ROWS);
  });
});
