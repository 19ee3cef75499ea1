import { findEndpoint } from "@aviationalley/api/platform/webhooks/endpoint-queries.ts";
import { readDelivery } from "@aviationalley/api/platform/webhooks/reads.ts";
import { statement } from "@aviationalley/db/client.ts";
import { testDatabase, type TestDatabase } from "@aviationalley/testing/database.ts";
import { newTwins } from "@aviationalley/testing/factories.ts";
import { afterAll, afterEach, beforeAll, expect, test, vi } from "vitest";
import { type Commands, runCommandLine } from "../cli.ts";
import { centerOfEndpoint } from "../endpoint.ts";
import { endpointChange } from "./endpoint-change.ts";
import { endpointCreate } from "./endpoint-create.ts";
import { endpointDelete } from "./endpoint-delete.ts";
import { endpointList } from "./endpoint-list.ts";
import { endpointPause } from "./endpoint-pause.ts";
import { endpointRecover } from "./endpoint-recover.ts";
import { endpointResume } from "./endpoint-resume.ts";
import { endpointRotate } from "./endpoint-rotate.ts";
import { endpointSwitch } from "./endpoint-switch.ts";
import { endpointTest } from "./endpoint-test.ts";
import { secretsReencrypt } from "./secrets-reencrypt.ts";

const all = [
  endpointChange,
  endpointCreate,
  endpointDelete,
  endpointList,
  endpointPause,
  endpointRecover,
  endpointResume,
  endpointRotate,
  endpointSwitch,
  endpointTest,
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
  expect(await aa("endpoint", "switch", id)).toMatchObject({ code: 0, err: expect.stringContaining("new secret") });
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

test("everything that the console sets can be set, changed and taken away", async () => {
  const more = ["--description", "Ops", "--contact", "ops@example.com", "--rate", "50", "--in-flight", "3"];
  const headers = ["--header", "X-Team: flight ops", "--header", "Authorization: Basic YTpi:Yg=="];
  const [, id = ""] = /endpoint (\S+) for/.exec((await create(...more, ...headers)).err) ?? [];
  const centerId = await centerOfEndpoint(database.db, id);
  expect(await findEndpoint(database.db, centerId, id)).toMatchObject({
    description: "Ops",
    contactEmail: "ops@example.com",
    ratePerSecond: 50,
    maxInFlight: 3,
    headerNames: ["X-Team", "Authorization"],
  });
  const gone = ["--description", "none", "--contact", "none", "--rate", "none", "--header", "none"];
  expect(await aa("endpoint", "change", id, ...gone, "--events", "*")).toMatchObject({ code: 0 });
  expect(await findEndpoint(database.db, centerId, id)).toMatchObject({
    events: ["*"],
    description: null,
    contactEmail: null,
    ratePerSecond: null,
    maxInFlight: 3,
    headerNames: [],
  });
  expect(await aa("endpoint", "change", id)).toMatchObject({
    code: 2,
    err: expect.stringMatching(/nothing to change/),
  });
});

test("an example and a recovery are left to the running server, and give their ids", async () => {
  const [, id = ""] = /endpoint (\S+) for/.exec((await create()).err) ?? [];
  const centerId = await centerOfEndpoint(database.db, id);
  const sent = await aa("endpoint", "test", id, "--event", "booking.created");
  expect(sent).toMatchObject({ code: 0 });
  expect(await readDelivery(database.db, centerId, sent.out[0] ?? "", [])).toMatchObject({ state: "PENDING" });
  expect(await aa("endpoint", "test", id, "--event", "booking.create")).toMatchObject({
    code: 2,
    err: expect.stringContaining("did you mean booking.created?"),
  });
  const since = new Date(Date.now() - 3_600_000).toISOString();
  const begun = await aa("endpoint", "recover", id, "--since", since);
  expect(begun).toMatchObject({ code: 0, err: expect.stringContaining("sends 0 failed deliveries") });
  expect(await aa("endpoint", "recover", id, "--since", since, "--missed")).toMatchObject({ code: 1 });
  expect(await aa("endpoint", "recover", id, "--since", "yesterday")).toMatchObject({ code: 2 });
});

test("what is wrong is said in one line", async () => {
  expect(await aa("endpoint", "create", "--mode", "live", "--url", "http://x.example", "--events", "*")).toMatchObject({
    code: 1,
    err: "A live center's endpoints must use https.",
  });
  expect(await create("--contact", "nobody")).toMatchObject({
    code: 2,
    err: expect.stringMatching(/^aa endpoint create: --contact must be an e-mail address$/),
  });
  for (const [wrong, said] of [
    [["--rate", "fast"], /--rate takes a whole number/],
    [["--rate", "0"], /--rate must be at least 1/],
    [["--in-flight", "101"], /--in-flight must be at most 100/],
    [["--header", "X-Key=hush"], /--header takes 'Name: value'/],
    [["--header", "X-Key: hüsh"], /--header must be visible ASCII/],
    [["--header"], /--header needs a value/],
  ] as const) {
    const { code, err } = await create(...wrong);
    expect({ code, err }).toEqual({ code: 2, err: expect.stringMatching(said) });
    expect(err).not.toMatch(/h[uü]sh/);
  }
  expect(await create("--header", "Host: x")).toMatchObject({ code: 1, err: expect.stringMatching(/is reserved/) });
  expect(await aa("endpoint", "pause", "7")).toMatchObject({ code: 1 });
  const entries = await database.db.many(operators, []);
  expect(entries.length).toBeGreaterThan(3);
});

const operators = statement<{ action: string }>(
  "test.operator_entries",
  "select action from audit_log where action like 'webhook%' and document -> 'actor' ->> 'kind' = 'operator'",
);
