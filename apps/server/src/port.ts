import { createServer } from "node:net";
import { Fault } from "./fault.ts";

/** One line for what `listen` says; other errors as they are. */
export const listenFault = (error: unknown, host: string, port: number): unknown => {
  const code = error instanceof Error && "code" in error ? error.code : undefined;
  switch (code) {
    case "EADDRINUSE":
      return new Fault(
        `Port ${port} of ${host} is in use. Stop what uses it, or give this process another, e.g. PORT=${port + 1}.`,
      );
    case "EACCES":
      return new Fault(`Port ${port} may not be opened by this user. Choose one above 1023, e.g. PORT=3000.`);
    case "EADDRNOTAVAIL":
    case "ENOTFOUND":
      return new Fault(
        `HOST=${host} is not an address of this machine. Use 127.0.0.1, or 0.0.0.0 for all of its addresses.`,
      );
    default:
      return error;
  }
};

/** Makes sure, before anything is started, that the port can be had; answers which one it is where `port` is 0. */
export const claimPort = (host: string, port: number): Promise<number> =>
  new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once("error", (error) => reject(listenFault(error, host, port)));
    probe.listen({ host, port, exclusive: true }, () => {
      const address = probe.address();
      probe.close(() => resolve(typeof address === "object" && address ? address.port : port));
    });
  });
