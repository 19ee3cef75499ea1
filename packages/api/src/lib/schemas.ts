import { z } from "zod";

/**
 * The scalars of the wire. Every string has a length, every integer a format, so that generated clients and
 * validators of other languages know the bounds too.
 */
export const uuid = z
  .guid() // any version, as PostgreSQL's uuid and the OpenAPI format do: an id that nobody has is simply not found
  .length(36)
  .toLowerCase() // taken in any case, as RFC 9562 allows; kept, served and compared in one
  .meta({ description: "UUID, version 7 where this API made it.", example: "0197a3c2-6f1e-7cc0-8a55-3b9a1d2e4f60" });

/** An instant as stored and served: ISO 8601, UTC, milliseconds. */
export const instant = z.iso
  .datetime({ offset: false, precision: 3 })
  .max(24)
  .meta({ description: "ISO 8601 instant in UTC with milliseconds.", example: "2026-05-31T14:03:22.000Z" });

/** In UTC: PostgreSQL knows no year 0, and a year of five digits is no ISO 8601 date. */
const isStorable = (text: string): boolean =>
  Date.parse(text) >= Date.parse("0001-01-01T00:00:00Z") && Date.parse(text) < Date.parse("+010000-01-01T00:00:00Z");

/** An instant as callers may write it (any offset, seconds or finer), read into the served form. */
export const instantInput = z.iso
  .datetime({ offset: true })
  .max(35)
  .refine(isStorable, "is not an instant in the years 0001 to 9999, UTC")
  .overwrite((text) => (Number.isNaN(Date.parse(text)) ? text : new Date(text).toISOString())) // runs on bad ones too
  .meta({ description: "ISO 8601 instant, e.g. 2026-05-31T14:03:22Z.", example: "2026-05-31T14:03:22.000Z" });

export const plainDate = z.iso
  .date()
  .max(10)
  .refine(isStorable, "is not a date in the years 0001 to 9999")
  .meta({ description: "Calendar date, YYYY-MM-DD.", example: "2026-05-31" });

/** A date that people plan by: far enough from the calendar's ends that days and months can be counted on from it. */
export const planDate = plainDate
  .refine((date) => date >= "1900-01-01" && date <= "2199-12-31", "is not a date in the years 1900 to 2199")
  .meta({ description: "Calendar date, YYYY-MM-DD.", example: "2026-05-31" });

/** A 32-bit count from `least` up. */
export const count = (least = 0) => z.int32().min(least);

/**
 * No control character but tab and the ends of lines: in JSON each takes six bytes, and nobody means them. Stands in the
 * OpenAPI document, so it is spelled as every language's regular expressions read it.
 */
const CONTROLS = "\\x00-\\x08\\x0b\\x0c\\x0e-\\x1f\\x7f-\\x9f";
const PRINTABLE = new RegExp(`^[^${CONTROLS}]*$`);

/** The same before it is trimmed, with `least` characters when it is: what the OpenAPI document declares. */
const untrimmed = (least: number): string => {
  const [any, visible] = [`[^${CONTROLS}]`, `[^\\s${CONTROLS}]`];
  return `^\\s*${visible}${least < 2 ? `(${any}*${visible})?` : `${any}{${least - 2},}${visible}`}\\s*$`;
};

const UNPRINTABLE = "must be Unicode text without control characters";

/** Text of a person: trimmed, within `most` characters, without control characters and halves of surrogate pairs. */
export const text = (most: number, least = 1) =>
  z
    .string()
    .trim()
    .min(least)
    .max(most)
    .regex(PRINTABLE, UNPRINTABLE)
    .refine((value) => value.isWellFormed(), UNPRINTABLE)
    .meta({ pattern: untrimmed(least) });

/** Text as stored, for what is served: only the bound is declared. */
export const storedText = (most: number) => z.string().max(most);

export const email = z.email().max(254).meta({ example: "casey.moreno@example.com" });

/** What every noun has: identity, version and the two database times. */
export const nounBase = {
  id: uuid,
  centerId: uuid.meta({
    description: "The center (tenant) that the row belongs to.",
    example: "0197a3c2-6f1e-7cc0-8a55-3b9a1d2e4f00",
  }),
  version: count(1).meta({ description: "Raised by every change; orders events and makes the ETag.", example: 1 }),
  createdAt: instant,
  updatedAt: instant,
};
