import { type CenterId, statement } from "@aviationalley/db/client.ts";
import { startServer } from "@aviationalley/testing/server.ts";
import fastify from "fastify";
import { z } from "zod";
import { consolePlugin } from "../../http/console.ts";
import { isFailure } from "../../lib/errors.ts";
import { HOUR_MS, localDate, plusDays, plusMs } from "../../lib/time.ts";
import { transaction } from "../../lib/transaction.ts";
import { addMember } from "../../modules/centers/commands/members.ts";
import { createAuth } from "../../platform/accounts/auth.ts";
import { createAccount } from "../../platform/accounts/create.ts";
import { appRouter } from "../../root.ts";
import { invitationsOf } from "../centers.ts";
import type { Stage } from "./scenario.fixture.ts";

const OWNER = { name: "Olu Owner", email: "owner@example.com", password: "correct horse battery" };
const operator = { actor: { kind: "operator" }, address: null } as const;

const identified = z.looseObject({ id: z.string() });
const listed = z.object({ data: z.array(identified) });
const answered = z.object({ result: z.object({ data: identified }) });

export type Row = z.infer<typeof identified>;

export interface Fired {
  id: string;
  type: string;
  subject: string;
  data: string;
}
const eventsQuery = statement<Fired>(
  "test.firings_events",
  "select id, type, subject_id as subject, data from events where center_id = $1 order by id",
);

/** What a test sees of a stage that the scenarios do not. */
export interface Theatre {
  readonly stage: Stage;
  /** All rows of a REST list, read with these scopes. */
  readonly rows: (list: string, ...scopes: string[]) => Promise<Row[]>;
  readonly events: () => Promise<Fired[]>;
  /** From now on, or no longer, every transaction of this sandbox that wrote an event fails as it commits. */
  readonly doom: (doomed: boolean) => Promise<void>;
}

/** Fails at the commit, when the change and its event are both written. */
const SABOTAGE = [
  "create table test_doomed (center_id uuid primary key)",
  `create function test_fail() returns trigger language plpgsql as $$
   begin
     if exists (select from test_doomed d where d.center_id = new.center_id) then raise exception 'doomed'; end if;
     return null;
   end $$`,
  `create constraint trigger test_fail after insert on events deferrable initially deferred
   for each row execute function test_fail()`,
];
const doom = statement<never>("test.firings_doom", "insert into test_doomed (center_id) values ($1)");
const pardon = statement<never>("test.firings_pardon", "delete from test_doomed where center_id = $1");

/** The REST API and the console on real ports over one database; every scenario gets a live center with its sandbox. */
export const openHouse = async () => {
  const server = await startServer();
  const { db } = server.database;
  for (const [index, text] of SABOTAGE.entries()) await db.run(statement(`test.firings_sabotage_${index}`, text), []);
  const account = await createAccount(db, OWNER);
  if (isFailure(account)) throw new Error(account.detail);
  const publicUrl = "http://127.0.0.1";
  const auth = createAuth({
    db,
    publicUrl,
    secret: "0123456789abcdef0123456789abcdef",
    originsOf: (request) => [`http://${request.headers.get("host")}`],
  });
  const app = fastify({ forceCloseConnections: true });
  app.register(
    consolePlugin({ db, router: appRouter, auth, publicUrl, invitations: invitationsOf(db), onError: () => {} }),
  );
  const origin = await app.listen({ port: 0, host: "127.0.0.1" });
  const post = (path: string, body: object, headers: Record<string, string> = {}) =>
    fetch(`${origin}${path}`, {
      method: "POST",
      headers: { "content-type": "application/json", origin, ...headers },
      body: JSON.stringify(body),
    });
  const signedIn = await post("/api/auth/sign-in/email", OWNER);
  const cookie = signedIn.headers.getSetCookie()[0]?.split(";")[0] ?? "";

  const open = async (): Promise<Theatre> => {
    const { centerId: liveId, sandboxId } = await server.addCenter();
    await transaction(db, liveId, (tx) => addMember(tx, operator, account.id, ["OWNER"]));
    const seat = { cookie, "x-aa-center": liveId, "x-aa-mode": "test" };
    const mutate = async (procedure: string, input: object): Promise<unknown> => {
      const answer = await post(`/trpc/${procedure}`, input, seat);
      if (!answer.ok) throw new Error(`${procedure}: ${answer.status} ${await answer.text()}`);
      return answer.json();
    };
    const token = (...scopes: string[]) => server.issue({ mode: "test", centerId: sandboxId, scopes });
    const api = server.api(token("*"));
    return {
      stage: stageOf(sandboxId, mutate, api),
      rows: async (list, ...scopes) => {
        const { body } = await server.api(token(...scopes)).get(`/api/v1${list}?limit=200`);
        return listed.parse(body).data;
      },
      events: () => db.many(eventsQuery, [sandboxId]),
      doom: async (doomed) => void (await db.run(doomed ? doom : pardon, [sandboxId])),
    };
  };

  const stageOf = (
    centerId: CenterId,
    mutate: (procedure: string, input: object) => Promise<unknown>,
    api: ReturnType<typeof server.api>,
  ): Stage => {
    const begun = new Date().toISOString();
    const written = ({ status, body, text }: Awaited<ReturnType<typeof api.post>>): { id: string } => {
      if (status >= 300) throw new Error(`${status} ${text}`);
      return identified.parse(body);
    };
    return {
      db,
      centerId,
      call: async (procedure, input) => answered.parse(await mutate(procedure, input)).result.data,
      post: async (path, body, key) => written(await api.post(`/api/v1${path}`, body, { "idempotency-key": key })),
      patch: async (path, body) => written(await api.patch(`/api/v1${path}`, body)),
      advance: async (to) => void (await mutate("sandbox.advanceClock", { to })),
      inHours: (hours) => plusMs(begun, hours * HOUR_MS),
      inDays: (days) => plusDays(localDate(begun, "UTC"), days),
    };
  };

  const close = async (): Promise<void> => {
    await app.close();
    await server.close();
  };
  return { open, close };
};
