import { type CenterId, type Db, statement } from "@aviationalley/db/client.ts";
import { testDatabase, type TestDatabase } from "@aviationalley/testing/database.ts";
import { memberContext, newCrewMember, newSimulator, newTwins, ok } from "@aviationalley/testing/factories.ts";
import { ROWS } from "@aviationalley/testing/rows.ts";
import { until } from "@aviationalley/testing/until.ts";
import { afterAll, beforeAll, expect, test } from "vitest";
import { DAY_MS, plusMs } from "../../lib/time.ts";
import { type CenterTx, transaction } from "../../lib/transaction.ts";
import { createCallerFactory } from "../../lib/trpc.ts";
import { appRouter } from "../../root.ts";
import { operationsOf } from "../../http/walk.ts";
import { createBooking } from "../../modules/bookings/commands/create.ts";
import { advanceClock } from "../../modules/centers/commands/clock.ts";
import { findCenter } from "../../modules/centers/queries/centers.ts";
import { createKey } from "../../platform/api-keys/commands.ts";
import { listAuditEntries } from "../../platform/audit/reads.ts";
import { auditFilters } from "../../platform/audit/schema.ts";
import { createSimulators } from "../../modules/devices/commands.ts";
import { createFaTraining } from "../../modules/fa-training/commands/create.ts";
import { resetSandbox } from "./reset.ts";
import { sandboxRouter } from "./router.ts";
import { CLEARED_TABLES, KEPT_TABLES, PARENT_TABLES } from "./tables.ts";

const operator = { actor: { kind: "operator" }, address: null, roles: new Set<never>() } as const;

let database: TestDatabase;
let db: Db;

beforeAll(async () => {
  database = await testDatabase();
  db = database.db;
});
afterAll(() => database.drop());

const tablesOfCenters = statement<{ name: string }>(
  "test.tables_of_centers",
  `select c.relname as name from pg_class c join pg_attribute a on a.attrelid = c.oid
    where a.attname = 'center_id' and not a.attisdropped and c.relkind in ('r', 'p') and not c.relispartition
      and c.relnamespace = 'public'::regnamespace order by 1`,
);

/** How many rows of a center each of these tables has; none where there are none. */
const countsOf = async (center: CenterId, tables: readonly string[]): Promise<Record<string, number>> => {
  const query = statement<{ name: string; count: number }>(
    `test.sandbox_counts_${tables.length}`,
    tables
      .map((name) => `select '${name}' as name, count(*)::int as count from ${name} where center_id = $1`)
      .join(" union all "),
  );
  const rows = await db.many(query, [center]);
  return Object.fromEntries(rows.filter(({ count }) => count > 0).map(({ name, count }) => [name, count]));
};

/** Rows of every noun. */
const populate = async (center: CenterId): Promise<void> => {
  for (const { name } of operationsOf(appRouter)) await ROWS[name]?.make(db, center);
};

test("every table that holds rows of centers is either cleared by a reset or kept on purpose", async () => {
  const tables = (await db.many(tablesOfCenters, [])).map(({ name }) => name);
  expect([...CLEARED_TABLES, ...KEPT_TABLES].toSorted()).toEqual(tables.toSorted());
});

const references = statement<{ child: string; parent: string }>(
  "test.references",
  `select child.relname as child, parent.relname as parent from pg_constraint c
     join pg_class child on child.oid = c.conrelid join pg_class parent on parent.oid = c.confrelid
    where c.contype = 'f' and c.conrelid <> c.confrelid`,
);

test("a table is cleared before those to which it refers, and nothing that is kept refers to what is cleared", async () => {
  const place = new Map<string, number>(CLEARED_TABLES.map((table, index) => [table, index]));
  const wrong = (await db.many(references, [])).filter(({ child, parent }) => {
    const cleared = place.get(parent);
    return cleared !== undefined && (place.get(child) ?? Infinity) > cleared;
  });
  expect(wrong).toEqual([]);
});

const unheld = statement<{ child: string; parent: string }>(
  "test.unheld",
  `select child.relname as child, parent.relname as parent from pg_constraint c
     join pg_class child on child.oid = c.conrelid join pg_class parent on parent.oid = c.confrelid
    where c.contype = 'f' and c.confdeltype <> 'c' and c.conrelid <> c.confrelid and parent.relname <> 'centers'
      and not exists (select from pg_constraint held join pg_class holder on holder.oid = held.confrelid
                       where held.conrelid = c.conrelid and held.contype = 'f' and held.confdeltype <> 'c'
                         and (holder.relname = 'centers' or holder.relname = any($1)))`,
);

test("no row that refers to another arrives while a center is cleared: it looks at its center, or at what is held", async () => {
  const cleared = new Set<string>(CLEARED_TABLES);
  const rows = await db.many(unheld, [PARENT_TABLES]);
  expect(rows.filter(({ child }) => cleared.has(child))).toEqual([]);
});

const waiters = statement<{ count: number }>(
  "test.waiters",
  "select count(*)::int as count from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'",
);

