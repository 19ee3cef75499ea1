import { createServer } from "node:net";

/** Whether nobody listens on this port of 127.0.0.1. Port 0 asks the system for any; gives the port, or undefined. */
const tryPort = (port: number): Promise<number | undefined> =>
  new Promise((resolve) => {
    const server = createServer();
    server.on("error", () => resolve(undefined));
    server.listen({ port, host: "127.0.0.1", exclusive: true }, () => {
      const address = server.address();
      server.close(() => resolve(typeof address === "object" && address !== null ? address.port : undefined));
    });
  });

/** The port of the last start, so that the URL stays what it was; another when that one is taken. */
export const choosePort = async (last: number | undefined): Promise<number> => {
  const port = (last ? await tryPort(last) : undefined) ?? (await tryPort(0));
  if (port === undefined) throw new Error("no free port on 127.0.0.1");
  return port;
};
