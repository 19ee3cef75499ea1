import type { Client } from "pg";
import { DatabaseUnavailable } from "./unavailable.ts";

/** A connection for one transaction; `release(false)` when its state is not known to be clean. */
export interface Lease {
  readonly client: Client;
  release(reusable: boolean): void;
}

export interface Pool {
  /** An idle connection, a new one, or the next that is given back. Throws DatabaseUnavailable after 5 s. */
  acquire: () => Promise<Lease>;
  /** The connections that have been lent for at least so many milliseconds. */
  overdue(ms: number): Client[];
  close(): Promise<void>;
}

interface Waiter {
  serve(lease: Promise<Lease>): void;
}

const LONGEST_WAIT = 5_000;
const IDLE_FOR = 30_000;

/**
 * Connections lent to one transaction at a time. Not pg's own Pool, since that binds a connection to its one host
 * before we can ask which of several takes writes.
 */
export const openPool = (open: () => Promise<Client>, size: number): Pool => {
  const idle = new Map<Client, NodeJS.Timeout>();
  const lentAt = new Map<Client, number>();
  const waiting: Waiter[] = [];
  let total = 0;
  let closed = false;

  const forget = (client: Client) => {
    const timer = idle.get(client);
    if (timer === undefined) return;
    clearTimeout(timer);
    idle.delete(client);
    total--;
  };

  const retire = (client: Client): Promise<void> => {
    forget(client);
    return client.end().catch(() => undefined);
  };

  const create = async (): Promise<Lease> => {
    total++;
    try {
      const client = await open();
      client.on("error", () => forget(client));
      client.on("end", () => forget(client));
      return lend(client);
    } catch (error) {
      total--;
      serveNext();
      throw error;
    }
  };

  const serveNext = () => {
    if (total < size && waiting.length > 0) waiting.shift()?.serve(create());
  };

  const takeBack = (client: Client, reusable: boolean) => {
    if (!reusable || closed) {
      total--;
      void client.end().catch(() => undefined);
      serveNext();
      return;
    }
    const waiter = waiting.shift();
    if (waiter) waiter.serve(Promise.resolve(lend(client)));
    else idle.set(client, setTimeout(() => void retire(client), IDLE_FOR).unref());
  };

  const lend = (client: Client): Lease => {
    let lent = true;
    lentAt.set(client, performance.now());
    return {
      client,
      release(reusable) {
        if (!lent) return;
        lent = false;
        lentAt.delete(client);
        takeBack(client, reusable);
      },
    };
  };

  const wait = (): Promise<Lease> =>
    new Promise((resolve, reject) => {
      const waiter: Waiter = {
        serve(lease) {
          clearTimeout(timer);
          resolve(lease);
        },
      };
      const giveUp = () => {
        waiting.splice(waiting.indexOf(waiter), 1);
        reject(new DatabaseUnavailable(`none of ${size} connections came free within ${LONGEST_WAIT / 1000} s`));
      };
      const timer = setTimeout(giveUp, LONGEST_WAIT);
      waiting.push(waiter);
    });

  return {
    async acquire() {
      if (closed) throw new DatabaseUnavailable("this client is closed");
      const [last] = [...idle.keys()].slice(-1);
      if (last !== undefined) {
        clearTimeout(idle.get(last));
        idle.delete(last);
        return lend(last);
      }
      return total < size ? await create() : await wait();
    },
    overdue(ms) {
      const now = performance.now();
      return [...lentAt].flatMap(([client, since]) => (now - since >= ms ? [client] : []));
    },
    async close() {
      closed = true;
      await Promise.all([...idle.keys()].map(retire));
    },
  };
};
