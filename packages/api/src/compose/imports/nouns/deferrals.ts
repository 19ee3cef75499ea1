import { z } from "zod";
import { text } from "../../../lib/schemas.ts";
import { type Instant, localDate, plusDays, startOfDay, type Zone } from "../../../lib/time.ts";
import { type NewMelDeferral, openDeferrals } from "../../../modules/mel/commands/create.ts";
import { expiryOf } from "../../../modules/mel/rules.ts";
import { extensionDraft, INTERVAL_UNITS, melDeferralDraft, REPAIR_CATEGORIES } from "../../../modules/mel/schema.ts";
import { rowsOf } from "../brought.ts";
import { countCell, referenceCell, wordCell } from "../cells.ts";
import { nounImport } from "../noun.ts";
import { tally } from "../tally.ts";

const columns = z.object({
  aircraft: referenceCell,
  melItem: melDeferralDraft.shape.melItem,
  title: text(200),
  category: wordCell(REPAIR_CATEGORIES),
  recordedAt: z.string(),
  deferredAt: z.string().optional(),
  intervalValue: countCell.pipe(z.number().min(1).max(100_000)).optional(),
  intervalUnit: wordCell(INTERVAL_UNITS).optional(),
  expiresAt: z.string().optional(),
  extendedAt: z.string().optional(),
  extensionDays: countCell.pipe(extensionDraft.shape.days).optional(),
  extensionReason: text(500).optional(),
  extensionApprovedBy: text(200).optional(),
  closedAt: z.string().optional(),
  correctiveAction: text(2000).optional(),
});

export const deferrals = nounImport({
  name: "deferrals",
  columns,
  columnOf: { aircraftId: "aircraft", interval: "intervalValue", extension: "extensionDays", status: "closedAt" },
  draft: (cells, reader, tx): NewMelDeferral => {
    const time = (column: "deferredAt" | "expiresAt" | "extendedAt" | "closedAt") =>
      cells[column] === undefined ? undefined : reader.instant(column, cells[column], tx.zone);
    const { melItem, title, category, intervalValue, intervalUnit, extensionDays, extensionReason } = cells;
    const recordedAt = reader.instant("recordedAt", cells.recordedAt, tx.zone);
    const interval =
      intervalValue === undefined ? null : { value: intervalValue, unit: intervalUnit ?? ("CALENDAR_DAYS" as const) };
    const expiresAt = time("expiresAt");
    const at = time("extendedAt");
    const approvedBy = cells.extensionApprovedBy;
    const parts = [at, extensionDays, extensionReason, approvedBy].filter((part) => part !== undefined);
    if (parts.length % 4 !== 0)
      reader.fault("extendedAt", "goes only together with extensionDays, extensionReason and extensionApprovedBy");
    const closedAt = time("closedAt");
    const draft = {
      melItem,
      title,
      category,
      recordedAt,
      interval,
      aircraftId: reader.id("aircraft", "aircraft", cells.aircraft),
      ...(cells.deferredAt === undefined ? {} : { deferredAt: time("deferredAt") }),
      ...(expiresAt === undefined ? {} : { expiresAt }),
      ...(closedAt === undefined ? {} : { status: "CLOSED" as const, closedAt }),
      correctiveAction: cells.correctiveAction ?? null,
    };
    if (at === undefined || extensionDays === undefined || extensionReason === undefined || approvedBy === undefined)
      return draft;
    if (reader.faults.length > 0) return draft;
    const first = expiryOf({ category, recordedAt, interval, expiresAt }, tx.zone);
    if (typeof first !== "string") return draft; // the command says what is wrong
    const until = laterBy(first, extensionDays, tx.zone);
    return { ...draft, extension: { at, reason: extensionReason, approvedBy, until } };
  },
  key: ({ aircraftId, melItem, recordedAt }) => keyOf(aircraftId, melItem, recordedAt),
  existing: async (tx) =>
    tally(
      (await rowsOf(tx, "mel_deferrals")).map(({ aircraft, melItem, recordedAt }) =>
        keyOf(aircraft.id, melItem, recordedAt),
      ),
    ),
  create: openDeferrals,
});

const keyOf = (aircraftId: string, melItem: string, recordedAt: Instant | undefined): string =>
  JSON.stringify([aircraftId, melItem, recordedAt]);

const laterBy = (instant: Instant, days: number, zone: Zone): Instant =>
  startOfDay(plusDays(localDate(instant, zone), days), zone);
