import { hash } from "node:crypto";
import { type CenterId, statement } from "@aviationalley/db/client.ts";
import { testDatabase, type TestDatabase } from "@aviationalley/testing/database.ts";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Position } from "./cursor.ts";
import { START } from "./cursor.ts";
import { contains, equal, ids, oneOf, overlapping, range, since, type Span, through } from "./list-filters.ts";
import { keysetList } from "./list.ts";
import { searchPattern, searchText } from "./search-text.ts";

interface Filters {
  id?: string[] | undefined;
  owner?: string | undefined;
  on?: Span | undefined;
  during?: Span | undefined;
  search?: string | undefined;
  updatedSince?: string | undefined;
  device?: string | undefined;
  status?: string[] | undefined;
}

const list = keysetList<Filters>({
  table: "things",
  filters: {
    id: ids,
    owner: through("thing_owners", "thing_id", "owner"),
    search: contains("search_text", "status", "device"),
    updatedSince: since("updated_at"),
    device: equal("device"),
    status: oneOf("status"),
    on: range("on_at", "on_month", "status"),
    during: overlapping("on_at", "until_at", "on_month", "status"),
  },
});

interface Thing {
  id: string;
  createdAt: string;
  updatedAt: string;
  onAt: string;
  untilAt: string;
  owner: string;
  device: string;
  status: string;
  name: string;
}

const CENTER = "10000000-0000-7000-8000-000000000000" as CenterId;
const OTHER = "20000000-0000-7000-8000-000000000000" as CenterId;
const ROWS = 10_000;
const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const T0 = Date.parse("2026-01-01T00:00:00Z");
const at = (ms: number) => new Date(T0 + ms).toISOString();
const uuidOf = (n: number) => `30000000-0000-7000-8000-${n.toString(16).padStart(12, "0")}`;

/** A fifth on one last day of a month, as what expires with it. */
const dayOf = (n: number): number => (n % 5 === 0 ? 303 : (n * 31) % 400);

/** Skewed on purpose: statuses from very common to almost absent, several rows of one instant, old rows changed late. */
const things: Thing[] = Array.from({ length: ROWS }, (_, n) => ({
  id: uuidOf((n * 7919) % ROWS),
  createdAt: at(Math.floor(n / 3) * 1_000),
  updatedAt: at(n % 97 === 0 ? 900 * DAY + n : Math.floor(n / 3) * 1_000),
  onAt: at(dayOf(n) * DAY + (n % 9) * HOUR),
  untilAt: at(dayOf(n) * DAY + (n % 9) * HOUR + (1 + (n % 40)) * HOUR),
  owner: uuidOf(n % 211),
  device: `device-${n % 5}`,
  status: n % 1_500 === 7 ? "RARE" : n % 20 === 0 ? "SOME" : "MOST",
  name: `${["Alpha", "Bravo", "Charlie"][n % 3]} ${n % 800 === 5 ? "needle" : "hay"} ${n}`,
}));

let database: TestDatabase;

beforeAll(async () => {
  database = await testDatabase();
  const { db } = database;
  for (const text of [
    `create table things (center_id uuid, id uuid, created_at timestamptz(3), updated_at timestamptz(3), on_at timestamptz(3), until_at timestamptz(3),
       on_month date generated always as (date_trunc('month', on_at at time zone 'UTC')::date) stored,
       device text, status text, search_text text, document json, primary key (center_id, id))`,
    "create table thing_owners (center_id uuid, thing_id uuid, owner uuid, primary key (center_id, thing_id, owner))",
    "create index on things (center_id, created_at desc, id desc)",
    "create index on things (center_id, status, created_at desc, id desc)",
    "create index on things (center_id, on_month, created_at desc, id desc)",
    "create index on things (center_id, status, on_month, created_at desc, id desc)",
    "create index on things (center_id, on_at)",
    "create index on things using gist (center_id, tstzrange(on_at, until_at))",
    "create index on things using gin (center_id, status, device, search_text gin_trgm_ops)",
  ])
    await db.run(statement(`test.ddl.${hash("sha1", text).slice(0, 8)}`, text), []);
  const insert = statement<never>(
    "test.insert",
    `insert into things (center_id, id, created_at, updated_at, on_at, until_at, device, status, search_text, document)
     select $1, t.id, t."createdAt", t."updatedAt", t."onAt", t."untilAt", t.device, t.status, given.search, d
       from unnest($2::json[], $3::text[]) as given(d, search), json_to_record(d) as t(id uuid, "createdAt" timestamptz, "updatedAt" timestamptz,
            "onAt" timestamptz, "untilAt" timestamptz, device text, status text)`,
  );
  const owners = statement<never>(
    "test.owners",
    `insert into thing_owners select $1, t.id, t.owner from json_to_recordset($2::json) as t(id uuid, owner uuid)`,
  );
  for (const center of [CENTER, OTHER]) {
    await db.run(insert, [
      center,
      things.map((thing) => JSON.stringify(thing)),
      things.map(({ name }) => searchText(name)),
    ]);
    await db.run(owners, [center, JSON.stringify(things)]);
  }
});
afterAll(() => database.drop());

