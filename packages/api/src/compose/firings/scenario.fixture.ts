import type { CenterId, Db } from "@aviationalley/db/client.ts";
import type { EventType } from "../../lib/events.ts";
import type { Instant, PlainDate } from "../../lib/time.ts";

/** A sandbox of its own, reached over HTTP as the console, as an integration and by its clock. */
export interface Stage {
  readonly db: Db;
  readonly centerId: CenterId;
  /** A procedure of the console, called by an OWNER's session; throws what it refuses. */
  call(procedure: string, input: object): Promise<{ id: string }>;
  /** The REST API with a `*` token; throws what it refuses. */
  post(path: string, body: object, idempotencyKey: string): Promise<{ id: string }>;
  patch(path: string, body: object): Promise<{ id: string }>;
  /** Moves the sandbox's clock to an instant: the timed jobs do what is due until then. */
  advance(to: Instant): Promise<void>;
  inHours(hours: number): Instant;
  inDays(days: number): PlainDate;
}

/** A transition that is ready to happen. */
export interface Ready {
  /** Lets it happen; answers the id of the row. Called twice: the first time its commit is made to fail. */
  readonly fire: () => Promise<string>;
  /** The same again: refused, or the same answer. Where the same again is another row, something that is refused. */
  readonly repeat: (id: string) => Promise<unknown>;
}

export interface Scenario {
  readonly event: EventType;
  /** By which transition, where an event has several. */
  readonly by?: string;
  /** The REST list in which the row stands. */
  readonly list: `/${string}`;
  readonly prepare: (stage: Stage) => Promise<Ready>;
}

/** A row that a command of the console changes, and that the same command leaves as it is when repeated. */
export const byCommand = (stage: Stage, { id }: { id: string }, procedure: string, input: object = {}): Ready => {
  const call = (): Promise<{ id: string }> => stage.call(procedure, { id, ...input });
  return { fire: async () => (await call()).id, repeat: call };
};

/** A row that time changes at an instant, and leaves alone a minute later. */
export const byTime = (stage: Stage, { id }: { id: string }, at: Instant): Ready => ({
  fire: async () => {
    await stage.advance(at);
    return id;
  },
  repeat: () => stage.advance(new Date(Date.parse(at) + 60_000).toISOString()),
});

/** A row that a command makes, and what it refuses to make. */
export const byMaking = (stage: Stage, procedure: string, input: object, refused: object): Ready => ({
  fire: async () => (await stage.call(procedure, input)).id,
  repeat: () => stage.call(procedure, { ...input, ...refused }),
});

/** An id that no row has. */
export const NOBODY = "0197a3c2-6f1e-7cc0-8a55-3b9a1d2e4fff";
