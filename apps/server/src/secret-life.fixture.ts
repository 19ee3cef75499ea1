import { join } from "node:path";
import { openDatabase, statement } from "@aviationalley/db/client.ts";
import { type Received, startReceiver } from "@aviationalley/testing/receiver.ts";
import { until } from "@aviationalley/testing/until.ts";
import { z } from "zod";
import { type Caller, callerOf } from "./console-client.fixture.ts";
import { type Installation, newInstallation } from "./test-installation.fixture.ts";

/** What was secret in a life, by name, and everything that was written or told in it. */
export interface Life {
  readonly secrets: ReadonlyMap<string, string>;
  readonly log: string;
  readonly metrics: string;
  readonly answers: string;
  readonly received: readonly Received[];
  readonly files: ReadonlyMap<string, string>;
  /** What `aa backup` wrote. */
  readonly backup: string;
}

/** Given to the process by its environment; each must be found nowhere. */
const GIVEN = {
  CRON_SECRET: "canary-cron-secret-5b1f7c",
  METRICS_TOKEN: "canary-metrics-token-77e0a2",
};
const SMTP_PASSWORD = "canary-smtp-password-90c1";

const shown = {
  token: z.object({ token: z.string(), key: z.object({ id: z.string() }).optional() }),
  secret: z.object({ secret: z.string(), endpoint: z.object({ id: z.string() }) }),
  row: z.object({ id: z.string() }),
};

const endConnections = statement<never>(
  "canary.end_connections",
  "select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()",
);
const countSettled = statement<{ count: number }>(
  "canary.settled",
  `select (select count(*) from attempts)::int * (select count(*) from api_key_requests)::int
        * (select count(*) from mail_outbox where error is not null)::int as count`,
);

/** One life of an installation in which every secret is made, used, misused and taken away. */
export const liveOnce = async (): Promise<Life> => {
  const installation = await newInstallation({
    ...GIVEN,
    LOG_LEVEL: "trace",
    SMTP_URL: `smtp://canary:${SMTP_PASSWORD}@127.0.0.1:1`,
    WEBHOOK_ALLOW_CIDRS: "127.0.0.0/8",
  });
  const secrets = new Map<string, string>(Object.entries({ ...GIVEN, "the SMTP password": SMTP_PASSWORD }));
  const keep = (name: string, secret: string): string => {
    if (secret.length < 8) throw new Error(`${name} was not shown.`);
    secrets.set(name, secret);
    return secret;
  };
  try {
    await installation.aa("migrate");
    await installation.aa("center", "create", "--name", "Canary Flight", "--empty-sandbox");
    const owner = ["--email", "owner@example.com", "--roles", "owner,der"];
    keep("the first password", await installation.aa("user", "create", ...owner));
    const caller = callerOf(await installation.start());
    const cookie = await signIn(caller, secrets, keep);
    const received = await useWebhooks(caller, cookie, keep, () => useTests(caller, cookie, keep));
    await useKeys(caller, cookie, keep, installation);
    await loseDatabase(installation, caller, keep);
    const metrics = await caller.send("GET", "/metrics", { authorization: `Bearer ${GIVEN.METRICS_TOKEN}` });
    await installation.aa("backup", join(installation.folder, "backup.gz"));
    await caller.session("/sign-out", {}, cookie);
    await installation.stop();
    const files = await installation.files();
    for (const name of ["auth-secret", "secret-keys", "password"])
      keep(`what ${name} holds`, (files.get(name) ?? "").trim().replace(/^local-\w+:/, ""));
    const backup = files.get("backup.gz") ?? "";
    const answers = caller.answers.join("\n");
    return { secrets, log: installation.log, metrics: metrics.text, answers, received, files, backup };
  } finally {
    await installation.close();
  }
};

type Keep = (name: string, secret: string) => string;

