import { gunzipSync } from "node:zlib";
import { beforeAll, describe, expect, test } from "vitest";
import { z } from "zod";
import { type Life, liveOnce } from "./secret-life.fixture.ts";

/** Where a secret may stand although it is one, and why. Everything that is not here may stand nowhere. */
const ALLOWED: Readonly<Record<string, { readonly places: readonly string[]; readonly why: string }>> = {
  "the session's token": {
    places: ["sessions.token"],
    why: "half of a cookie: without its signature by AUTH_SECRET nobody takes it",
  },
  "a tested person's name": {
    places: ["crew_members.document", "crew_members.search_text"],
    why: "the list of the crew is where people have names; nothing of a test has one",
  },
  "a result": { places: ["dat_results.document"], why: "what was corrected stays, for OWNER and DER" },
  "a corrected result": {
    places: ["dat_results.document", "dat_tests.document", "dat_tests.result"],
    why: "what OWNER, DER and keys with dat_results:read are shown",
  },
  "a correction's note": { places: ["dat_results.document"], why: "as the result" },
  "what auth-secret holds": { places: ["file auth-secret"], why: "made there, for the owner of the folder alone" },
  "what secret-keys holds": { places: ["file secret-keys"], why: "made there, for the owner of the folder alone" },
  "what password holds": { places: ["file password"], why: "made there, for the owner of the folder alone" },
  "the database's password": { places: ["file password"], why: "made there, for the owner of the folder alone" },
};

/** A secret as it may be written: itself, or in an encoding that anybody undoes. */
const formsOf = (secret: string): readonly string[] => {
  const bytes = Buffer.from(secret);
  const [base64, inUrl] = [bytes.toString("base64").replace(/=+$/, ""), encodeURIComponent(secret)];
  const forms = [secret, inUrl, base64, bytes.toString("base64url"), bytes.toString("hex")];
  return [...new Set(forms.map((form) => form.toLowerCase()))];
};

const tableHead = z.object({ table: z.string(), columns: z.array(z.string()) });

/** The text of a backup by `table.column`. */
const readBackup = (gzipped: string): Map<string, string> => {
  const places = new Map<string, string>();
  let head = { table: "", columns: [""] };
  for (const line of gunzipSync(Buffer.from(gzipped, "latin1")).toString("utf8").trim().split("\n")) {
    const value: unknown = JSON.parse(line);
    if (!Array.isArray(value)) {
      head = tableHead.safeParse(value).data ?? head;
      continue;
    }
    for (const [index, column] of head.columns.entries()) {
      const place = `${head.table}.${column}`;
      places.set(place, `${places.get(place) ?? ""}${String(value[index])}\n`);
    }
  }
  return places;
};

let life: Life;
/** Everything that was written or told, by its place. */
let written: ReadonlyMap<string, string>;

/** In whatever case: texts that are searched are folded. */
const placesOf = (secret: string): string[] => {
  const forms = formsOf(secret);
  return [...written].flatMap(([place, text]) => {
    const folded = text.toLowerCase();
    return forms.some((form) => folded.includes(form)) ? [place] : [];
  });
};

beforeAll(async () => {
  life = await liveOnce();
  const files = [...life.files].filter(([name]) => name !== "backup.gz");
  written = new Map([
    ["the log", life.log],
    ["the metrics", life.metrics],
    ["the answers", life.answers],
    ["what receivers got", life.received.map(({ path, body }) => `${path}\n${body}`).join("\n")],
    ...files.map(([name, text]): [string, string] => [`file ${name}`, text]),
    ...readBackup(life.backup),
  ]);
}, 120_000);

describe("a life in which every secret is made, used, misused and taken away", () => {
  test("was written down everywhere, so that there is something to search", () => {
    for (const [place, mark] of [
      ["the log", '"route":"/api/v1/trainees"'],
      ["the log", '"status":401'],
      ["the metrics", "aa_http_requests_total"],
      ["the answers", '"code":"token_revoked"'],
      ["the answers", '"code":"token_malformed"'],
      ["idempotency_records.status", "201"],
      ["what receivers got", '"type":"dat.test.resulted"'],
      ["what receivers got", '"type":"booking.created"'],
      ["file server.log", "terminating connection due to administrator command"],
      ["audit_log.document", "dat_test.result_corrected"],
      ["api_key_requests.path", "/api/v1/trainees?search="],
      ["attempts.response_body", "[redacted]"],
      ["mail_outbox.body", "410 Gone"],
      ["mail_outbox.error", "ECONNREFUSED"],
      ["accounts.password", ":"],
    ] as const)
      expect([place, written.get(place)?.includes(mark)]).toEqual([place, true]);
    expect(life.secrets.size).toBeGreaterThan(20);
  });

  test("left each secret nowhere but where it must be", () => {
    const found = Object.fromEntries([...life.secrets].map(([name, secret]) => [name, placesOf(secret).toSorted()]));
    const expected = [...life.secrets.keys()].map((name) => [name, [...(ALLOWED[name]?.places ?? [])].toSorted()]);
    expect(found).toEqual(Object.fromEntries(expected));
  });
});
