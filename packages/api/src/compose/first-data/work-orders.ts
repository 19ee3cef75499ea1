import { DAY_MS, HOUR_MS } from "../../lib/time.ts";
import type { CrewDraft } from "../../modules/crew/schema.ts";
import type { NewWorkOrder } from "../../modules/work-orders/commands/create.ts";
import { DEFECTS, OUTAGE } from "./defects.ts";
import type { TrainingDevice } from "./devices.ts";
import type { Random } from "./random.ts";
import type { Outage } from "./sessions.ts";
import { instantOf } from "./wall-clock.ts";

/** A work order whose device and assignee are named by their keys. */
export interface WorkOrderPlan extends Omit<NewWorkOrder, "simulatorId" | "assigneeId"> {
  simulator: string;
  /** An employee number. */
  assignee: string | null;
  discoveredAt: string;
}

export interface Shop {
  random: Random;
  devices: readonly TrainingDevice[];
  crew: readonly CrewDraft[];
  /** Milliseconds since 1970 UTC. */
  from: number;
  now: number;
  outage: Outage | null;
}

const DAYS_BETWEEN_DEFECTS = 15;

/** Two years of defects of every device, the oldest first, and the one that has a device down today. */
export const planWorkOrders = (shop: Shop, scale: number): WorkOrderPlan[] => {
  const each = (DAY_MS * DAYS_BETWEEN_DEFECTS) / Math.sqrt(Math.min(1, scale));
  const plans = shop.devices.flatMap((device) => {
    const found: WorkOrderPlan[] = [];
    for (
      let at = shop.from + shop.random.next() * each;
      at < shop.now - HOUR_MS;
      at += each * (0.2 + 1.6 * shop.random.next())
    )
      found.push(planWorkOrder(shop, device, Math.floor(at)));
    return found;
  });
  if (shop.outage) plans.push(outageOrder(shop, shop.outage));
  return plans.toSorted((a, b) => a.discoveredAt.localeCompare(b.discoveredAt));
};

const planWorkOrder = (shop: Shop, device: TrainingDevice, discovered: number): WorkOrderPlan => {
  const { random } = shop;
  const moves = device.qualificationLevel.startsWith("FFS");
  const { title, description, resolution, component } = random.pick(
    DEFECTS.filter(({ fullFlight }) => moves || !fullFlight),
  );
  return {
    simulator: device.name,
    title,
    description,
    priority: component
      ? random.pick(["NORMAL", "HIGH", "HIGH"] as const)
      : random.pick(["LOW", "NORMAL", "NORMAL"] as const),
    missingMalfunctioningInoperative: component,
    discoveredAt: instantOf(discovered),
    ...courseOf(shop, discovered, component, resolution),
  };
};

type Course = Pick<WorkOrderPlan, "status" | "startedAt" | "completedAt" | "resolution" | "assignee">;

/** Taken up within a day or two, done within hours or, when parts are missing, within weeks; a few are called off. */
const courseOf = (shop: Shop, discovered: number, component: boolean, resolution: string): Course => {
  const { random, now } = shop;
  const started = discovered + Math.floor((0.5 + random.next() * 30) * HOUR_MS);
  const needsParts = random.chance(0.3);
  const completed = started + Math.floor(random.next() * (needsParts ? (component ? 24 : 50) * DAY_MS : 9 * HOUR_MS));
  const assignee = technician(shop);
  if (random.chance(0.04) && discovered < now - DAY_MS)
    return { status: "CANCELLED", assignee: null, resolution: random.pick(["Could not be reproduced", "Duplicate"]) };
  if (started > now) return { status: "OPEN", assignee: random.chance(0.5) ? assignee : null };
  const startedAt = instantOf(started);
  if (completed > now) return { status: needsParts ? "AWAITING_PARTS" : "IN_PROGRESS", assignee, startedAt };
  return { status: "COMPLETED", assignee, startedAt, completedAt: instantOf(completed), resolution };
};

const technician = ({ random, crew }: Shop): string =>
  random.pick(crew.filter(({ role }) => role === "MAINTENANCE")).employeeNumber;

const outageOrder = (shop: Shop, { simulator, from }: Outage): WorkOrderPlan => ({
  simulator,
  title: OUTAGE.title,
  description: OUTAGE.description,
  priority: "CRITICAL",
  missingMalfunctioningInoperative: true,
  discoveredAt: instantOf(from),
  status: "IN_PROGRESS",
  startedAt: instantOf(from + HOUR_MS / 2),
  assignee: technician(shop),
});
