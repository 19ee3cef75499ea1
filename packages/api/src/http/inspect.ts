import type { FastifyBaseLogger } from "fastify";
import { misfit } from "./invoke.ts";
import type { Operation } from "./walk.ts";

/** `always` in tests; `sampled` checks every answer of a sandbox, and one of so many of a live center. */
export type OutputChecks = "always" | "sampled";

/** Checking a page of 50 costs as much as reading it, so live centers are sampled. */
const ONE_IN = 1_000;

/**
 * Compares answers with what the operation declares. A sandbox's caller gets a 500 for an answer that does not fit, so
 * that it is found before it reaches a live one; a live caller gets the answer, and the log gets the fault.
 */
export const inspector = (checks: OutputChecks, logger: FastifyBaseLogger) => {
  let answers = 0;
  return (operation: Operation, mode: "live" | "test", output: unknown): void => {
    const strict = checks === "always" || mode === "test";
    if (!strict && ++answers % ONE_IN !== 0) return;
    const fault = misfit(operation, output);
    if (fault === undefined) return;
    if (strict) throw fault;
    logger.error({ operation: operation.name, fault: fault.message }, "an answer does not fit its declared shape");
  };
};

export type Inspect = ReturnType<typeof inspector>;
