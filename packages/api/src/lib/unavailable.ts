import { DatabaseUnavailable } from "@aviationalley/db/client.ts";
import { fail, type Failure } from "./errors.ts";

/** How long a caller should wait for a database that is away: a failover takes a few seconds. */
const UNAVAILABLE_SECONDS = 2;

/** The failure that a database which is away, or too busy, is to callers; undefined when `error` tells of neither. */
export const unavailableFailure = (error: unknown): Failure | undefined => {
  if (error instanceof DatabaseUnavailable)
    return fail("unavailable", "The service cannot use its database just now. Try again in a moment.", {
      retryAfterSeconds: UNAVAILABLE_SECONDS,
    });
  return error instanceof Error && error.cause !== undefined ? unavailableFailure(error.cause) : undefined;
};
