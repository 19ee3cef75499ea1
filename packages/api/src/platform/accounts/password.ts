import { randomInt } from "node:crypto";
import { fail, type Failure } from "../../lib/errors.ts";

export const SHORTEST_PASSWORD = 12;
export const LONGEST_PASSWORD = 128;

/** Length is what keeps a password from being guessed; rules about its characters only make people write it down. */
export const refusePassword = (password: string): Failure | undefined =>
  password.length >= SHORTEST_PASSWORD && password.length <= LONGEST_PASSWORD
    ? undefined
    : fail("invalid_request", `The password must have ${SHORTEST_PASSWORD} to ${LONGEST_PASSWORD} characters.`, {
        errors: [{ path: "password", message: `has ${password.length} characters` }],
      });

/** Without what looks alike in most fonts. */
const LETTERS = "abcdefghjkmnpqrstuvwxyz23456789";
const GROUPS = 4;
const GROUP_LENGTH = 5;

/** Four groups of five: 99 random bits, and short enough to type from a screen. */
export const generatePassword = (): string => {
  const letter = (): string => LETTERS.charAt(randomInt(LETTERS.length));
  const group = (): string => Array.from({ length: GROUP_LENGTH }, letter).join("");
  return Array.from({ length: GROUPS }, group).join("-");
};
