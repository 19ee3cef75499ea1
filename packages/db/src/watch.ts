import { type Client, DatabaseError } from "pg";
import { send } from "./send.ts";
import { destroySession, hostOf, openHost, openSession, type SessionOptions } from "./session.ts";
import { DatabaseUnavailable } from "./unavailable.ts";

/** Sees to it that nobody waits long for a server that has frozen, or for a network that has swallowed it. */
export interface Watch {
  /** Opens a session to a host that is not known to be silent; refuses at once when all are. */
  readonly open: () => Promise<Client>;
  close(): Promise<void>;
}

/** Sessions of whom somebody has awaited something for at least this long (ms). */
type Overdue = (ms: number) => Iterable<Client>;

/** A session on its way. */
interface Opening {
  readonly since: number;
  readonly giveUp: () => unknown;
}

const LOOK = 500;
const SUSPICIOUS = 1_000;

/**
 * Counted in looks rather than by the clock, so that a process which itself stood still accuses nobody. With the above,
 * a caller waits 4 s at most; a server too busy to answer `select 1` for 2.5 s serves nobody either.
 */
const PATIENCE = 5;

/** One host that is asked `select 1` over a connection of its own, while there is reason to. */
const openProbe = (url: string, options: SessionOptions) => {
  let client: Client | undefined;
  let asking: Promise<void> | undefined;
  let unanswered = 0;
  let silent = false;

  const ask = async () => {
    try {
      client ??= await openHost(url, options);
      await send(client, { text: "select 1" });
      silent = false;
    } catch (error) {
      // Whatever the server says, be it that it has no connection left, it lives.
      if (error instanceof DatabaseError) silent = false;
      if (client) destroySession(client);
      client = undefined;
    } finally {
      asking = undefined;
    }
  };

  return {
    get silent() {
      return silent;
    },
    look() {
      if (asking === undefined) {
        unanswered = 0;
        asking = ask();
      } else if (++unanswered === PATIENCE) {
        silent = true;
        if (client) destroySession(client);
      }
    },
    async end() {
      await asking;
      await client?.end();
    },
  };
};

/**
 * A statement may rightly take its time, so its age alone says nothing. But when one is late, the host it went to is
 * asked for a sign of life on another connection; while that stays without an answer, every session that awaits one
 * from there is cut, and new ones are refused, until the host speaks again.
 */
export const openWatch = (session: SessionOptions, overdue: Overdue): Watch => {
  const probes = new Map<string, ReturnType<typeof openProbe>>();
  const openings = new Set<Opening>();
  // Longer than our patience, so that it is the looks that judge; not by much, since what was swallowed stays so.
  const options = { ...session, statementTimeout: 0, connectTimeout: (PATIENCE + 1) * LOOK };

  const isSilent = (url: string | undefined) => url !== undefined && probes.get(url)?.silent === true;

  const drop = (url: string): Promise<void> => {
    const ended = probes.get(url)?.end();
    probes.delete(url);
    return ended ?? Promise.resolve();
  };

  const suspected = (): Set<string> => {
    const late = [...openings].some(({ since }) => performance.now() - since > SUSPICIOUS);
    const hosts = [...overdue(SUSPICIOUS)].flatMap((client) => hostOf(client) ?? []);
    return new Set(late ? session.target.hosts : hosts);
  };

  const look = () => {
    const suspects = suspected();
    for (const url of suspects) if (!probes.has(url)) probes.set(url, openProbe(url, options));
    for (const [url, probe] of probes) {
      if (suspects.has(url) || probe.silent) probe.look();
      else void drop(url);
    }
    for (const client of overdue(0)) if (isSilent(hostOf(client))) destroySession(client);
    if (session.target.hosts.every(isSilent)) for (const { giveUp } of openings) giveUp();
  };

  const timer = setInterval(look, LOOK).unref();
  return {
    async open() {
      const { target } = session;
      const hosts = target.hosts.filter((url) => !isSilent(url));
      const silence = () => new DatabaseUnavailable(`${target.label}: it does not answer`);
      if (hosts.length === 0) throw silence();
      const { promise, resolve, reject } = Promise.withResolvers<Client>();
      const opening = { since: performance.now(), giveUp: () => openings.delete(opening) && reject(silence()) };
      openings.add(opening);
      openSession({ ...session, target: { ...target, hosts } }).then(
        // One that comes after all is nobody's.
        (client) => (openings.delete(opening) ? resolve(client) : client.end()),
        (error: unknown) => openings.delete(opening) && reject(error),
      );
      return await promise;
    },
    async close() {
      clearInterval(timer);
      await Promise.all([...probes.keys()].map(drop));
    },
  };
};
