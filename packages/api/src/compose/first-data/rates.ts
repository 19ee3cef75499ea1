import { HOUR_MS } from "../../lib/time.ts";
import type { InvoiceDraft } from "../../modules/invoices/schema.ts";
import type { TrainingDevice } from "./devices.ts";
import type { Session } from "./sessions.ts";

/** US cents per hour by qualification level; invented. */
const HOURLY: Readonly<Partial<Record<TrainingDevice["qualificationLevel"], number>>> = {
  FFS_D: 52_000,
  FFS_C: 46_000,
  FTD_6: 32_000,
  FTD_5: 21_000,
};
const INSTRUCTOR_HOURLY = 9_500;
const CHECK_FEE = 95_000;
const DISCOUNT_FROM = 8_000_000;
const DISCOUNT_PERCENT = 5;

const hoursOf = (sessions: readonly Session[]): number =>
  sessions.reduce((sum, { from, to }) => sum + (to - from) / HOUR_MS, 0);

/** What an operator pays for sessions: device hours, instructor hours, checks, less a discount on much. */
export const linesFor = (sessions: readonly Session[], devices: readonly TrainingDevice[]): InvoiceDraft["lines"] => {
  const taught = hoursOf(sessions.filter(({ instructor }) => instructor !== null));
  const checks = sessions.filter(({ sessionType }) => sessionType === "CHECKRIDE").length;
  const lines = [
    ...devices.map(({ name, qualificationLevel }) => ({
      description: `${name}, device hours`,
      quantity: hoursOf(sessions.filter(({ simulator }) => simulator === name)),
      unitAmount: HOURLY[qualificationLevel] ?? 25_000,
    })),
    { description: "Instructor hours", quantity: taught, unitAmount: INSTRUCTOR_HOURLY },
    { description: "Practical tests and proficiency checks, per crew", quantity: checks, unitAmount: CHECK_FEE },
  ].filter(({ quantity }) => quantity > 0);
  const total = lines.reduce((sum, { quantity, unitAmount }) => sum + quantity * unitAmount, 0);
  if (total < DISCOUNT_FROM) return lines;
  const unitAmount = -Math.round((total * DISCOUNT_PERCENT) / 100);
  return [...lines, { description: `Volume discount, ${DISCOUNT_PERCENT} %`, quantity: 1, unitAmount }];
};
