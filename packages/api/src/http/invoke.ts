import { z } from "zod";
import type { Context } from "../lib/context.ts";
import type { Failure } from "../lib/errors.ts";
import { Page } from "../lib/pagination.ts";
import { failureOf } from "../lib/trpc.ts";
import { faultsOf, invalidRequest } from "./faults.ts";
import type { Operation } from "./walk.ts";

/** Calls the operation's procedure; an expected failure comes back as a value, everything else is thrown. */
export const invoke = async (operation: Operation, ctx: Context, input: unknown): Promise<unknown> => {
  const { name, type, procedure } = operation;
  try {
    return await procedure({
      ctx,
      path: name,
      type,
      input,
      getRawInput: () => Promise.resolve(input),
      signal: undefined,
      batchIndex: 0,
    });
  } catch (error) {
    const failure = failureOf(error) ?? inputFailure(operation, error, input);
    if (failure) return failure;
    throw error;
  }
};

/** tRPC wraps what the input's schema found. */
const inputFailure = ({ meta }: Operation, error: unknown, input: unknown): Failure | undefined =>
  error instanceof Error && "code" in error && error.code === "BAD_REQUEST" && error.cause instanceof z.core.$ZodError
    ? invalidRequest(faultsOf(error.cause.issues, meta.input, input, meta.method))
    : undefined;

/** The answer as it goes over the wire. */
export const bytesOf = (output: unknown): Buffer =>
  output instanceof Page ? output.toBytes() : Buffer.from(JSON.stringify(output));

/** What the declared shape says of an answer; undefined when it fits. */
export const misfit = ({ name, meta }: Operation, output: unknown): Error | undefined => {
  const parsed = meta.output.safeParse(output instanceof Page ? output.toValue() : output);
  return parsed.success ? undefined : new Error(`${name} answered what it does not declare: ${parsed.error.message}`);
};
