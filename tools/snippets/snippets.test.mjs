import { expect, test } from "vitest";
import { verificationCases } from "./cases.mjs";
import { faultsOf, isThere, LANGUAGES } from "./languages.mjs";

// Those that are on this machine; CI has them all (check.mjs).
for (const language of LANGUAGES.filter(({ unrun }) => !unrun))
  test.skipIf(!isThere(language))(
    `the ${language.name} snippet takes what the server signs and refuses what it did not`,
    { timeout: 120_000 },
    () => {
      expect(faultsOf(language, verificationCases())).toEqual([]);
    },
  );
