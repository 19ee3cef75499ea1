import type { CenterTx } from "../../lib/transaction.ts";
import { findAround, type PersonSpan } from "./queries.ts";
import type { ReserveAssignment } from "./schema.ts";

/** The reserve windows of these people that touch the spans, with the duties that came of them. */
export const reservesOf = (tx: CenterTx, spans: readonly PersonSpan[]): Promise<ReserveAssignment[]> =>
  findAround(tx, spans);
