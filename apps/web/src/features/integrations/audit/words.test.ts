import { expect, test } from "vitest";
import { actionWords, fieldWords, subjectName } from "./words.ts";
import type { AuditEntry } from "./types.ts";

test("actions and fields are told in words", () => {
  expect(["api_key.created", "webhook_endpoint.secret_rotated", "dat_test.result_read"].map(actionWords)).toEqual([
    "API key created",
    "Webhook endpoint secret rotated",
    "DAT test result read",
  ]);
  expect(["overlapDays", "fromHint", "name", "url"].map(fieldWords)).toEqual([
    "Overlap days",
    "From hint",
    "Name",
    "URL",
  ]);
});

test("a subject has the name that the details give it, if any", () => {
  const entry = (detail: AuditEntry["detail"]): AuditEntry => ({
    id: "",
    centerId: "",
    createdAt: "",
    actor: { kind: "operator", id: null, name: "operator" },
    action: "",
    subject: { type: "", id: null },
    detail,
    address: null,
  });
  expect(subjectName(entry({ url: "https://x.example", name: "Hook" }))).toBe("Hook");
  expect(subjectName(entry({ name: { before: 1 } }))).toBeUndefined();
});
