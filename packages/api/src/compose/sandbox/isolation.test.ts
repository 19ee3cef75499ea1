import { type CenterId, statement } from "@aviationalley/db/client.ts";
import { newBooking } from "@aviationalley/testing/factories.ts";
import { ROWS } from "@aviationalley/testing/rows.ts";
import { type Client, startServer, type TestServer } from "@aviationalley/testing/server.ts";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Operation, operationsOf } from "../../http/walk.ts";
import { appRouter } from "../../root.ts";
import { CLEARED_TABLES } from "./tables.ts";

/** Whoever holds a test key knows every id of the live center, and tries it wherever an operation takes a value. */
const operations = operationsOf(appRouter);
const lists = operations.filter(({ meta, query }) => meta.method === "GET" && query && "cursor" in query.shape);

let server: TestServer;
let live: CenterId;
let sandbox: CenterId;
let withTestKey: Client;
let withLiveKey: Client;
let liveIds: readonly string[];

interface Page {
  data: Record<string, unknown>[];
  pagination: { nextCursor: string | null };
}
const pageOf = (body: unknown): Page => body as Page; // the server checks every answer against its schema
const pathOf = ({ meta }: Operation, query: Readonly<Record<string, string>> = {}): string =>
  `/api/v1${meta.path}?${new URLSearchParams(query).toString()}`;

/** Every id in any column of the live center's rows, also of rows that no operation shows. */
const findIds = async (): Promise<string[]> => {
  const columns = statement<{ table: string; column: string }>(
    "test.id_columns",
    `select c.relname as table, a.attname as column
       from pg_class c join pg_attribute a on a.attrelid = c.oid and not a.attisdropped
      where c.relname = any($1::text[]) and c.relnamespace = 'public'::regnamespace
        and a.atttypid in ('uuid'::regtype, 'uuid[]'::regtype)`,
  );
  const found = new Set<string>([live]);
  for (const { table, column } of await server.database.db.many(columns, [[...CLEARED_TABLES]])) {
    const text = `select distinct ${column}::text as ids from ${table} where center_id = $1 and ${column} is not null`;
    const ids = statement<{ ids: string }>(`test.ids_${table}_${column}`, text);
    for (const row of await server.database.db.many(ids, [live]))
      for (const id of row.ids.match(/[0-9a-f-]{36}/g) ?? []) found.add(id);
  }
  return [...found];
};

/** All that the live center's rows say, to see that nothing changed. */
const liveState = statement<{ state: string }>(
  "test.live_state",
  `select md5(string_agg(document::text, '' order by id)) as state from (
     select id, document from bookings where center_id = $1 union all
     select id, document from simulators where center_id = $1 union all
     select id, document from trainees where center_id = $1 union all
     select id, document from crew_members where center_id = $1) rows`,
);

beforeAll(async () => {
  server = await startServer();
  ({ centerId: live, sandboxId: sandbox } = server);
  for (const center of [live, sandbox])
    for (const { name } of lists) for (let n = 0; n < 2; n++) await ROWS[name]?.make(server.database.db, center);
  withTestKey = server.api(server.issue({ centerId: sandbox, mode: "test" }));
  withLiveKey = server.api(server.issue({ centerId: live }));
  liveIds = await findIds();
});
afterAll(() => server.close());

/** Nothing of the live center in it: no row, no id anywhere in the text. */
const expectNothingLive = (text: string): void => {
  for (const id of liveIds) expect(text.includes(id)).toBe(false);
};

test("the walk knows every list, and more live ids than the lists show", async () => {
  expect(operations.filter((one) => one.meta.method === "GET" && !lists.includes(one))).toEqual([]);
  const shown = new Set<string>();
  for (const list of lists) {
    const { data } = pageOf((await withLiveKey.get(pathOf(list))).body);
    expect(data.length, list.name).toBeGreaterThanOrEqual(2);
    for (const { id } of data) shown.add(String(id));
  }
  expect([...shown].filter((id) => !liveIds.includes(id))).toEqual([]);
  expect(liveIds.length).toBeGreaterThan(shown.size);
});

