import { setImmediate as turn, setTimeout as sleep } from "node:timers/promises";
import { backoff } from "./backoff.ts";
import { openLane } from "./lane.ts";
import { send } from "./send.ts";
import { openSession, prepareSession } from "./session.ts";
import { parseTarget } from "./target.ts";
import { DatabaseUnavailable } from "./unavailable.ts";

/** Sends NOTIFY after commits, many in one. */
export interface Notifier {
  /** Queues a message; one that waits already is not sent twice. Throws when PostgreSQL could not carry it. */
  notify(channel: string, payload: string): void;
  /** Resolves when all queued messages are sent. */
  flush(): Promise<void>;
  /** Sends what is queued, if the database is there, and closes. */
  close(): Promise<void>;
}

const PAUSE = 5;

/** Limits of NOTIFY: 7,999 bytes of payload, an identifier as the channel. */
const LONGEST_PAYLOAD = 7_999;
const LONGEST_CHANNEL = 63;

/** While the database is away, no more than this waits; beyond it, the time-to-live of caches must do. */
const MOST_WAITING = 10_000;

const SEND = "select pg_notify(channel, payload) from unnest($1::text[], $2::text[]) as message (channel, payload)";

const check = (channel: string, payload: string) => {
  if (channel === "" || Buffer.byteLength(channel) > LONGEST_CHANNEL) throw new RangeError(`channel "${channel}"`);
  if (Buffer.byteLength(payload) > LONGEST_PAYLOAD) throw new RangeError(`a payload over ${LONGEST_PAYLOAD} bytes`);
};

/**
 * Every NOTIFY takes a lock of the whole server at its commit, so messages do not travel in the transactions that
 * cause them: they follow, at most one statement per 5 ms, on a connection that does not wait for the disk.
 */
export const openNotifier = ({ url }: { url: string }): Notifier => {
  const target = parseTarget(url);
  const lane = openLane(async () => {
    const client = await openSession({ target, applicationName: "aviationalley notify", statementTimeout: 15_000 });
    return await prepareSession(client, () => send(client, { text: "set synchronous_commit = off" }));
  });
  const waiting = new Map<string, { channel: string; payload: string }>();
  let sending: Promise<void> | undefined;
  let closed = false;

  const sendBatch = async () => {
    const batch = [...waiting];
    waiting.clear();
    const channels = batch.map(([, { channel }]) => channel);
    const payloads = batch.map(([, { payload }]) => payload);
    try {
      await lane.query({ name: "aa_notify", text: SEND, values: [channels, payloads] });
    } catch (error) {
      for (const [key, message] of batch) waiting.set(key, message);
      throw error;
    }
  };

  const drain = async () => {
    // What is queued within this turn of the event loop goes along.
    await turn();
    for (let failures = 0; waiting.size > 0 && !(closed && failures > 0);) {
      try {
        await sendBatch();
        failures = 0;
        await sleep(PAUSE);
      } catch (error) {
        if (!(error instanceof DatabaseUnavailable)) waiting.clear();
        await sleep(backoff(failures++, 20, 1_000));
      }
    }
  };

  return {
    notify(channel, payload) {
      check(channel, payload);
      if (closed || waiting.size >= MOST_WAITING) return;
      waiting.set(`${channel}\0${payload}`, { channel, payload });
      sending ??= drain().finally(() => (sending = undefined));
    },
    async flush() {
      while (sending) await sending;
    },
    async close() {
      closed = true;
      await sending;
      await lane.close();
    },
  };
};
