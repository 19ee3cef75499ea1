import { describe, expect, test } from "vitest";
import { EVENTS } from "../../lib/webhooks.ts";
import { z } from "zod";
import { bytesOf, largestOf } from "@aviationalley/testing/largest.ts";
import { eventComponent, eventSchemas } from "./webhooks.ts";

/** As docs/decisions/0006-size.md promises. */
const LIMIT = 65_536;

const schemas = eventSchemas(EVENTS);

test.each(EVENTS.map(({ type }) => type))("the largest body of %s has at most 64 KiB", (type) => {
  const schema = schemas[eventComponent(type)];
  if (!schema) throw new Error("no schema");
  const body = largestOf(schema);
  expect(bytesOf(body)).toBeGreaterThan(500);
  expect(bytesOf(body)).toBeLessThanOrEqual(LIMIT);
});

describe("the largest value", () => {
  test("is as long as bounds allow, in bytes", () => {
    const shape = z.object({
      name: z.string().max(4).nullable(),
      kind: z.enum(["A", "LONG"]),
      counts: z.array(z.int32().min(-10).max(100)).max(2),
      id: z.guid().max(5).optional(),
    });
    expect(largestOf(shape)).toEqual({ name: "€€€€", kind: "LONG", counts: [-10, -10], id: "xxxxx" });
  });

  test("does not exist where something has no bound", () => {
    expect(() => largestOf(z.object({ note: z.string() }))).toThrow(".note is a text without end");
    expect(() => largestOf(z.object({ notes: z.array(z.string().max(1)) }))).toThrow(".notes is a list without end");
    expect(() => largestOf(z.object({ any: z.unknown() }))).toThrow(".any is of a kind");
  });
});
