import type { House, Staged } from "../ledger/stage.ts";

/** A kind of fault, and the ground on which it happens. */
export interface Part {
  readonly name: string;
  readonly title: string;
  /** What is done, for the report. */
  readonly told: string;
  /** How often, unless told otherwise. */
  readonly times: number;
  /** Finds, or installs, what it takes: before the network is left. */
  readonly needs: readonly (() => string)[];
  /** Requests may be closed without an answer, since the node itself lacks what an answer takes. */
  readonly mayClose?: true;
  prepare(folder: string, say: (line: string) => void): Promise<Ground>;
}

export interface Ground {
  readonly house: House;
  /** The version of its PostgreSQL. */
  readonly version: string;
  /** Settings that matter here, for the report. */
  readonly settings: string;
  readonly nodeEnv?: Readonly<Record<string, string>>;
  /** What happens, one after the other, each time. */
  readonly faults: readonly Fault[];
  close(): Promise<void>;
}

export interface Fault {
  readonly name: string;
  /** The world is broken and, when it resolves, as well as before; what is ours has yet to recover by itself. */
  happen(staged: Staged): Promise<void>;
  /** What staff do once the service is back. Answers a note. */
  tidy?(): Promise<string>;
}

/** One fault as it happened; instants in milliseconds since 1970. */
export interface Happened {
  readonly name: string;
  readonly from: number;
  /** From here on the service had all that it needs. */
  readonly over: number;
  readonly note: string;
}
