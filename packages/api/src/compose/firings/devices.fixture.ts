import { newAircraft, newSimulator } from "@aviationalley/testing/factories.ts";
import { byCommand, byMaking, byTime, NOBODY, type Scenario, type Stage } from "./scenario.fixture.ts";

const defect = async (stage: Stage): Promise<object> => ({
  simulatorId: (await newSimulator(stage.db, stage.centerId)).id,
  title: "Visual channel 2 flickers",
});
const opened = async (stage: Stage) => stage.call("workOrders.create", await defect(stage));
const inWork = async (stage: Stage) => stage.call("workOrders.start", { id: (await opened(stage)).id });
const waiting = async (stage: Stage) => stage.call("workOrders.awaitParts", { id: (await inWork(stage)).id });

const workOrders: readonly Omit<Scenario, "list">[] = [
  {
    event: "work_order.created",
    prepare: async (stage) => byMaking(stage, "workOrders.create", await defect(stage), { simulatorId: NOBODY }),
  },
  {
    event: "work_order.updated",
    by: "by another priority",
    prepare: async (stage) => byCommand(stage, await opened(stage), "workOrders.change", { priority: "CRITICAL" }),
  },
  {
    event: "work_order.updated",
    by: "by its start",
    prepare: async (stage) => byCommand(stage, await opened(stage), "workOrders.start"),
  },
  {
    event: "work_order.updated",
    by: "by the parts' arrival",
    prepare: async (stage) => byCommand(stage, await waiting(stage), "workOrders.resume"),
  },
  {
    event: "work_order.awaiting_parts",
    prepare: async (stage) => byCommand(stage, await inWork(stage), "workOrders.awaitParts"),
  },
  {
    event: "work_order.completed",
    prepare: async (stage) => byCommand(stage, await inWork(stage), "workOrders.complete", { resolution: "Replaced" }),
  },
  {
    event: "work_order.cancelled",
    prepare: async (stage) => byCommand(stage, await opened(stage), "workOrders.cancel", { reason: "Duplicate" }),
  },
];

const writeUp = async (stage: Stage, details: object = { category: "B" }): Promise<object> => ({
  aircraftId: (await newAircraft(stage.db, stage.centerId)).id,
  melItem: "34-11-01",
  title: "Pitot heater, right, inoperative",
  ...details,
});
const deferred = async (stage: Stage, details?: object) => stage.call("mel.open", await writeUp(stage, details));
const expiringIn = (stage: Stage, hours: number) =>
  deferred(stage, { category: "A", interval: { value: 20, unit: "HOURS" }, expiresAt: stage.inHours(hours) });

const deferrals: readonly Omit<Scenario, "list">[] = [
  {
    event: "mel.deferral.opened",
    prepare: async (stage) => byMaking(stage, "mel.open", await writeUp(stage), { aircraftId: NOBODY }),
  },
  {
    event: "mel.deferral.extended",
    prepare: async (stage) => {
      const extension = { days: 2, reason: "Part on back order", approvedBy: "Jordan Whitfield" };
      return byCommand(stage, await deferred(stage), "mel.extend", extension);
    },
  },
  {
    event: "mel.deferral.expiring",
    prepare: async (stage) => byTime(stage, await expiringIn(stage, 72), stage.inHours(25)),
  },
  {
    event: "mel.deferral.expired",
    prepare: async (stage) => {
      const deferral = await expiringIn(stage, 72);
      await stage.advance(stage.inHours(25));
      return byTime(stage, deferral, stage.inHours(73));
    },
  },
  {
    event: "mel.deferral.closed",
    prepare: async (stage) =>
      byCommand(stage, await deferred(stage), "mel.close", { correctiveAction: "Heater replaced" }),
  },
];

export const deviceScenarios: readonly Scenario[] = [
  ...workOrders.map((one) => ({ ...one, list: "/work-orders" as const })),
  ...deferrals.map((one) => ({ ...one, list: "/mel-deferrals" as const })),
];
