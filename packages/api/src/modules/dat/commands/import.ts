import type { Failure } from "../../../lib/errors.ts";
import type { CenterTx } from "../../../lib/transaction.ts";
import type { DatDraw } from "../schema.ts";
import { drawFromCrew, type DrawTerms } from "./draw.ts";
import type { DatCourse } from "./select.ts";

/** A draw of the past: its seed is known, so that it can be checked, and so is what became of its tests. */
export interface BroughtDraw extends DrawTerms {
  /** In the order in which people are drawn; whoever is drawn beyond it is selected, and not notified yet. */
  became: readonly DatCourse[];
}

/** Draws a batch from today's crew, one after another: each outcome stands at its draft's place. Nothing fires. */
export const importDraws = async (tx: CenterTx, drafts: readonly BroughtDraw[]): Promise<(DatDraw | Failure)[]> => {
  const outcomes: (DatDraw | Failure)[] = [];
  for (const { became, ...terms } of drafts)
    outcomes.push(await drawFromCrew(tx, terms, (place) => became[place] ?? {}));
  return outcomes;
};
