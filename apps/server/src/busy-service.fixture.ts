import { randomBytes } from "node:crypto";
import { HOUR_MS } from "@aviationalley/api/lib/time.ts";
import { createWorkOrder } from "@aviationalley/api/modules/work-orders/commands/create.ts";
import { startWork } from "@aviationalley/api/modules/work-orders/commands/change.ts";
import { type CenterId, openDatabase } from "@aviationalley/db/client.ts";
import { RING_TEXT } from "@aviationalley/testing/endpoints.ts";
import { newSimulator, ok } from "@aviationalley/testing/factories.ts";
import { z } from "zod";
import { type Installation, newInstallation } from "./test-installation.fixture.ts";

const written = z.object({ id: z.string(), version: z.number() });

/** A change whose commit was acknowledged. */
export type Acknowledged = z.infer<typeof written>;

const AUTH_SECRET = randomBytes(32).toString("hex");

/** The command line and the server over a database that is there; two of them can read each other's secrets. */
export const serviceOver = (databaseUrl: string): Promise<Installation> =>
  newInstallation({
    DATABASE_URL: databaseUrl,
    AUTH_SECRET,
    SECRET_KEYS: RING_TEXT,
    WEBHOOK_ALLOW_CIDRS: "127.0.0.0/8",
    RATE_LIMIT_PER_SECOND: "1000000",
    RATE_LIMIT_BURST: "1000000",
  });

/** What one token may ask of a server's API; throws unless it succeeds. */
export const apiOf =
  (origin: string, token: string) =>
  async (method: string, path: string, body?: object): Promise<unknown> => {
    const response = await fetch(`${origin}/api/v1${path}`, {
      method,
      headers: { authorization: `Bearer ${token}`, "content-type": "application/json" },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${text}`);
    return JSON.parse(text);
  };

/** Producers that change things until they are told to stop. */
export interface Producers {
  /** In the order in which their answers came. */
  readonly acknowledged: readonly Acknowledged[];
  stop(): Promise<void>;
}

const LANES = 3;

/**
 * Lanes that book and annotate sessions over HTTP, each on a simulator of its own, and one that opens and begins work
 * orders, which are numbered, by commands.
 */
export const startProducers = async (
  databaseUrl: string,
  center: CenterId,
  api: ReturnType<typeof apiOf>,
): Promise<Producers> => {
  const db = openDatabase({ url: databaseUrl, maxConnections: 2, lanes: 1, applicationName: "producers" });
  const acknowledged: Acknowledged[] = [];
  const firstHour = Math.ceil(Date.now() / HOUR_MS) + 24;
  let going = true;

  const keep = (answer: unknown): Acknowledged => {
    const { id, version } = written.parse(answer);
    acknowledged.push({ id, version });
    return { id, version };
  };

  const book = async (simulatorId: string): Promise<void> => {
    for (let hour = firstHour; going; hour++) {
      const [startsAt, endsAt] = [hour, hour + 1].map((at) => new Date(at * HOUR_MS).toISOString());
      const session = { simulatorId, startsAt, endsAt, sessionType: "TRAINING", trainees: [] };
      const { id } = keep(await api("POST", "/bookings", session));
      keep(await api("PATCH", `/bookings/${id}`, { notes: "Annotated – ö" }));
    }
  };

  const mend = async (simulatorId: string): Promise<void> => {
    while (going) {
      const { id } = keep(ok(await createWorkOrder(db, center, { simulatorId, title: "Motion system drifts" })));
      keep(ok(await startWork(db, center, { id, expectedVersion: null })));
    }
  };

  const simulators = [];
  for (let lane = 0; lane <= LANES; lane++) simulators.push((await newSimulator(db, center)).id);
  const [own = "", ...others] = simulators;
  const work = Promise.all([mend(own), ...others.map(book)]);
  work.catch(() => undefined); // `stop` throws it
  return {
    acknowledged,
    async stop() {
      going = false;
      await work;
      await db.close();
    },
  };
};