describe.each(lists.map((list) => [`${list.meta.method} ${list.meta.path}`, list] as const))("%s", (_, list) => {
  const filters = Object.keys(list.query?.shape ?? {}).filter((name) => name !== "limit" && name !== "cursor");

  test("shows a test key nothing live, whichever live id is put into whichever filter", async () => {
    const tried: string[] = [];
    for (const filter of filters) {
      const [probe = ""] = liveIds;
      if ((await withTestKey.get(pathOf(list, { [filter]: probe }))).status !== 200) continue; // takes no ids
      tried.push(filter);
      for (const id of liveIds) {
        const { status, body, text } = await withTestKey.get(pathOf(list, { [filter]: id }));
        expect([filter, status, pageOf(body).data]).toEqual([filter, 200, []]);
        expectNothingLive(text);
      }
    }
    expect(tried).toContain("id");
    const all = await withTestKey.get(pathOf(list, { id: liveIds.slice(0, 200).join() }));
    expect(pageOf(all.body).data).toEqual([]);
  });

  test("shows a test key nothing live, whichever value of a live row is put into whichever filter", async () => {
    const rows = pageOf((await withLiveKey.get(pathOf(list))).body).data;
    const values = new Set(rows.flatMap((row) => Object.values(row)).filter((value) => typeof value === "string"));
    for (const filter of filters)
      for (const value of values) expectNothingLive((await withTestKey.get(pathOf(list, { [filter]: value }))).text);
    const own = await withTestKey.get(pathOf(list, { limit: "200" }));
    expect(pageOf(own.body).data.length).toBeGreaterThanOrEqual(2);
    expectNothingLive(own.text);
  });

  test("takes no cursor of a live list from a test key", async () => {
    const { pagination } = pageOf((await withLiveKey.get(pathOf(list, { limit: "1" }))).body);
    const answer = await withTestKey.get(pathOf(list, { limit: "1", cursor: pagination.nextCursor ?? "" }));
    expect([answer.status, answer.body]).toMatchObject([400, { code: "invalid_cursor" }]);
    expectNothingLive(answer.text);
  });
});

test("nothing that writes takes a live id from a test key, and the live rows stay as they were", async () => {
  const writes = operations.filter(({ meta }) => meta.method !== "GET");
  expect(writes.map(({ meta }) => `${meta.method} ${meta.path}`)).toEqual(["POST /bookings", "PATCH /bookings/{id}"]);
  const before = await server.database.db.one(liveState, [live]);
  const { id, version, simulator, startsAt, endsAt } = await newBooking(server.database.db, sandbox);
  const own = { simulatorId: simulator.id, trainees: [], startsAt, endsAt, sessionType: "TRAINING" };
  for (const strange of liveIds) {
    const foreign = [
      { simulatorId: strange },
      { instructorId: strange },
      { trainees: [{ id: strange, seat: "LEFT" }] },
    ];
    const answers = await Promise.all([
      withTestKey.patch(`/api/v1/bookings/${strange}`, { notes: "mine" }),
      ...foreign.map((part) => withTestKey.patch(`/api/v1/bookings/${id}`, part)),
      ...foreign.map((part) => withTestKey.post("/api/v1/bookings", { ...own, ...part })),
    ]);
    expect(answers.map(({ status }) => status)).toEqual([404, ...Array.from({ length: 6 }, () => 422)]);
    // What a refusal lists as known is the sandbox's own; its sentence may repeat the id that was sent.
    for (const { body } of answers) expectNothingLive(JSON.stringify((body as { known?: unknown }).known ?? []));
  }
  expect(await server.database.db.one(liveState, [live])).toEqual(before);
  const [unchanged] = pageOf((await withTestKey.get(`/api/v1/bookings?id=${id}`)).body).data;
  expect(unchanged).toMatchObject({ version, simulator });
});
