import { fail, type Failure } from "./errors.ts";

/** A failure when the caller saw another version than there is (`If-Match`); `null` means any. */
export const staleVersion = (
  noun: string,
  row: { version: number },
  expectedVersion: number | null,
): Failure | undefined =>
  expectedVersion === null || expectedVersion === row.version
    ? undefined
    : fail(
        "precondition_failed",
        `This ${noun} is at version ${row.version} by now; you sent If-Match "${expectedVersion}". Read it again and repeat the change if it still applies.`,
      );
