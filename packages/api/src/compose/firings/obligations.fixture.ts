import { byCommand, byTime, type Scenario, type Stage } from "./scenario.fixture.ts";

const drawnUp = (stage: Stage) =>
  stage.call("invoices.create", {
    customerName: "Front Range Airlines",
    customerEmail: "accounts@example.com",
    currency: "USD",
    lines: [{ description: "B737-800 full-flight session, 4 h", quantity: 2, unitAmount: 45_000 }],
    dueOn: stage.inDays(2),
  });
const sent = async (stage: Stage) => stage.call("invoices.send", { id: (await drawnUp(stage)).id });

const invoices: readonly Omit<Scenario, "list">[] = [
  { event: "invoice.sent", prepare: async (stage) => byCommand(stage, await drawnUp(stage), "invoices.send") },
  { event: "invoice.paid", prepare: async (stage) => byCommand(stage, await sent(stage), "invoices.pay") },
  { event: "invoice.overdue", prepare: async (stage) => byTime(stage, await sent(stage), stage.inHours(96)) },
  {
    event: "invoice.voided",
    prepare: async (stage) => byCommand(stage, await sent(stage), "invoices.void", { reason: "Wrong customer" }),
  },
];

const item = (stage: Stage, dueInDays: number, leadDays: number) =>
  stage.call("compliance.create", {
    title: "Continuing qualification evaluation",
    category: "NSP",
    dueOn: stage.inDays(dueInDays),
    leadDays,
    recurrenceMonths: 12,
  });
/** Two days before its due date, as time has put it there. */
const dueSoon = async (stage: Stage) => {
  const due = await item(stage, 2, 5);
  await stage.advance(stage.inHours(0.1));
  return due;
};
const waiver = (stage: Stage) => ({ reason: "Device in storage", by: "FAA", until: stage.inDays(2) });
const waived = async (stage: Stage, dueInDays: number) =>
  stage.call("compliance.waive", { id: (await item(stage, dueInDays, 30)).id, ...waiver(stage) });

const items: readonly Omit<Scenario, "list">[] = [
  {
    event: "compliance.item.due_soon",
    prepare: async (stage) => byTime(stage, await item(stage, 20, 18), stage.inHours(96)),
  },
  {
    event: "compliance.item.due_soon",
    by: "by the end of a waiver",
    prepare: async (stage) => byTime(stage, await waived(stage, 20), stage.inHours(96)),
  },
  {
    event: "compliance.item.overdue",
    prepare: async (stage) => byTime(stage, await dueSoon(stage), stage.inHours(96)),
  },
  {
    event: "compliance.item.overdue",
    by: "while it is in progress",
    prepare: async (stage) => {
      const started = await stage.call("compliance.start", { id: (await dueSoon(stage)).id });
      return byTime(stage, started, stage.inHours(96));
    },
  },
  {
    event: "compliance.item.overdue",
    by: "by the end of a waiver",
    prepare: async (stage) => byTime(stage, await waived(stage, 1), stage.inHours(96)),
  },
  {
    event: "compliance.item.completed",
    prepare: async (stage) => byCommand(stage, await dueSoon(stage), "compliance.complete"),
  },
  {
    event: "compliance.item.waived",
    prepare: async (stage) => byCommand(stage, await dueSoon(stage), "compliance.waive", waiver(stage)),
  },
];

export const obligationScenarios: readonly Scenario[] = [
  ...invoices.map((one) => ({ ...one, list: "/invoices" as const })),
  ...items.map((one) => ({ ...one, list: "/compliance-items" as const })),
];
