import { HOUR_MS } from "../../lib/time.ts";
import type { NewInvoice } from "../../modules/invoices/commands/create.ts";
import { plusMonths } from "../../modules/fa-training/months.ts";
import type { TrainingDevice } from "./devices.ts";
import type { Random } from "./random.ts";
import { linesFor } from "./rates.ts";
import type { Session, Trained } from "./sessions.ts";
import { dateOf, dayOf, instantOf, type WallClock } from "./wall-clock.ts";

export interface Billing {
  random: Random;
  clock: WallClock;
  devices: readonly TrainingDevice[];
  trained: readonly Trained[];
  /** Who pays; others train for nothing, because they are the center's own. */
  customers: readonly string[];
  now: number;
}

const NET_DAYS = 30;
const BILLED = new Set(["COMPLETED", "NO_SHOW"]); // who does not show up pays

/** Every month's sessions of each operator on one invoice, the first issued first; what is not issued yet comes last. */
export const planInvoices = (billing: Billing): NewInvoice[] => {
  const months = Map.groupBy(billed(billing), ({ employer, month }) => `${month} ${employer}`);
  return [...months.entries()]
    .toSorted(([a], [b]) => a.localeCompare(b))
    .flatMap(([, sessions]) => invoicesFor(billing, sessions))
    .toSorted((a, b) => (a.issuedAt ?? "9999").localeCompare(b.issuedAt ?? "9999"));
};

interface Billed {
  employer: string;
  /** YYYY-MM in the center's zone. */
  month: string;
  session: Session;
}

const billed = ({ clock, trained, customers }: Billing): Billed[] =>
  trained.flatMap(({ crew: { employer }, sessions }) =>
    sessions
      .filter(({ status }) => BILLED.has(status) && customers.includes(employer))
      .map((session) => ({ employer, month: dateOf(clock.day(session.from)).slice(0, 7), session })),
  );

const invoicesFor = (billing: Billing, sessions: readonly Billed[]): NewInvoice[] => {
  const [first] = sessions;
  if (!first) return [];
  const { random, clock, now, devices } = billing;
  const { employer, month } = first;
  const day = dayOf(`${plusMonths(month, 1)}-01`) + random.int(0, 3);
  const issued = clock.at(day, random.int(36, 60) / 4);
  const draft = {
    customerName: employer,
    customerEmail: `accounts@${employer.toLowerCase().replaceAll(" ", "-")}.example.com`,
    currency: "USD",
    lines: linesFor(
      sessions.map(({ session }) => session),
      devices,
    ),
    dueOn: dateOf(day + NET_DAYS),
  };
  if (issued > now) return [draft];
  const again = issued + 6 * HOUR_MS;
  if (!random.chance(VOIDED_SHARE) || again > now) return [{ ...draft, ...courseOf(billing, employer, day, issued) }];
  return [
    {
      ...draft,
      status: "VOID",
      issuedAt: instantOf(issued),
      voidedAt: instantOf(issued + 5 * HOUR_MS),
      voidReason: random.pick(VOID_REASONS),
    },
    { ...draft, ...courseOf(billing, employer, day, again) },
  ];
};

const VOIDED_SHARE = 0.03;
const VOID_REASONS = [
  "Billed at last year's rates; replaced by the next invoice",
  "Purchase order number missing; sent anew",
  "Two no-shows waived after all; replaced",
] as const;

/** One in five pays late, and a few invoices of the last months are disputed. */
const courseOf = (
  { random, clock, now, customers }: Billing,
  employer: string,
  day: number,
  issued: number,
): Pick<NewInvoice, "status" | "issuedAt" | "paidAt"> => {
  const isLate = customers.indexOf(employer) % 5 === 2;
  const paid = clock.at(day + (isLate ? random.int(31, 75) : random.int(9, 32)), random.int(8, 16));
  const isDisputed = random.chance(0.05) && issued > now - 150 * 24 * HOUR_MS;
  const issuedAt = instantOf(issued);
  return paid > now || isDisputed
    ? { status: "SENT", issuedAt } // or OVERDUE: the calendar says which
    : { status: "PAID", issuedAt, paidAt: instantOf(paid) };
};
