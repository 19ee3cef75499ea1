import { statement } from "@aviationalley/db/client.ts";
import { testDatabase, type TestDatabase } from "@aviationalley/testing/database.ts";
import { newTwins } from "@aviationalley/testing/factories.ts";
import { afterAll, afterEach, beforeAll, expect, test, vi } from "vitest";
import { type Commands, runCommandLine } from "../cli.ts";
import { endpointCreate } from "./endpoint-create.ts";
import { endpointDelete } from "./endpoint-delete.ts";
import { endpointList } from "./endpoint-list.ts";
import { endpointPause } from "./endpoint-pause.ts";
import { endpointResume } from "./endpoint-resume.ts";
import { endpointRotate } from "./endpoint-rotate.ts";
import { secretsReencrypt } from "./secrets-reencrypt.ts";

const all = [
  endpointCreate,
  endpointDelete,
  endpointList,
  endpointPause,
  endpointResume,
  endpointRotate,
  secretsReencrypt,
];
const commands: Commands = Object.fromEntries(all.map((one) => [one.name, () => Promise.resolve(one)]));

let database: TestDatabase;
const KEYS = [1, 2].map((n) => `k${n}:${Buffer.alloc(32, n).toString("base64")}`);

const aa = async (...args: string[]) => {
  const [out, err]: [string[], string[]] = [[], []];
  const spies = [
    vi.spyOn(console, "log").mockImplementation((line) => void out.push(String(line))),
    vi.spyOn(console, "error").mockImplementation((line) => void err.push(String(line))),
  ];
  const code = await runCommandLine(commands, args, {
    out: (line) => void out.push(line),
    err: (line) => void err.push(line),
  });
  for (const spy of spies) spy.mockRestore();
  return { code, out, err: err.join("\n") };
};

beforeAll(async () => {
  database = await testDatabase();
  await newTwins(database.db, { name: "Front Range" });
  vi.stubEnv("DATABASE_URL", database.url);
  vi.stubEnv("SECRET_KEYS", KEYS[0]);
});
afterAll(async () => {
  vi.unstubAllEnvs();
  await database.drop();
});
afterEach(() => vi.stubEnv("SECRET_KEYS", KEYS[0]));

const create = (...more: string[]) =>
  aa("endpoint", "create", "--mode", "test", "--url", "http://127.0.0.1:4999/hook", "--events", "booking.*", ...more);

test("the secret is the only line on standard output, and is never shown again", async () => {
  const { code, out, err } = await create("--rate", "50", "--contact", "ops@example.com");
  expect({ code, out }).toEqual({ code: 0, out: [expect.stringMatching(/^whsec_[A-Za-z0-9+/]{43}=$/)] });
  expect(err).toMatch(/Created endpoint .* for booking\.\*/);
  const listed = await aa("endpoint", "list", "--center", "front range");
  expect(listed.out).toEqual([
    expect.stringMatching(/  test  active  never delivered  booking\.\*  http:\/\/127\.0\.0\.1:4999\/hook$/),
  ]);
  expect(listed.out.join()).not.toContain(out[0]);
});

test("pause, resume, rotate and delete go by the id", async () => {
  const [line = ""] = (await aa("endpoint", "list")).out;
  const [id = ""] = line.split(" ");
  expect(await aa("endpoint", "pause", id)).toMatchObject({ code: 0, err: "Paused http://127.0.0.1:4999/hook." });
  expect((await aa("endpoint", "list")).out[0]).toContain("paused");
  expect(await aa("endpoint", "resume", id)).toMatchObject({ code: 0 });
  expect(await aa("endpoint", "rotate", id, "--overlap", "7")).toMatchObject({
    code: 0,
    out: [expect.stringMatching(/^whsec_/)],
  });
  expect(await aa("endpoint", "rotate", id, "--overlap", "8")).toMatchObject({ code: 2 });
  vi.stubEnv("SECRET_KEYS", KEYS[1]);
  expect(await aa("secrets", "reencrypt")).toMatchObject({ code: 1, err: expect.stringContaining('no key "k1"') });
  vi.stubEnv("SECRET_KEYS", `${KEYS[1]},${KEYS[0]}`);
  expect(await aa("secrets", "reencrypt")).toMatchObject({
    code: 0,
    err: 'Sealed the secrets of 1 endpoints with the key "k2".',
  });
  expect(await aa("endpoint", "delete", id)).toMatchObject({ code: 0 });
  expect(await aa("endpoint", "delete", id)).toMatchObject({
    code: 1,
    err: `There is no endpoint "${id}". See: npx aa endpoint list`,
  });
});

test("what is wrong is said in one line", async () => {
  expect(await aa("endpoint", "create", "--mode", "live", "--url", "http://x.example", "--events", "*")).toMatchObject({
    code: 1,
    err: expect.stringMatching(/must use https/),
  });
  expect(await create("--contact", "nobody")).toMatchObject({ code: 2, err: expect.stringMatching(/contactEmail/) });
  expect(await create("--rate", "fast")).toMatchObject({ code: 2 });
  expect(await aa("endpoint", "pause", "7")).toMatchObject({ code: 1 });
  const entries = await database.db.many(operators, []);
  expect(entries.length).toBeGreaterThan(3);
});

const operators = statement<{ action: string }>(
  "test.operator_entries",
  "select action from audit_log where action like 'webhook%' and document -> 'actor' ->> 'kind' = 'operator'",
);
