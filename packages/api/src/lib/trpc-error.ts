import type { TRPCError } from "@trpc/server";
import { z } from "zod";
import { ERRORS, fail, type Failure } from "./errors.ts";
import { unavailableFailure } from "./unavailable.ts";

/** What the caller may know of an error: an expected failure, a faulty input, a database that is away; else nothing. */
const knownFailure = (error: TRPCError, failure: Failure | undefined): Failure | undefined => {
  const expected = failure ?? unavailableFailure(error);
  if (expected) return expected;
  if (error.code !== "BAD_REQUEST" || !(error.cause instanceof z.core.$ZodError)) return undefined;
  const errors = error.cause.issues.map(({ path, message }) => ({ path: path.join("."), message }));
  return fail("invalid_request", "Mend the fields that `errors` names.", { errors });
};

/** The shape of an error for tRPC's clients: status and sentence of the failure, and never an internal message. */
export const publicShape = <Data extends object, Shape extends { message: string; data: Data }>(
  shape: Shape,
  error: TRPCError,
  failure: Failure | undefined,
) => {
  const known = knownFailure(error, failure);
  if (known) {
    const { code, detail, facts } = known;
    const data = { ...shape.data, httpStatus: ERRORS[code].status, failure: { code, detail, ...facts } };
    return { ...shape, message: detail, data };
  }
  const message = error.code === "INTERNAL_SERVER_ERROR" ? "Something failed on our side." : shape.message;
  return { ...shape, message, data: { ...shape.data, failure: undefined } };
};
