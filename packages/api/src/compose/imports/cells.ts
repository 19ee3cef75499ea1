import { z } from "zod";
import { plainDate } from "../../lib/schemas.ts";

/** How people write things in a spreadsheet, read into what the API takes. */

/** One of several words, in any case, with spaces or hyphens for underscores: `First officer` is FIRST_OFFICER. */
export const wordCell = <Word extends string>(words: readonly Word[]) =>
  z
    .string()
    .transform((cell) => cell.toUpperCase().replaceAll(/[\s-]+/g, "_"))
    .pipe(z.enum(words, `must be one of ${words.join(", ")}`));

/** Several values, separated by `|` (also by a comma or semicolon where the cell is quoted). */
export const listCell = (list: z.ZodType<string[], string[]>) =>
  z
    .string()
    .transform((cell) => cell.split(/[|,;]/).map((part) => part.trim()))
    .transform((parts) => parts.filter((part) => part !== ""))
    .pipe(list);

export const dateCell = z.iso.date("must be a date, YYYY-MM-DD").pipe(plainDate);

/** In upper case whatever was typed. */
export const upperCell = z.string().transform((cell) => cell.toUpperCase());

export const countCell = z
  .string()
  .regex(/^\d{1,9}$/, "must be a whole number")
  .transform(Number);

/** Minutes, as `145` or `2:25`; decimal hours would be taken for minutes, or the other way round. */
export const minutesCell = z
  .string()
  .regex(/^(?:\d{1,6}|\d{1,4}:[0-5]\d)$/, "must be minutes (145) or hours and minutes (2:25)")
  .transform((cell) => {
    const [first = "0", second] = cell.split(":");
    return second === undefined ? Number(first) : Number(first) * 60 + Number(second);
  });

export const emailCell = z
  .string()
  .transform((cell) => cell.toLowerCase())
  .pipe(z.email("must be an email address").max(254));

/** Whatever names a row of another noun; looked up when all cells are read. */
export const referenceCell = z.string().max(254);
