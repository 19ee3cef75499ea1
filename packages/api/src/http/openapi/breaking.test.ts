import { describe, expect, it } from "vitest";
import { buildDocument } from "../openapi.ts";
import { breakingChanges, unannounced } from "./breaking.ts";
import type { OpenApiDocument } from "./document.ts";
import { toyEvents, toyRouter } from "./toy-router.ts";

const released = buildDocument(toyRouter, { publicUrl: "https://aviationalley.example", events: toyEvents });

/** What breaks when the document is edited so. */
const after = (edit: (document: OpenApiDocument) => void): string[] => {
  const document = structuredClone(released);
  edit(document);
  return breakingChanges(released, document).map(({ operation, what }) => `${operation} ${what}`);
};
const schema = (document: OpenApiDocument, name: string) => document.components.schemas[name]?.properties ?? {};

describe("breakingChanges", () => {
  it("finds nothing where nothing changed", () => {
    expect(after(() => undefined)).toEqual([]);
  });

  it("lets answers, optional inputs and operations be added", () => {
    const added = after((document) => {
      schema(document, "Balloon")["colour"] = { type: "string" };
      schema(document, "BalloonDraft")["colour"] = { type: "string" };
      document.paths["/kites"] = { ...document.paths["/balloons"] };
    });
    expect(added).toEqual([]);
  });

  it("finds removed operations and events", () => {
    const removed = after((document) => {
      delete document.paths["/balloons"]?.["post"];
      delete document["x-webhooks"]["balloon.launched"];
    });
    expect(removed).toEqual(["POST /balloons was removed", "balloon.launched was removed"]);
  });

  it("finds removed parameters and narrowed values", () => {
    const removed = after((document) => {
      const list = document.paths["/balloons"]?.["get"];
      if (list) list.parameters = (list.parameters ?? []).filter((one) => !("name" in one && one.name === "search"));
      schema(document, "BalloonDraft")["state"] = { type: "string", nullable: true, enum: ["ALOFT", null] };
    });
    expect(removed).toEqual([
      "GET /balloons no longer takes query search",
      "POST /balloons body state no longer knows GROUNDED",
    ]);
  });

  it("finds new required inputs", () => {
    const required = after((document) => document.components.schemas["BalloonDraft"]?.required?.push("notes"));
    expect(required).toEqual(["POST /balloons requires body notes"]);
  });

  it("finds removed and weakened fields wherever they are answered, in events too", () => {
    const removed = after((document) => {
      delete schema(document, "BalloonPilot")["name"];
    });
    expect(removed).toContain("GET /balloons no longer answers 200 data[].pilot.name");
    expect(removed).toContain("balloon.launched no longer answers body data.object.pilot.name");
    const weakened = after((document) => Object.assign(schema(document, "Balloon")["state"] ?? {}, { nullable: true }));
    expect(weakened).toContain("PATCH /balloons/{id} may answer null as 200 state");
  });

  it("finds another scope", () => {
    const moved = after((document) =>
      Object.assign(document.paths["/balloons"]?.["get"] ?? {}, { "x-required-scope": "x:read" }),
    );
    expect(moved).toEqual(["GET /balloons needs the scope x:read instead of balloons:read"]);
  });
});

describe("unannounced", () => {
  it("accepts what the changelog names by its operation, and only that", () => {
    const changes = [
      { operation: "GET /balloons", what: "was removed" },
      { operation: "GET /balloons/{id}", what: "was removed" },
    ];
    expect(unannounced(changes, "# 2.0.0\n\n- BREAKING: GET /balloons is gone")).toEqual([changes[1]]);
  });
});
