import type { QueryConfig, QueryResult } from "pg";
import { beginningWith } from "./begin.ts";
import { encodeParameters } from "./parameters.ts";
import type { Lease } from "./pool.ts";
import { queryable, rowsOf } from "./queryable.ts";
import { makesUseless, send, submit } from "./send.ts";
import type { Statement } from "./statement.ts";
import type { Tx } from "./transaction.ts";
import { asUnavailable, DatabaseUnavailable } from "./unavailable.ts";

export interface OpenTx extends Tx {
  /** Commits, gives the connection back, then runs the hooks. Throws when nothing was committed, or nobody knows. */
  commit(): Promise<void>;
  /** Undoes everything and gives the connection back. Never throws; does nothing once the transaction is over. */
  rollback(): Promise<void>;
}

/** The first statement that failed, and whether the work was told: then it went on all the same. */
interface Failed {
  readonly error: unknown;
  readonly told: boolean;
}

/** A hook's failure cannot undo the commit, so it must not look to the caller as if it had. */
const runHook = (hook: () => void) => {
  try {
    hook();
  } catch (error) {
    process.emitWarning(error instanceof Error ? error : new Error(String(error)));
  }
};

const overAlready = (name: string | undefined): Error => new Error(`${name}: its transaction is over`);

/** A transaction on a lent connection. BEGIN travels with its first statement; one without statements costs nothing. */
export const openTx = (lease: Lease): OpenTx => {
  const { client } = lease;
  const hooks: (() => void)[] = [];
  const posted: Promise<void>[] = [];
  let state: "new" | "begun" | "over" = "new";
  let useless = false;
  let failed: Failed | undefined;

  const dispatch = (query: QueryConfig): Promise<QueryResult> => {
    if (state === "over") throw overAlready(query.name);
    if (state === "begun") return send(client, query);
    state = "begun";
    return submit(client, beginningWith(query));
  };

  const execute = async (query: QueryConfig, told = true): Promise<QueryResult> => {
    try {
      return await dispatch(query);
    } catch (error) {
      failed ??= { error, told };
      useless ||= makesUseless(error);
      // Where a posted one failed, those behind it are only refused: what counts is why.
      throw asUnavailable(failed.told ? error : failed.error);
    }
  };

  const post = <Row>({ name, text }: Statement<Row>, values: readonly unknown[], use: (rows: Row[]) => void): void => {
    if (state === "over") throw overAlready(name);
    // Behind a BEGIN that fails it would run, and COMMIT be answered, outside of any transaction.
    if (state === "new") throw new Error(`${name}: the first statement of a transaction is waited for`);
    const sending = execute({ name, text, values: encodeParameters(values) }, false);
    // Its failure is told by COMMIT, which then commits nothing.
    posted.push(sending.then((result) => runHook(() => use(rowsOf(result) as Row[]))).catch(() => undefined));
  };

  /** Ends the transaction with a word, and knows by the status whether the connection is clean afterwards. */
  const end = async (word: "commit" | "rollback"): Promise<string> => {
    const begun = state === "begun";
    state = "over";
    try {
      return begun ? (await send(client, { text: word })).command : word.toUpperCase();
    } finally {
      lease.release(!useless && client.getTransactionStatus() === "I" && isOpen());
    }
  };
  const isOpen = () => client.connection.stream.writable;

  const commit = async () => {
    let outcome: string;
    try {
      outcome = await end("commit");
    } catch (error) {
      const cause = asUnavailable(error);
      throw cause instanceof DatabaseUnavailable
        ? new DatabaseUnavailable(`at COMMIT: ${cause.message}`, error)
        : error;
    }
    await Promise.all(posted);
    if (failed?.told === false) throw asUnavailable(failed.error);
    if (outcome !== "COMMIT")
      throw new Error("nothing was committed: a statement failed, and the work went on", { cause: failed?.error });
    hooks.forEach(runHook);
  };

  const rollback = async () => {
    if (state === "over") return;
    await end("rollback").catch(() => undefined);
  };

  return {
    kind: "tx",
    ...queryable(({ name, text }, values) => execute({ name, text, values: encodeParameters(values) })),
    post,
    afterCommit: (hook) => void hooks.push(hook),
    commit,
    rollback,
  };
};
