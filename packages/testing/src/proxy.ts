import { once } from "node:events";
import { connect, createServer, type Socket } from "node:net";

/** A network path that can fail. */
export interface Proxy {
  readonly port: number;
  /** From now on nothing comes through and nobody is told: a cut cable. */
  stall(): void;
  /** Lets new connections through again; those that were stalled stay dead. */
  heal(): void;
  close(): Promise<void>;
}

/** Listens on a free local port and passes everything on to another. */
export const openProxy = async (port: number, host = "127.0.0.1"): Promise<Proxy> => {
  const sockets = new Set<Socket>();
  let stalled = false;
  const server = createServer((near) => {
    const far = connect(port, host);
    for (const [from, to] of [
      [near, far],
      [far, near],
    ] as const) {
      sockets.add(from);
      from.on("error", () => to.destroy());
      from.on("close", () => to.destroy());
      if (!stalled) from.pipe(to);
    }
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("no port");
  return {
    port: address.port,
    stall() {
      stalled = true;
      for (const socket of sockets) socket.unpipe().pause();
    },
    heal() {
      stalled = false;
    },
    async close() {
      for (const socket of sockets) socket.destroy();
      server.close();
      await once(server, "close");
    },
  };
};
