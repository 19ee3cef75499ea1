import type { Context } from "../../lib/context.ts";
import { fail, type Failure, isFailure } from "../../lib/errors.ts";
import { type Page, readPage } from "../../lib/pagination.ts";
import { grants, type Scope } from "../../lib/scopes.ts";
import { type CenterTx, transaction } from "../../lib/transaction.ts";
import { record } from "../../platform/audit/record.ts";
import { datNotices, datRecords } from "./queries/tests.ts";
import type { DatRecord, DatTestFilters } from "./schema.ts";

export const RESULTS_SCOPE: Scope = "dat_results:read";

/** Keys need a scope of its own; the console's procedures let nobody in who may not see results. */
const seesResults = ({ actor, scopes }: Context): boolean => actor.kind !== "key" || grants(scopes, RESULTS_SCOPE);

/** Tests as the caller may know them. A result that is shown is written down in the same transaction. */
export const listTests = (ctx: Context, { from, to, ...input }: DatTestFilters): Promise<Page | Failure> => {
  const { reason, result, ...rest } = input;
  const notifiedAt = { from: from ?? null, to: to ?? null };
  if (seesResults(ctx))
    return disclosing(ctx, (tx) =>
      readPage("dat-records", datRecords, tx, tx.centerId, { ...rest, reason, result, notifiedAt }),
    );
  const confidential = reason ? "reason" : result ? "result" : rest.status?.includes("COLLECTED") ? "status" : null;
  return confidential === null
    ? readPage("dat-notices", datNotices, ctx.db, ctx.centerId, { ...rest, notifiedAt })
    : Promise.resolve(needsScope(ctx, confidential));
};

const needsScope = ({ scopes }: Context, parameter: string): Failure =>
  fail(
    "insufficient_scope",
    `The parameter ${parameter}, used like this, needs the scope ${RESULTS_SCOPE} (49 CFR 40.321). Leave it out, or ask the owner of the center for a key that has the scope.`,
    { requiredScope: RESULTS_SCOPE, scopes: [...scopes] },
  );

/** A page of records, of which each result that it shows is written to the audit log. */
export const disclosing = (ctx: Context, read: (tx: CenterTx) => Promise<Page | Failure>): Promise<Page | Failure> =>
  transaction(ctx.db, ctx.centerId, async (tx) => {
    const page = await read(tx);
    if (isFailure(page)) return page;
    // Written by this module alone.
    await noteReads(
      tx,
      ctx,
      page.documents.map((document) => JSON.parse(document) as DatRecord),
    );
    return page;
  });

/** Who read the result of which test, and when; never what it was. */
export const noteReads = async (tx: CenterTx, ctx: Context, tests: readonly DatRecord[]): Promise<void> => {
  const read = tests.filter(({ result }) => result !== null);
  await Promise.all(
    read.map(({ id }) => record(tx, ctx, "dat_test.result_read", { type: "dat_test", id, confidential: true })),
  );
};
