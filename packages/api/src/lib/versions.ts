import { fail, type Failure } from "./errors.ts";

/** What a change names: which row, and the version that the caller saw (null: whichever it is). */
export interface Target {
  id: string;
  expectedVersion: number | null;
}

/** No row has it: versions begin at 1. Stands for an `If-Match` without a version, so that it matches nothing. */
export const NO_VERSION = 0;

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
        expectedVersion === NO_VERSION
          ? `What you sent as If-Match is not a version: send the ${noun}'s \`version\` in double quotes, e.g. If-Match: "${row.version}". The ETag of a list does not fit here.`
          : `This ${noun} is at version ${row.version} by now; you sent If-Match "${expectedVersion}". Read it again and repeat the change if it still applies.`,
      );
