import type { Instant, Zone } from "../../lib/time.ts";
import { type Directory, type Kind, type Known, lookUp } from "./directory.ts";
import { foundIn, type Row, type RowFault } from "./fault.ts";
import { readInstant } from "./instants.ts";

/**
 * Reads one row's cells where more than the cell is needed: references by their human keys, times in a zone. Faults
 * are gathered, so that one look at a row finds them all; what it answers after a fault is never used.
 */
export class RowReader {
  readonly faults: RowFault[] = [];
  readonly #row: Row;
  readonly #directory: Directory;
  readonly #confidential: ReadonlySet<string> | undefined;

  constructor(row: Row, directory: Directory, confidential?: ReadonlySet<string>) {
    this.#row = row;
    this.#directory = directory;
    this.#confidential = confidential;
  }

  fault(column: string | null, message: string): void {
    const quoted = foundIn(this.#row, column, this.#confidential);
    this.faults.push({ line: this.#row.line, column, message: message + quoted });
  }

  /** The row of another noun that `text` names. */
  known(column: string, kind: Kind, text: string): Known {
    const hit = lookUp(this.#directory, kind, text);
    if (typeof hit !== "string") return hit;
    this.fault(column, hit);
    return { id: "", userId: null };
  }

  id(column: string, kind: Kind, text: string): string {
    return this.known(column, kind, text).id;
  }

  instant(column: string, text: string, zone: Zone): Instant {
    const read = readInstant(text, zone);
    if ("instant" in read) return read.instant;
    this.fault(column, read.fault);
    return "";
  }
}
