import { randomBytes } from "node:crypto";
import type { CenterId, Db } from "@aviationalley/db/client.ts";
import { fail, type Failure, isFailure, isSuccess } from "../../../lib/errors.ts";
import { newId } from "../../../lib/ids.ts";
import { localDate } from "../../../lib/time.ts";
import { type CenterTx, transaction } from "../../../lib/transaction.ts";
import { type By, record } from "../../../platform/audit/record.ts";
import { crewKeys } from "../../crew/reads.ts";
import { drawLots, lotsPerDraw } from "../draw-lots.ts";
import { findRate, insertDraw } from "../queries/draws.ts";
import type { DatDraw, DrawDraft } from "../schema.ts";
import { type DatCourse, selectForTests } from "./select.ts";

/**
 * Draws people for random tests out of the center's whole crew, everyone with the same chance at each draw, whoever was
 * drawn before (14 CFR 120.109(b), 120.217(c)). Keeps the seed and the pool, so that the draw can be done again.
 */
export const drawForTests = (
  db: Db | CenterTx,
  by: By,
  centerId: CenterId,
  { testType, drawsPerYear }: DrawDraft,
): Promise<DatDraw | Failure> =>
  transaction(db, centerId, async (tx) => {
    const ratePercent = await findRate(tx, testType, Number(localDate(tx.now, tx.zone).slice(0, 4)));
    if (ratePercent === undefined) return fail("conflict", "No random testing rate is known for this year.");
    const seed = randomBytes(32).toString("hex");
    const draw = await drawFromCrew(tx, { testType, drawsPerYear, ratePercent, seed, drawnAt: tx.now }, () => ({}));
    if (isFailure(draw)) return draw;
    await record(tx, by, "dat_draw.made", { type: "dat_draw", id: draw.id, confidential: true });
    return draw;
  });

/** What a draw is made by; its pool is the center's whole crew. */
export type DrawTerms = Pick<DatDraw, "testType" | "drawsPerYear" | "ratePercent" | "seed" | "drawnAt">;

/** Draws, selects and keeps. `became` tells, by the order in which they are drawn, how far each test has come. */
export const drawFromCrew = async (
  tx: CenterTx,
  terms: DrawTerms,
  became: (place: number) => DatCourse,
): Promise<DatDraw | Failure> => {
  const { testType, ratePercent, drawsPerYear, seed, drawnAt } = terms;
  const pool = (await crewKeys(tx, tx.centerId)).map(({ id }) => id).toSorted();
  if (pool.length === 0) return fail("conflict", "The pool is empty: this center has no crew members.");
  const drawn = drawLots({ seed, pool, count: lotsPerDraw(pool.length, ratePercent, drawsPerYear) });
  const tests = await selectForTests(
    tx,
    drawn.map((crewMemberId, place) => ({
      crewMemberId,
      testType,
      reason: "RANDOM",
      selectedAt: drawnAt,
      ...became(place),
    })),
  );
  const refused = tests.find(isFailure);
  if (refused) return refused;
  const selected = tests.filter(isSuccess).map(({ id, crewMemberId }) => ({ crewMemberId, testId: id }));
  const made = { id: newId(), centerId: tx.centerId, createdAt: tx.at, drawnAt };
  const draw: DatDraw = { ...made, testType, ratePercent, drawsPerYear, seed, pool, selected };
  await insertDraw(tx, draw);
  return draw;
};

/** Does the draw again from what was recorded. */
export const replayDraw = ({ seed, pool, selected }: DatDraw): { reproduced: boolean; selected: string[] } => {
  const again = drawLots({ seed, pool, count: selected.length });
  const reproduced = again.every((crewMemberId, place) => crewMemberId === selected[place]?.crewMemberId);
  return { reproduced, selected: again };
};
