import { connect as connectTcp, isIP, type Socket } from "node:net";
import { buildConnector } from "undici";
import { type DestinationPolicy, type Forbidden, hostOf, isForbidden, type Judge } from "./destination.ts";

/** The destination is refused; the message says why. Not the receiver's fault, and not retried any differently. */
export class ForbiddenDestination extends Error {
  constructor({ forbidden }: Forbidden) {
    super(forbidden);
    this.name = "ForbiddenDestination";
  }
}

export interface ConnectorOptions {
  readonly judge: Judge;
  readonly policy: DestinationPolicy;
  /** Milliseconds for name, TCP and TLS together. */
  readonly timeoutMs: number;
  /** Certificates to trust beside the system's, as PEM: for receivers of tests. */
  readonly ca?: string;
}

/** Before a further address of the same host is tried; most hosts answer the first. */
const MOST_ADDRESSES = 3;

/**
 * What an undici Agent or Pool connects by: judges the host anew, connects to the judged address itself (so that a
 * second, different answer of the name server has nobody to deceive), and compares the socket's remote address before
 * the first byte is written. No proxy variable is read anywhere on this way.
 */
export const guardedConnector = ({ judge, policy, timeoutMs, ca }: ConnectorOptions): buildConnector.connector => {
  const upgrade = buildConnector({ timeout: timeoutMs, ...(ca === undefined ? {} : { ca }) });

  const open = async ({ protocol, hostname, port }: buildConnector.Options, signal: AbortSignal): Promise<Socket> => {
    const url = new URL(
      `${protocol}//${hostname.includes(":") && !hostname.startsWith("[") ? `[${hostname}]` : hostname}`,
    );
    const destination = await judge(url, policy);
    if (isForbidden(destination)) throw new ForbiddenDestination(destination);
    const portNumber = Number(port || (protocol === "https:" ? 443 : 80));
    return connectToOne(destination.addresses.slice(0, MOST_ADDRESSES), portNumber, signal);
  };

  return (options, answer) => {
    const late = new AbortController();
    // Not AbortSignal.timeout, which cannot be cleared: it made an error for each connection, seconds after that was open.
    const timer = setTimeout(() => late.abort(), timeoutMs);
    const opening = open(options, late.signal).finally(() => clearTimeout(timer));
    opening.then(
      (socket) => {
        if (options.protocol !== "https:") return answer(null, socket);
        // `servername` is the host's name: certificates are checked against it, not against the address.
        const name = hostOf(options);
        upgrade({ ...options, ...(isIP(name) ? {} : { servername: name }), httpSocket: socket }, answer);
      },
      (error: unknown) => answer(error instanceof Error ? error : new Error(String(error)), null),
    );
  };
};

const connectToOne = async (addresses: readonly string[], port: number, signal: AbortSignal): Promise<Socket> => {
  let last: unknown = new Error("no address");
  for (const address of addresses) {
    try {
      return await connectTo(address, port, signal);
    } catch (error) {
      last = error;
      if (signal.aborted) break;
    }
  }
  throw last;
};

/** A TCP connection to exactly this address. */
const connectTo = (address: string, port: number, signal: AbortSignal): Promise<Socket> =>
  new Promise((resolve, reject) => {
    if (signal.aborted) return reject(connectTimeout(address, port));
    const socket = connectTcp({ host: address, port, noDelay: true, keepAlive: true });
    const give = (end: () => void): void => {
      signal.removeEventListener("abort", onAbort);
      socket.off("error", onError).off("connect", onConnect);
      end();
    };
    const refuse = (error: Error): void =>
      give(() => {
        socket.on("error", () => undefined).destroy();
        reject(error);
      });
    const onAbort = (): void => refuse(connectTimeout(address, port));
    const onError = (error: Error): void => refuse(error);
    const onConnect = (): void => {
      if (sameAddress(socket.remoteAddress, address)) return give(() => resolve(socket));
      refuse(new ForbiddenDestination({ forbidden: `connected to ${socket.remoteAddress}, not to ${address}` }));
    };
    signal.addEventListener("abort", onAbort, { once: true });
    socket.once("error", onError).once("connect", onConnect);
  });

const connectTimeout = (address: string, port: number): Error =>
  Object.assign(new Error(`${address}:${port} did not accept a connection in time`), { code: "ETIMEDOUT" });

/** Compares as addresses: the kernel spells IPv6 its own way. */
const sameAddress = (remote: string | undefined, judged: string): boolean =>
  remote !== undefined && canonical(remote) === canonical(judged);

const canonical = (address: string): string =>
  isIP(address) === 6 ? new URL(`http://[${address}]`).hostname : address;
