import { isUtf8 } from "node:buffer";
import { CsvError, parse } from "csv-parse/sync";
import type { RowFault } from "./fault.ts";

/** More than a center writes in a decade (a booking is about 150 bytes); a wrong file is noticed before it is read. */
export const MAX_BYTES = 64 * 1024 * 1024;

/** One record of a CSV file as it stands; `line` is where it begins. */
export interface CsvRecord {
  line: number;
  cells: string[];
}

/**
 * Reads CSV as spreadsheets write it: with or without a byte order mark, any line ends, quoted cells over several
 * lines, comma, semicolon or tab between cells (`sep=;` in the first line decides, else whichever the first lines
 * have most of). Blank records are left out.
 */
export const readCsv = (bytes: Uint8Array): CsvRecord[] | RowFault => {
  const text = decode(bytes);
  if (typeof text !== "string") return text;
  const declared = /^sep=(.)\n/.exec(text);
  const options = {
    delimiter: declared?.[1] ?? delimiterOf(text),
    record_delimiter: "\n",
    from_line: declared ? 2 : 1,
    relax_column_count: true,
    info: true,
  } as const;
  try {
    const records: CsvRecord[] = [];
    let line = options.from_line;
    for (const { record, info } of parse(text, options) as unknown as Parsed[]) {
      if (record.some((cell) => cell.trim() !== "")) records.push({ line, cells: record });
      line = info.lines + 1;
    }
    return records;
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    const line = "lines" in error && typeof error["lines"] === "number" ? error["lines"] : 1;
    return { line, column: null, message: `${error.message}. Put quotes around a cell that holds one, and double it.` };
  }
};

/** What the parser yields with `info`, which its types do not tell: a record, and its last line's number. */
interface Parsed {
  record: string[];
  info: { lines: number };
}

const decode = (bytes: Uint8Array): string | RowFault => {
  const refused = (message: string, line = 1): RowFault => ({ line, column: null, message });
  if (bytes.length > MAX_BYTES)
    return refused(`The file has ${bytes.length} bytes; at most ${MAX_BYTES} can be imported at once. Split it.`);
  try {
    const text = new TextDecoder("utf-8", { fatal: true }).decode(bytes);
    if (text.includes("\0")) return refused("The file holds NUL characters: it is not a CSV text in UTF-8.");
    // The parser counts the two characters of a Windows line end inside quotes as two lines.
    return text.replaceAll(/\r\n?/g, "\n");
  } catch {
    const message = 'The file is not UTF-8 text. In a spreadsheet program, save it as "CSV UTF-8".';
    return refused(message, lineNotUtf8(bytes));
  }
};

/** The first line that is no UTF-8. The bytes of line ends are part of no other character of UTF-8. */
const lineNotUtf8 = (bytes: Uint8Array): number => {
  const lines = Buffer.from(bytes)
    .toString("latin1")
    .split(/\r\n?|\n/);
  return lines.findIndex((line) => !isUtf8(Buffer.from(line, "latin1"))) + 1;
};

const DELIMITERS = [",", ";", "\t"] as const;
const LOOKED_AT = 20;

const delimiterOf = (text: string): string => {
  const head = text
    .split("\n", LOOKED_AT)
    .join("\n")
    .replaceAll(/"[^"]*"/g, "");
  const ranked = DELIMITERS.map((delimiter) => ({ delimiter, times: head.split(delimiter).length })).toSorted(
    (a, b) => b.times - a.times,
  );
  return ranked[0]?.delimiter ?? ",";
};