/** Signs in, wrongly, rightly and with another password; answers the cookie. */
const signIn = async (caller: Caller, secrets: ReadonlyMap<string, string>, keep: Keep): Promise<string> => {
  const email = "owner@example.com";
  const first = secrets.get("the first password") ?? "";
  const wrong = keep("a mistyped password", "canary mistyped horse");
  const planted = keep("a planted cookie", "canaryplanted.c2lnbmF0dXJl");
  await caller.session("/sign-in/email", { email, password: wrong }, `aa.session_token=${planted}`);
  const { cookie } = await caller.session("/sign-in/email", { email, password: first });
  keep("the first cookie", decodeURIComponent(cookie.split("=", 2)[1] ?? ""));
  const second = keep("the second password", "canary battery staple");
  const change = { currentPassword: first, newPassword: second, revokeOtherSessions: true };
  const { cookie: next } = await caller.session("/change-password", change, cookie);
  const value = keep("the cookie", decodeURIComponent(next.split("=", 2)[1] ?? ""));
  keep("the signature of the cookie", value.slice(value.indexOf(".") + 1));
  keep("the session's token", value.slice(0, value.indexOf(".")));
  const invited = { email: "guest@example.com", roles: ["VIEWER"] };
  const invitation = shown.token.parse(await caller.call(next, "members.invite", invited, { shows: true }));
  keep("an invitation's token", invitation.token);
  const password = keep("an invited person's password", "canary invited person");
  await caller.session("/accept-invitation", { token: invitation.token, name: "Guest", password });
  return next;
};

/** Endpoints whose receivers are well, echo what they get, and want no more; then a rotation and events. */
const useWebhooks = async (
  caller: Caller,
  cookie: string,
  keep: Keep,
  change: () => Promise<void>,
): Promise<readonly Received[]> => {
  const [well, echo, gone] = [await startReceiver(), await startReceiver(), await startReceiver({ status: 410 })];
  echo.behave(({ headers, body }) => ({ status: 500, body: JSON.stringify(headers) + body }));
  const value = keep("a custom header's value", "canary-header-value-3f9d");
  const headers = [{ name: "Authorization", value: `Bearer ${value}` }];
  const make = async (name: string, url: string) => {
    const draft = { url, events: ["*"], headers };
    const made = shown.secret.parse(await caller.call(cookie, "webhooks.endpoints.create", draft, { shows: true }));
    keep(`the secret of ${name}`, made.secret.replace("whsec_", ""));
    return made.endpoint.id;
  };
  const id = await make("the well one", well.url);
  await make("the echoing one", echo.url);
  await make("the gone one", gone.url);
  const rotated = await caller.call(cookie, "webhooks.endpoints.rotateSecret", { id, overlapDays: 3 }, { shows: true });
  keep("the rotated secret", shown.secret.parse(rotated).secret.replace("whsec_", ""));
  await caller.call(cookie, "webhooks.endpoints.test", { id, type: "booking.created" });
  await change();
  const told = (type: string) => well.received.some(({ headers: { "x-aviationalley-event": got } }) => got === type);
  await until(() => told("dat.test.resulted") && echo.received.length > 0 && gone.received.length > 0);
  const received = [...well.received, ...echo.received, ...gone.received];
  if (!received.some((one) => one.headers["authorization"] === `Bearer ${value}`)) throw new Error("no header came");
  await Promise.all([well.close(), echo.close(), gone.close()]);
  return received;
};

/** A drug and alcohol test from its selection to a corrected result. */
const useTests = async (caller: Caller, cookie: string, keep: Keep): Promise<void> => {
  const lastName = keep("a tested person's name", "Canaryzewska");
  const person = { firstName: "Robin", lastName, employeeNumber: "E-1", email: "robin@example.com", role: "CAPTAIN" };
  const crew = await caller.call(cookie, "crew.create", { ...person, base: "DEN", aircraftTypes: [] }, { shows: true });
  const test = { crewMemberId: shown.row.parse(crew).id, testType: "ALCOHOL", reason: "POST_ACCIDENT" };
  const { id } = shown.row.parse(await caller.call(cookie, "dat.select", test));
  await caller.call(cookie, "dat.notify", { id });
  await caller.call(cookie, "dat.collect", { id });
  const result = keep("a result", "REMOVED_TEMPORARILY");
  await caller.call(cookie, "dat.result", { id, result, determinedBy: "BAT" }, { shows: true });
  const note = keep("a correction's note", "canary note of a technician");
  const corrected = { id, result: keep("a corrected result", "VIOLATION"), determinedBy: "BAT", note };
  await caller.call(cookie, "dat.correct", corrected, { shows: true });
  await caller.call(cookie, "dat.results", { id }, { kind: "query", shows: true });
};

