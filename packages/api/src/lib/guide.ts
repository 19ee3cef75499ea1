import type { EventDefinition } from "./events.ts";

/** One way in which a row changes. */
export interface Step {
  /** The states that it leads out of; none where it makes the row. */
  readonly from: readonly string[];
  /** The states that it leads to; none where the row stays in the state that it is in. */
  readonly to: readonly string[];
  /** The commands of the noun's router that do it, or `time`. */
  readonly by: readonly string[] | "time";
  /** What it fires. */
  readonly event?: EventDefinition;
  /** When it happens, or under which condition; a sentence without its full stop. */
  readonly when?: string;
}

export interface Regulation {
  /** As the rules cite it, e.g. `14 CFR 60.25`. */
  readonly section: string;
  /** What it means here; one sentence. */
  readonly says: string;
}

/** What an integrator wants to know of a noun and cannot be told by its shapes: the text of its page. */
export interface Guide {
  /** The key of the noun's router. */
  readonly router: string;
  /** In the plural. */
  readonly name: string;
  /** What it is and what it is not, a paragraph each. Backticks mark code. */
  readonly is: string;
  readonly isNot: string;
  /** The rule's own table of what may follow what, the first state first, and what leads from one to the other. */
  readonly states?: {
    readonly transitions: Readonly<Record<string, readonly string[]>>;
    readonly steps: readonly Step[];
  };
  readonly events?: readonly EventDefinition[];
  readonly regulations?: readonly Regulation[];
  /** The name of its CSV import. */
  readonly imported?: string;
}