const inSpan = (instant: string, { from, to }: Span): boolean =>
  (from === null || instant >= from) && (to === null || instant < to);

const isDuring = ({ onAt, untilAt }: Thing, { from, to }: Span): boolean =>
  (from === null || untilAt > from) && (to === null || onAt < to) && (from === null || to === null || from < to);

const expected = (filters: Filters): string[] =>
  things
    .filter((thing) => !filters.id || filters.id.includes(thing.id))
    .filter((thing) => !filters.owner || thing.owner === filters.owner)
    .filter((thing) => !filters.on || inSpan(thing.onAt, filters.on))
    .filter((thing) => !filters.during || isDuring(thing, filters.during))
    .filter(
      (thing) => !filters.search || searchText(thing.name).includes(searchPattern(filters.search).replaceAll("%", "")),
    )
    .filter((thing) => !filters.updatedSince || thing.updatedAt >= filters.updatedSince)
    .filter((thing) => !filters.device || thing.device === filters.device)
    .filter((thing) => !filters.status || filters.status.includes(thing.status))
    .toSorted((a, b) => b.createdAt.localeCompare(a.createdAt) || b.id.localeCompare(a.id))
    .map(({ id }) => id);

const walk = async (filters: Filters, limit: number, pages: number): Promise<string[]> => {
  const seen: string[] = [];
  let position: Position = START;
  for (let page = 0; page < pages; page++) {
    const documents = await list(database.db, CENTER, filters, position, limit);
    const rows = documents.map((document) => JSON.parse(document) as Thing);
    seen.push(...rows.map(({ id }) => id));
    const last = rows.at(-1);
    if (!last || rows.length < limit) break;
    position = last;
  }
  return seen;
};

/** Months are read apart, and the few days of one at a span's end too: half of the spans end near a month's begin. */
const instant = fc.oneof(
  fc.nat(430).map((day) => at(day * DAY)),
  fc
    .tuple(fc.nat(14), fc.integer({ min: -6, max: 6 }), fc.constantFrom(-1, 0, 0, 5 * HOUR))
    .map(([month, days, ms]) => new Date(Date.UTC(2026, month, 1) + days * DAY + ms).toISOString()),
);
const span = fc
  .tuple(fc.option(instant, { nil: null }), fc.option(instant, { nil: null }))
  .map(([one, other]): Span =>
    one !== null && other !== null && other < one ? { from: other, to: one } : { from: one, to: other },
  );

const states = fc.subarray(["MOST", "SOME", "RARE", "NONE"], { minLength: 1 });

const anyFilters: fc.Arbitrary<Filters> = fc.record(
  {
    id: fc.array(fc.nat(ROWS + 10).map(uuidOf), { minLength: 1, maxLength: 200 }),
    owner: fc.nat(215).map(uuidOf),
    on: span,
    during: span,
    search: fc
      .constantFrom("alpha", "needle", "NEEDLE 5", "ha", "zzz", "2", "10", "o h")
      .filter((text) => text.length > 1),
    updatedSince: fc.constantFrom(at(900 * DAY), at(1_000_000), at(100_000), at(0), at(2_000 * DAY)),
    device: fc.constantFrom("device-1", "device-4", "device-9"),
    status: states,
  },
  { requiredKeys: [] },
);

describe("a keyset list", () => {
  test("walked by pages gives exactly the rows that match, newest first, under any filters", async () => {
    await fc.assert(
      fc.asyncProperty(anyFilters, fc.integer({ min: 1, max: 201 }), async (filters, limit) => {
        const pages = 4;
        expect(await walk(filters, limit, pages)).toEqual(expected(filters).slice(0, limit * pages));
      }),
      { numRuns: 150 },
    );
  });

  test("gives the rows of any span, be it first or last of a month, or a few days of one, alone and with states", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom("on", "during"),
        span,
        fc.option(states, { nil: undefined }),
        fc.integer({ min: 1, max: 201 }),
        async (of, value, status, limit) => {
          const [pages, filters] = [3, { [of]: value, status }];
          expect(await walk(filters, limit, pages)).toEqual(expected(filters).slice(0, limit * pages));
        },
      ),
      { numRuns: 150 },
    );
  });

  test("reaches its very last row", async () => {
    expect(await walk({}, 201, 100)).toEqual(expected({}));
    expect(await walk({ status: ["SOME", "RARE"] }, 50, 100)).toEqual(expected({ status: ["SOME", "RARE"] }));
  });
});
