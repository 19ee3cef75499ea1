import { LRUCache } from "lru-cache";
import { Pool } from "undici";
import { guardedConnector } from "./connector.ts";
import type { Judge } from "./destination.ts";
import type { Target } from "./target.ts";

export interface ConnectionOptions {
  readonly judge: Judge;
  /** Milliseconds for name, TCP and TLS. */
  readonly timeoutMs: number;
  /** Certificates to trust beside the system's, as PEM: for receivers of tests. */
  readonly ca?: string;
}

/** Connections are kept per endpoint: two endpoints never share one, whatever their guards allow each. */
export interface Connections {
  of(target: Target, url: URL): Pool;
  close(): Promise<void>;
}

const MOST_ENDPOINTS = 10_000;
const IDLE_MS = 4_000;

/** Node's own limit; beyond it an answer is not HTTP to us, however many headers it has. */
const HEADER_BYTES = 16 * 1024;

export const openConnections = ({ judge, timeoutMs, ca }: ConnectionOptions): Connections => {
  const pools = new LRUCache<string, { readonly version: number; readonly pool: Pool }>({
    max: MOST_ENDPOINTS,
    // What it has in flight ends before it closes.
    dispose: ({ pool }) => void pool.close().catch(() => undefined),
  });
  return {
    of(target, url) {
      const known = pools.get(target.endpointId);
      if (known?.version === target.version) return known.pool;
      const pool = new Pool(url.origin, {
        connect: guardedConnector({ judge, policy: target.policy, timeoutMs, ...(ca === undefined ? {} : { ca }) }),
        connections: target.maxInFlight,
        allowH2: false,
        keepAliveTimeout: IDLE_MS,
        maxHeaderSize: HEADER_BYTES,
        // The exchange has a deadline of its own, over all of it.
        headersTimeout: 0,
        bodyTimeout: 0,
      });
      pools.set(target.endpointId, { version: target.version, pool });
      return pool;
    },
    async close() {
      const all = [...pools.values()].map(({ pool }) => pool.destroy());
      pools.clear();
      await Promise.allSettled(all);
    },
  };
};
