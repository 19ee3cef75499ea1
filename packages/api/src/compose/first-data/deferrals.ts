import { DAY_MS, HOUR_MS, type Instant, MINUTE_MS, type Zone } from "../../lib/time.ts";
import type { AircraftDraft } from "../../modules/devices/schema.ts";
import type { NewMelDeferral } from "../../modules/mel/commands/create.ts";
import { expiryOf, repairDeadline } from "../../modules/mel/rules.ts";
import { MEL_ITEMS, type MelItem } from "./mel-items.ts";
import type { Period } from "./clients.ts";
import { AIRLINERS } from "./people.ts";
import type { Random } from "./random.ts";
import { instantOf, type WallClock } from "./wall-clock.ts";

/** A deferral whose aircraft is named by its tail number. */
export interface DeferralPlan extends Omit<NewMelDeferral, "aircraftId"> {
  tailNumber: string;
  recordedAt: Instant;
}

export interface Line {
  random: Random;
  clock: WallClock;
  zone: Zone;
  fleet: readonly AircraftDraft[];
  period: Period;
  now: number;
}

const DAYS_BETWEEN = 45;

/** Two years of deferrals, the oldest first; one is open since yesterday, and one grounds an aircraft since midnight. */
export const planDeferrals = (line: Line): DeferralPlan[] => {
  const { random, clock, fleet, period, now } = line;
  const past = fleet.flatMap((aircraft) => {
    const plans: DeferralPlan[] = [];
    for (let day = period.from + random.int(0, DAYS_BETWEEN); day < period.today; day += random.int(9, 81))
      plans.push(planDeferral(line, aircraft, random.pick(itemsOf(aircraft)), clock.at(day, random.int(24, 84) / 4)));
    return plans;
  });
  const [first, last] = [fleet.at(0), fleet.at(-1)];
  const grounding = MEL_ITEMS.find(({ melItem }) => melItem === "30-31-01");
  const recent = MEL_ITEMS.find(({ melItem }) => melItem === "33-42-01");
  if (first && recent) past.push(written(line, first, recent, now - 20 * HOUR_MS));
  if (last && grounding) past.push(written(line, last, grounding, clock.at(period.today - 4, 11)));
  return past.toSorted((a, b) => a.recordedAt.localeCompare(b.recordedAt));
};

const PROPELLERS = new Set(["B350"]);

const itemsOf = ({ type }: AircraftDraft): MelItem[] =>
  MEL_ITEMS.filter(({ on }) => (on === "airliner" ? AIRLINERS.has(type) : on !== "jet" || !PROPELLERS.has(type)));

/** The write-up and the deferral, without what came of it. */
const written = (
  { random, zone }: Line,
  { tailNumber }: AircraftDraft,
  { melItem, title, category, flightDays }: MelItem,
  recorded: number,
): DeferralPlan => {
  const recordedAt = instantOf(recorded);
  const plan = { tailNumber, melItem, title, category, recordedAt };
  const deferredAt = instantOf(recorded + random.int(15, 150) * MINUTE_MS);
  if (flightDays === undefined) return { ...plan, deferredAt };
  return {
    ...plan,
    deferredAt,
    interval: { value: flightDays, unit: "FLIGHT_DAYS" },
    expiresAt: repairDeadline(recordedAt, flightDays + random.int(0, 2), zone), // it does not fly every day
  };
};

const EXTENDED_SHARE = 0.1;
const EXTENSION_DAYS = { B: 3, C: 10 } as const;
const EXTENSION_REASONS = [
  "Part on back order with the manufacturer",
  "Vendor repair delayed; part ships next week",
  "Hangar slot at the maintenance base only next week",
] as const;

/** Repaired within the interval, some within its extension, or still open. */
const planDeferral = (line: Line, aircraft: AircraftDraft, item: MelItem, recorded: number): DeferralPlan => {
  const { random, zone, now } = line;
  const plan = written(line, aircraft, item, recorded);
  const expiry = expiryOf({ ...plan, interval: plan.interval ?? null, expiresAt: plan.expiresAt }, zone);
  if (typeof expiry !== "string") throw new Error(`The repair interval of ${item.melItem} cannot be told.`);
  const end = Date.parse(expiry);
  const { category, recordedAt } = plan;
  const at = end - random.int(5, 30) * HOUR_MS;
  if ((category === "B" || category === "C") && random.chance(EXTENDED_SHARE) && at < now && at > recorded + DAY_MS) {
    const days = EXTENSION_DAYS[category];
    const until = repairDeadline(recordedAt, 2 * days, zone);
    const reason = random.pick(EXTENSION_REASONS);
    const extension = { at: instantOf(at), reason, approvedBy: "Director of Maintenance", until };
    return { ...plan, extension, ...repair(line, item, end, Date.parse(until)) };
  }
  return { ...plan, ...repair(line, item, recorded + 4 * HOUR_MS, end) };
};

const repair = (
  { random, now }: Line,
  { correctiveAction }: MelItem,
  from: number,
  until: number,
): Pick<DeferralPlan, "status" | "closedAt" | "correctiveAction"> => {
  const closed = Math.floor(from + (until - from) * (0.1 + 0.85 * random.next()));
  return closed > now ? {} : { status: "CLOSED", closedAt: instantOf(closed), correctiveAction };
};
