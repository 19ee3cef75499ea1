import { expect, test } from "vitest";
import { fullName } from "./full-name.ts";

test.each([
  ["a usual one", "Robin", "Adeyemi", "Robin Adeyemi"],
  ["the longest", "R".repeat(100), "A".repeat(100), `${"R".repeat(100)} ${"A".repeat(99)}`],
  ["one cut within a character", "R".repeat(100), "𝐀".repeat(50), `${"R".repeat(100)} ${"𝐀".repeat(49)}`],
])("a name is quoted within the 200 characters that every noun allows: %s", (_, firstName, lastName, quoted) => {
  expect(fullName({ firstName, lastName })).toBe(quoted);
});
