import { expect, it } from "vitest";
import { requestLine } from "./exchange.tsx";

it("an attempt is said to have gone to the endpoint's address only where that was not changed since", () => {
  const target = { url: "https://new.example/in", updatedAt: "2026-05-31T14:00:00.000Z" };
  const sentAt = (startedAt: string) => requestLine(target, { startedAt });
  expect(sentAt("2026-05-31T14:00:01.000Z")).toBe("POST https://new.example/in");
  expect(sentAt("2026-05-31T13:59:59.000Z")).toBe("POST, to the endpoint’s address now: https://new.example/in");
  expect(requestLine(target, undefined), "what is not sent yet goes there").toBe("POST https://new.example/in");
  expect(requestLine(undefined, { startedAt: "2026-05-31T14:00:01.000Z" }), "of a deleted endpoint").toBe("POST");
});
