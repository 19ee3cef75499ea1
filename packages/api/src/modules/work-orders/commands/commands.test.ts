import { type CenterId, type Db, statement } from "@aviationalley/db/client.ts";
import { testDatabase, type TestDatabase } from "@aviationalley/testing/database.ts";
import { newCenter, newCrewMember, newSimulator, newTwins, ok } from "@aviationalley/testing/factories.ts";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { isFailure } from "../../../lib/errors.ts";
import { transaction } from "../../../lib/transaction.ts";
import { changeCenter } from "../../centers/commands/centers.ts";
import { changeCrewMember } from "../../crew/commands.ts";
import { changeSimulator } from "../../devices/commands.ts";
import { lockSimulators } from "../../devices/reads.ts";
import { findWorkOrder } from "../queries.ts";
import { type WorkOrder, workOrder } from "../schema.ts";
import { awaitPartsFor, cancelWork, changeWorkOrder, completeWork, resumeWork, startWork } from "./change.ts";
import { createWorkOrder, createWorkOrders } from "./create.ts";

let database: TestDatabase;
let db: Db;
let center: CenterId;

beforeAll(async () => {
  database = await testDatabase();
  db = database.db;
  center = await newCenter(db, { timezone: "America/Denver" });
});
afterAll(() => database.drop());

const any = (id: string) => ({ id, expectedVersion: null });
const open = async (draft: Partial<Parameters<typeof createWorkOrder>[2]> = {}, centerId = center) =>
  ok(
    await createWorkOrder(db, centerId, {
      simulatorId: draft.simulatorId ?? (await newSimulator(db, centerId)).id,
      title: "Motion leg 3 leaks",
      ...draft,
    }),
  );
const serviceOf = async (id: string): Promise<string | undefined> =>
  (await transaction(db, center, (tx) => lockSimulators(tx, [id]))).get(id)?.status;

interface EventRow {
  type: string;
  version: number;
  data: string;
}
const eventsQuery = statement<EventRow>(
  "test.work_order_events",
  "select type, version, data from events where subject_id = $1 order by version",
);
const eventsOf = (id: string): Promise<EventRow[]> => db.many(eventsQuery, [id]);

test("a change of the center's zone moves what is to be finished by the end of a day, and nothing that is over", async () => {
  const { liveId } = await newTwins(db, { timezone: "America/Denver" });
  const discoveredAt = "2026-02-20T18:00:00.000Z"; // clocks change within the 30 days
  const mmi = { missingMalfunctioningInoperative: true, discoveredAt };
  const [due, done, plain] = [await open(mmi, liveId), await open(mmi, liveId), await open({}, liveId)];
  ok(await completeWork(db, liveId, any(ok(await startWork(db, liveId, any(done.id))).id), "Leg replaced"));
  expect(due.dueAt).toBe("2026-03-23T06:00:00.000Z");
  const operator = { actor: { kind: "operator" }, address: null } as const;
  await changeCenter(db, operator, liveId, { timezone: "America/Phoenix" });
  expect(await findWorkOrder(db, liveId, due.id)).toMatchObject({ dueAt: "2026-03-23T07:00:00.000Z", version: 2 });
  expect(await findWorkOrder(db, liveId, done.id)).toMatchObject({ dueAt: due.dueAt, version: 3 });
  expect(await findWorkOrder(db, liveId, plain.id)).toMatchObject({ dueAt: null, version: 1 });
});

describe("numbers", () => {
  test("are gapless however many create at once, refused ones among them, in each center by itself", async () => {
    const { liveId, sandboxId } = await newTwins(db);
    const simulators = await Promise.all([newSimulator(db, liveId), newSimulator(db, liveId)]);
    const attempts = Array.from({ length: 40 }, (_, index) =>
      createWorkOrder(db, liveId, {
        simulatorId: index % 5 === 4 ? liveId : (simulators[index % 2]?.id ?? ""),
        title: `Defect ${index}`,
      }),
    );
    const numbers = (await Promise.all(attempts)).flatMap((made) => (isFailure(made) ? [] : [made.number]));
    const expected = Array.from({ length: 32 }, (_, index) => `WO-${String(index + 1).padStart(6, "0")}`);
    expect(numbers.toSorted()).toEqual(expected);
    expect((await open({}, sandboxId)).number).toBe("WO-000001");
  });

  test("of a batch follow its order, and a refused draft takes none", async () => {
    const own = await newCenter(db);
    const { id: simulatorId } = await newSimulator(db, own);
    const drafts = [{ title: "One" }, { title: "Two", simulatorId: own }, { title: "Three" }];
    const outcomes = await transaction(db, own, (tx) =>
      createWorkOrders(
        tx,
        drafts.map((draft) => ({ simulatorId, ...draft })),
      ),
    );
    expect(outcomes.map((row) => (isFailure(row) ? row.code : `${row.number} ${row.title}`))).toEqual([
      "WO-000001 One",
      "unprocessable",
      "WO-000002 Three",
    ]);
  });

  test("that roll back are given again", async () => {
    const own = await newCenter(db);
    const { id: simulatorId } = await newSimulator(db, own);
    const lost = transaction(db, own, async (tx) => {
      await createWorkOrders(tx, [{ simulatorId, title: "Lost" }]);
      throw new Error("lost");
    });
    await expect(lost).rejects.toThrow("lost");
    expect((await open({ simulatorId }, own)).number).toBe("WO-000001");
  });
});

