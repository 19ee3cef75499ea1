import { type Client, escapeIdentifier } from "pg";
import { backoff } from "./backoff.ts";
import { send } from "./send.ts";
import { destroySession, openSession } from "./session.ts";
import { parseTarget } from "./target.ts";

type Handle = (payload: string) => void;

/** One connection of its own that hears NOTIFY, and reconnects by itself. */
export interface Listener {
  /** False while a message could be missed: callers that cache must then cache nothing. */
  readonly connected: boolean;
  on(channel: string, handle: Handle): void;
  /** Called each time the connection is lost: what was cached under it is no longer to be trusted. */
  onDisconnect(handle: () => void): void;
  close(): Promise<void>;
}

/** A network that is cut says nothing; so each beat asks, and a beat without an answer is the end. Together < 3 s. */
const BEAT = 500;
const SILENCE = 2_000;
const FIRST_WAIT = 20;
const LONGEST_WAIT = 1_000;

/** Beats until the connection ends. */
const keepAlive = (client: Client): void => {
  let askedAt: number | undefined;
  const timer = setInterval(() => {
    if (askedAt !== undefined) {
      if (performance.now() - askedAt > SILENCE) destroySession(client);
      return;
    }
    askedAt = performance.now();
    send(client, { text: "select 1" }).then(
      () => (askedAt = undefined),
      () => undefined,
    );
  }, BEAT);
  timer.unref();
  client.on("end", () => clearInterval(timer));
};

/**
 * Opens the connection; `url` must reach the server itself, since a pooler in transaction mode loses LISTEN. Resolves
 * after the first try, also when it failed (`connected` tells), and goes on trying.
 */
export const openListener = async ({ url }: { url: string }): Promise<Listener> => {
  const session = {
    target: parseTarget(url),
    applicationName: "aviationalley listen",
    statementTimeout: 0,
    connectTimeout: SILENCE,
  };
  const handlers = new Map<string, Handle[]>();
  const onLoss: (() => void)[] = [];
  let client: Client | undefined;
  let unheard = 0;
  let failures = 0;
  let closed = false;

  const listen = async (on: Client, channel: string) => {
    unheard++;
    try {
      await send(on, { text: `listen ${escapeIdentifier(channel)}` });
    } finally {
      unheard--;
    }
  };

  const lose = (lost: Client) => {
    if (client !== lost) return;
    client = undefined;
    for (const handle of onLoss) handle();
    void connect();
  };

  const start = async (fresh: Client) => {
    fresh.on("notification", ({ channel, payload }) => {
      for (const handle of handlers.get(channel) ?? []) handle(payload ?? "");
    });
    for (const channel of handlers.keys()) await listen(fresh, channel);
    if (closed) return void fresh.end();
    failures = 0;
    client = fresh;
    fresh.on("error", () => lose(fresh));
    fresh.on("end", () => lose(fresh));
    keepAlive(fresh);
    // A channel asked for while the LISTENs above were on their way.
    for (const channel of handlers.keys()) await listen(fresh, channel);
  };

  const connect = async (): Promise<void> => {
    if (closed) return;
    let fresh: Client | undefined;
    try {
      fresh = await openSession(session);
      await start(fresh);
    } catch {
      if (fresh) destroySession(fresh);
      // One that was in use already comes back by `lose`.
      if (fresh === undefined || client !== fresh)
        setTimeout(() => void connect(), backoff(failures++, FIRST_WAIT, LONGEST_WAIT)).unref();
    }
  };

  await connect();
  return {
    get connected() {
      return client !== undefined && unheard === 0;
    },
    on(channel, handle) {
      const known = handlers.get(channel);
      if (known) {
        known.push(handle);
        return;
      }
      handlers.set(channel, [handle]);
      const current = client;
      if (current) listen(current, channel).catch(() => destroySession(current));
    },
    onDisconnect: (handle) => void onLoss.push(handle),
    async close() {
      closed = true;
      const last = client;
      client = undefined;
      await last?.end();
    },
  };
};
