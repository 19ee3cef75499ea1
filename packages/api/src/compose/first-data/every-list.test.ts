import { type CenterId, statement } from "@aviationalley/db/client.ts";
import { startServer, type TestServer } from "@aviationalley/testing/server.ts";
import { newTwins } from "@aviationalley/testing/factories.ts";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Operation, operationsOf } from "../../http/walk.ts";
import { SAMPLE_DATA, type SampleData } from "../../modules/centers/schema.ts";
import { appRouter } from "../../root.ts";
import { fillSandbox } from "../sandbox/fill.ts";
import { fillCenter } from "./fill.ts";

/** What a newcomer sees: each list of the API, of either kind of organisation, in live and in the sandbox. */
const lists = operationsOf(appRouter).filter(
  ({ meta, query }) => meta.method === "GET" && query && "cursor" in query.shape,
);

let server: TestServer;
const centers = new Map<string, CenterId>();
const PLACES = SAMPLE_DATA.flatMap((kind) => (["live", "test"] as const).map((mode) => [kind, mode] as const));
const placeOf = (kind: SampleData, mode: "live" | "test"): string => `${kind} ${mode}`;

beforeAll(async () => {
  server = await startServer();
  const { db } = server.database;
  for (const [index, kind] of SAMPLE_DATA.entries()) {
    const { liveId, sandboxId } = await newTwins(db, { timezone: "America/Denver", sampleData: kind });
    await fillCenter(db, liveId, { seed: 31 + index, scale: 0.3 });
    await fillSandbox(db, sandboxId, () => {}, 41 + index);
    centers.set(placeOf(kind, "live"), liveId).set(placeOf(kind, "test"), sandboxId);
  }
}, 120_000);
afterAll(() => server.close());

interface Page {
  data: Record<string, unknown>[];
  pagination: { nextCursor: string | null };
}

/** Every row of a list, page by page. The server checks each answer against its schema. */
const rowsOf = async (centerId: CenterId, mode: "live" | "test", { meta }: Operation): Promise<Page["data"]> => {
  const client = server.api(server.issue({ centerId, mode }));
  const rows: Page["data"] = [];
  for (let cursor: string | null = ""; cursor !== null;) {
    const query = new URLSearchParams({ limit: "200", ...(cursor === "" ? {} : { cursor }) });
    const { status, body } = await client.get(`/api/v1${meta.path}?${query.toString()}`);
    expect(status).toBe(200);
    const { data, pagination } = body as Page;
    rows.push(...data);
    cursor = pagination.nextCursor;
  }
  return rows;
};

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

/** Names that a row quotes beside the id of what they name: `{ id, name }`, and `{ id, tailNumber }` of aircraft. */
const quotesIn = (value: unknown, own: unknown): [id: string, name: string][] => {
  if (typeof value !== "object" || value === null) return [];
  const { id, name, tailNumber } = value as Record<string, unknown>; // any object can be looked at so
  const said = name ?? tailNumber;
  const here: [string, string][] =
    typeof id === "string" && UUID.test(id) && id !== own && typeof said === "string" ? [[id, said]] : [];
  return [...here, ...Object.values(value).flatMap((inner) => quotesIn(inner, own))];
};

const nameQuery = statement<{ id: string; name: string }>(
  "test.names_of_center",
  `select id, document::json->>'name' as name from simulators where center_id = $1 union all
   select id, document::json->>'tailNumber' from aircraft where center_id = $1 union all
   select id, concat(document::json->>'firstName', ' ', document::json->>'lastName') from crew_members where center_id = $1 union all
   select id, concat(document::json->>'firstName', ' ', document::json->>'lastName') from trainees where center_id = $1`,
);
const eventCount = statement<{ count: number }>("test.events_at_all", "select count(*)::int as count from events");

describe.each(PLACES)("a %s, %s", (kind, mode) => {
  let center: CenterId;
  beforeAll(() => {
    const found = centers.get(placeOf(kind, mode));
    if (found === undefined) throw new Error("It was not made.");
    center = found;
  });

  test.each(lists.map((list) => [list.meta.path, list] as const))(
    "GET %s has rows, in several states",
    async (_, list) => {
      const rows = await rowsOf(center, mode, list);
      expect(rows.length).toBeGreaterThanOrEqual(5);
      const states = new Set(rows.map(({ status, dutyStatus }) => status ?? dutyStatus));
      if (!states.has(undefined)) expect(states.size).toBeGreaterThan(1);
      const names = new Map((await server.database.db.many(nameQuery, [center])).map(({ id, name }) => [id, name]));
      const quotes = rows.flatMap((row) => quotesIn(row, row["id"]));
      for (const [id, name] of quotes) expect(names.get(id) ?? "a trip").toBe(names.has(id) ? name : "a trip");
    },
  );
});

test("none of it is news: no event was written", async () => {
  expect(await server.database.db.one(eventCount, [])).toEqual({ count: 0 });
});