describe("a critical work order", () => {
  test("keeps its simulator out of service until the last one is finished", async () => {
    const { id: simulatorId } = await newSimulator(db, center);
    const first = await open({ simulatorId, priority: "CRITICAL" });
    const second = await open({ simulatorId, priority: "CRITICAL" });
    await open({ simulatorId, priority: "HIGH" });
    expect(await serviceOf(simulatorId)).toBe("OUT_OF_SERVICE");
    ok(await cancelWork(db, center, any(first.id), "Duplicate"));
    expect(await serviceOf(simulatorId)).toBe("OUT_OF_SERVICE");
    ok(await startWork(db, center, any(second.id)));
    ok(await awaitPartsFor(db, center, any(second.id)));
    expect(await serviceOf(simulatorId)).toBe("OUT_OF_SERVICE");
    ok(await resumeWork(db, center, any(second.id)));
    ok(await completeWork(db, center, any(second.id), "Seal replaced"));
    expect(await serviceOf(simulatorId)).toBe("IN_SERVICE");
  });

  test("is made and unmade by a change of priority", async () => {
    const row = await open();
    expect(await serviceOf(row.simulator.id)).toBe("IN_SERVICE");
    ok(await changeWorkOrder(db, center, any(row.id), { priority: "CRITICAL" }));
    expect(await serviceOf(row.simulator.id)).toBe("OUT_OF_SERVICE");
    ok(await changeWorkOrder(db, center, any(row.id), { priority: "NORMAL" }));
    expect(await serviceOf(row.simulator.id)).toBe("IN_SERVICE");
  });

  test("that is opened while another is finished, leaves the simulator as the two say together", async () => {
    const { id: simulatorId } = await newSimulator(db, center);
    for (let round = 0; round < 8; round++) {
      const row = await open({ simulatorId, priority: "CRITICAL" });
      const [, next] = await Promise.all([
        cancelWork(db, center, any(row.id), null),
        open({ simulatorId, priority: "CRITICAL" }),
      ]);
      expect(await serviceOf(simulatorId)).toBe("OUT_OF_SERVICE");
      ok(await cancelWork(db, center, any(next.id), null));
      expect(await serviceOf(simulatorId)).toBe("IN_SERVICE");
    }
  });
});

describe("each transition", () => {
  test("fires its event once, with the row as it is read and the earlier values", async () => {
    const assignee = await newCrewMember(db, center, { role: "MAINTENANCE" });
    const { id } = await open({ missingMalfunctioningInoperative: true });
    ok(await changeWorkOrder(db, center, any(id), { assigneeId: assignee.id, title: "Motion leg 3 leaks oil" }));
    ok(await startWork(db, center, any(id)));
    ok(await awaitPartsFor(db, center, any(id)));
    ok(await resumeWork(db, center, any(id)));
    ok(await completeWork(db, center, any(id), "Seal replaced"));
    const events = await eventsOf(id);
    expect(events.map(({ type, version }) => `${version} ${type}`)).toEqual([
      "1 work_order.created",
      "2 work_order.updated",
      "3 work_order.updated",
      "4 work_order.awaiting_parts",
      "5 work_order.updated",
      "6 work_order.completed",
    ]);
    const payloads = events.map(({ data }) => JSON.parse(data) as { object: WorkOrder; previous: Partial<WorkOrder> });
    for (const { object } of payloads) workOrder.parse(object);
    expect(payloads.at(-1)?.object).toEqual(await findWorkOrder(db, center, id));
    expect(payloads[1]?.previous).toEqual({ title: "Motion leg 3 leaks", assignee: null });
  });

  test("that is repeated changes nothing and fires nothing", async () => {
    const { id } = await open();
    const started = ok(await startWork(db, center, any(id)));
    expect(await startWork(db, center, any(id))).toEqual(started);
    expect(await changeWorkOrder(db, center, any(id), { title: started.title })).toEqual(started);
    const done = ok(await completeWork(db, center, any(id), "Seal replaced"));
    expect(await completeWork(db, center, any(id), "Seal replaced")).toEqual(done);
    expect(await eventsOf(id)).toHaveLength(3);
  });

  test("from a state that does not allow it is refused with those that it allows", async () => {
    const { id } = await open();
    const refused = await completeWork(db, center, any(id), "Seal replaced");
    expect(refused).toMatchObject({ code: "invalid_transition", facts: { allowed: ["IN_PROGRESS", "CANCELLED"] } });
  });

  test("of another center's work order finds nothing", async () => {
    const other = await newCenter(db);
    const { id } = await open();
    expect(await startWork(db, other, any(id))).toMatchObject({ code: "not_found" });
  });

  test("honours the version that the caller saw", async () => {
    const { id } = await open();
    expect(await startWork(db, center, { id, expectedVersion: 2 })).toMatchObject({ code: "precondition_failed" });
  });
});

test("a renamed simulator or person is renamed in the work orders that quote them", async () => {
  const simulator = await newSimulator(db, center);
  const assignee = await newCrewMember(db, center);
  const { id } = await open({ simulatorId: simulator.id, assigneeId: assignee.id });
  ok(await changeSimulator(db, center, any(simulator.id), { name: "Renamed #9" }));
  ok(await changeCrewMember(db, center, any(assignee.id), { lastName: "Renamed" }));
  const row = await findWorkOrder(db, center, id);
  expect(row).toMatchObject({ version: 1, simulator: { name: "Renamed #9" }, assignee: { name: "Robin Renamed" } });
});