/** What writes a row that refers to another, which is there already. */
const WRITING: readonly (readonly [what: string, prepare: (center: CenterId) => Promise<Write>])[] = [
  [
    "a booking",
    async (center) => {
      const { id: simulatorId } = await newSimulator(db, center);
      const session = { simulatorId, sessionType: "TRAINING" } as const;
      return (tx) =>
        createBooking(tx, center, {
          ...session,
          trainees: [],
          startsAt: plusMs(tx.now, DAY_MS),
          endsAt: plusMs(tx.now, 1.1 * DAY_MS),
        });
    },
  ],
  [
    "a currency",
    async (center) => {
      const { id: crewMemberId } = await newCrewMember(db, center, { role: "FLIGHT_ATTENDANT" });
      return (tx) => createFaTraining(tx, center, { crewMemberId, kind: "RECURRENT", baseMonth: tx.now.slice(0, 7) });
    },
  ],
];
type Write = (tx: CenterTx) => Promise<object>;

test.each(WRITING)("a reset waits for %s that is being written, and clears it too", async (_, prepare) => {
  const { sandboxId } = await newTwins(db);
  const write = await prepare(sandboxId);
  let resetting: ReturnType<typeof resetSandbox> | undefined;
  await transaction(db, sandboxId, async (tx) => {
    ok(await write(tx));
    resetting = resetSandbox(db, operator, sandboxId, async () => {});
    await until(async () => (await db.one(waiters, [])).count > 0);
  });
  expect(await resetting).toMatchObject({ id: sandboxId });
  expect(await countsOf(sandboxId, CLEARED_TABLES)).toEqual({});
});

test("a reset clears what there was, returns the clock, keeps keys, logs and the live twin, and is written down", async () => {
  const { liveId, sandboxId } = await newTwins(db);
  await populate(liveId);
  await populate(sandboxId);
  const policy = { scopes: ["bookings:read"], ownersOnly: [], confidential: [] };
  ok(await createKey(db, operator, policy, sandboxId, { name: "CI", scopes: ["bookings:read"] }));
  const { now } = await findCenter(db, sandboxId);
  ok(await advanceClock(db, operator, sandboxId, plusMs(now, 10 * DAY_MS)));
  const [kept, live] = [await countsOf(sandboxId, KEPT_TABLES), await countsOf(liveId, CLEARED_TABLES)];
  expect(Object.keys(await countsOf(sandboxId, CLEARED_TABLES)).length).toBeGreaterThan(12);

  const center = ok(await resetSandbox(db, operator, sandboxId, async () => {}));
  expect(center).toMatchObject({ id: sandboxId, clockOffsetSeconds: 0 });
  expect(await countsOf(sandboxId, CLEARED_TABLES)).toEqual({});
  expect(await countsOf(sandboxId, KEPT_TABLES)).toEqual({ ...kept, audit_log: (kept["audit_log"] ?? 0) + 1 });
  expect(await countsOf(liveId, CLEARED_TABLES)).toEqual(live);
  const audit = ok(await listAuditEntries(db, sandboxId, auditFilters.parse({ action: ["sandbox.reset"] }), true));
  expect(audit.toValue()).toMatchObject({ data: [{ action: "sandbox.reset", actor: { kind: "operator" } }] });
});

test("ADMIN and OWNER reset a sandbox to sample data, silently; a live center refuses", async () => {
  const { liveId, sandboxId } = await newTwins(db, { timezone: "America/Denver" });
  await populate(liveId);
  const live = await countsOf(liveId, CLEARED_TABLES);
  const as = (center: CenterId, role: "OWNER" | "ADMIN" | "DISPATCHER") =>
    createCallerFactory(sandboxRouter)(memberContext(db, center, role));
  await expect(as(sandboxId, "DISPATCHER").reset({})).rejects.toThrow("ADMIN");
  await expect(as(liveId, "OWNER").reset({})).rejects.toThrow("live center");
  expect(await countsOf(liveId, CLEARED_TABLES)).toEqual(live);
  await as(sandboxId, "ADMIN").reset({});
  const first = await countsOf(sandboxId, CLEARED_TABLES);
  expect(Object.keys(first)).toEqual(expect.arrayContaining(["bookings", "trainees", "work_orders", "flight_log"]));
  await as(sandboxId, "OWNER").reset({});
  expect(await countsOf(sandboxId, ["simulators", "events"])).toEqual({ simulators: first["simulators"] });
}, 60_000);

test("a reset that fails changes nothing, and of two at once each is whole", async () => {
  const { sandboxId } = await newTwins(db);
  const { id } = await newSimulator(db, sandboxId);
  const failing = resetSandbox(db, operator, sandboxId, () => Promise.reject(new Error("no sample data")));
  await expect(failing).rejects.toThrow("no sample data");
  const ids = statement<{ id: string }>("test.simulator_ids", "select id from simulators where center_id = $1");
  expect(await db.many(ids, [sandboxId])).toEqual([{ id }]);
  const fill: Parameters<typeof resetSandbox>[3] = async (tx) => {
    for (const name of ["B737 #1", "B737 #2"])
      await createSimulators(tx, [{ name, type: "B738", qualificationLevel: "FFS_D" }]);
  };
  await Promise.all([1, 2, 3].map(() => resetSandbox(db, operator, sandboxId, fill)));
  expect(await countsOf(sandboxId, ["simulators"])).toEqual({ simulators: 2 });
});