/** Tokens as they are meant to be used, and wherever else people put them. */
const useKeys = async (caller: Caller, cookie: string, keep: Keep, installation: Installation): Promise<void> => {
  const disclosure = { confirmed: true, recipient: "A vendor", purpose: "A test" };
  const draft = { name: "Canary key", scopes: ["*"], disclosure };
  const made = shown.token.parse(await caller.call(cookie, "apiKeys.create", draft, { shows: true }));
  const token = keep("a token", made.token);
  const bearer = { authorization: `Bearer ${token}` };
  const path = "/api/v1/trainees";
  await caller.send("GET", path, bearer);
  await caller.send("GET", `${path}?search=${keep("what was searched for", "canarysearched")}`, bearer);
  await caller.send("GET", `${path}?limit=0`, { ...bearer, "x-request-id": token });
  await caller.send("GET", path, { authorization: `Basic ${btoa(`${token}:`)}` });
  await caller.send("GET", path, { authorization: `Bearer ${keep("a malformed token", `${token.slice(0, -1)}g`)}` });
  await caller.send("GET", `${path}?access_token=${token}`);
  await caller.send("GET", `/api/v1/${token}`);
  const json = { ...bearer, "content-type": "application/json" };
  await caller.send("POST", "/api/v1/bookings", json, `{"${token}":"${token}`);
  const booking = JSON.stringify(await bookable(caller, cookie));
  const { status } = await caller.send("POST", "/api/v1/bookings", { ...json, "idempotency-key": token }, booking);
  if (status !== 201) throw new Error(`A booking was answered ${status}.`);
  const { id } = made.key ?? {};
  const again = shown.token.parse(await caller.call(cookie, "apiKeys.reissue", { id }, { shows: true }));
  keep("a reissued token", again.token);
  await caller.send("GET", path, { authorization: `Bearer ${again.token}` });
  await caller.send("GET", path, bearer);
  await caller.call(cookie, "apiKeys.revoke", { id: again.key?.id });
  await caller.send("GET", path, { authorization: `Bearer ${again.token}` });
  const scopes = ["key", "create", "--mode", "live", "--scopes", "bookings:read"];
  const printed = keep("a token of the command line", await installation.aa(...scopes));
  await caller.send("GET", "/api/v1/bookings", { authorization: `Bearer ${printed}` });
};

/** What a booking needs. */
const bookable = async (caller: Caller, cookie: string): Promise<object> => {
  const device = { name: "B737-800", type: "B738", qualificationLevel: "FFS_D" };
  const { id: simulatorId } = shown.row.parse(await caller.call(cookie, "simulators.create", device));
  const person = { firstName: "Casey", lastName: "Moreno", email: "casey@example.com", course: "B737 Type Rating" };
  const { id } = shown.row.parse(await caller.call(cookie, "trainees.create", person));
  const [startsAt, endsAt] = [24, 26].map((hours) => new Date(Date.now() + hours * 3_600_000).toISOString());
  return { simulatorId, trainees: [{ id, seat: "LEFT" }], startsAt, endsAt, sessionType: "TRAINING" };
};

/** Cuts every connection to the database, so that errors are written too; then lets housekeeping and mail run. */
const loseDatabase = async (installation: Installation, caller: Caller, keep: Keep): Promise<void> => {
  const kept = await installation.files();
  const [password = "", port = ""] = ["password", "port"].map((name) => kept.get(name)?.trim());
  const url = `postgres://aviationalley:${keep("the database's password", password)}@127.0.0.1:${port}/aviationalley`;
  const db = openDatabase({ url, applicationName: "canary" });
  try {
    await db.run(endConnections, []);
    const email = keep("an address of nobody's", "canarynobody@example.com");
    await caller.session("/sign-in/email", { email, password: "canary mistyped horse" });
    await until(async () => {
      await caller.send("GET", "/api/cron/webhooks", { authorization: `Bearer ${GIVEN.CRON_SECRET}` });
      return (await db.one(countSettled, [])).count > 0;
    }, 30_000);
  } finally {
    await db.close();
  }
};
