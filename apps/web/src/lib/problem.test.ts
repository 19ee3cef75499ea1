import { TRPCClientError } from "@trpc/client";
import { expect, test } from "vitest";
import { problemOf } from "./problem.ts";

test("a server that was not reached is told from something before it that answers for it", () => {
  expect(problemOf(TRPCClientError.from(new TypeError("Failed to fetch"))).code).toBe("offline");
  expect(problemOf(TRPCClientError.from(new SyntaxError("Unexpected token '<'"))).code).toBe("unavailable");
});
