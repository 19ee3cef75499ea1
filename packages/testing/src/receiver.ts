import { createServer, type IncomingHttpHeaders, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo, Socket } from "node:net";

/** How a receiver answers: as it should, or in one of the ways in which real ones do not. */
export type Behaviour =
  | { readonly status: number; readonly headers?: Readonly<Record<string, string>>; readonly body?: string | Buffer }
  /** Reads the request and says nothing. */
  | "hang"
  /** Resets the connection. */
  | "reset"
  /** 200, then one byte a second. */
  | "drip"
  /** 200 with a length, and closes before all of it is there. */
  | "close-early"
  /** 200, then data without an end, as fast as it is taken. */
  | "endless"
  /** 10,000 headers. */
  | "many-headers"
  /** Bytes that are not HTTP. */
  | "garbage"
  /** 103 Early Hints without an end. */
  | "hints";

export interface Received {
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  /** The body's bytes as text. */
  readonly body: string;
  /** By performance.now(). */
  readonly at: number;
}

export interface Receiver {
  readonly url: string;
  /** In the order of arrival. */
  readonly received: readonly Received[];
  /** Requests whose answer is not over. */
  readonly open: number;
  /** The most that were open at once. */
  readonly mostOpen: number;
  behave(behaviour: Behaviour | ((request: Received) => Behaviour | Promise<Behaviour>)): void;
  /** Drops what was received so far: for runs that are too long to remember. */
  forget(): void;
  close(): Promise<void>;
}

const OK: Behaviour = { status: 200, body: "ok" };

/** A subscriber's server on a free port of the loopback, which records what it gets and answers as it is told. */
export const startReceiver = async (first: Behaviour = OK): Promise<Receiver> => {
  const received: Received[] = [];
  const sockets = new Set<Socket>();
  let decide: (request: Received) => Behaviour | Promise<Behaviour> = () => first;
  let open = 0;
  let mostOpen = 0;

  const handle = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    open++;
    mostOpen = Math.max(mostOpen, open);
    response.once("close", () => open--);
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer); // a request without an encoding yields buffers
    const body = Buffer.concat(chunks).toString("utf8");
    const one = { path: request.url ?? "", headers: request.headers, body, at: performance.now() };
    received.push(one);
    answer(response, await decide(one));
  };

  const server = createServer((request, response) => {
    handle(request, response).catch(() => response.destroy());
  });
  server.on("connection", (socket) => {
    sockets.add(socket);
    socket.on("error", () => undefined).once("close", () => sockets.delete(socket));
  });
  await new Promise<void>((resolve) => void server.listen(0, "127.0.0.1", 4096, resolve));
  // A server that listens on TCP has an address of this shape.
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}/hook`,
    received,
    get open() {
      return open;
    },
    get mostOpen() {
      return mostOpen;
    },
    behave(behaviour) {
      decide = typeof behaviour === "function" ? behaviour : () => behaviour;
    },
    forget() {
      received.length = 0;
    },
    async close() {
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
};

const answer = (response: ServerResponse, behaviour: Behaviour): void => {
  const { socket } = response;
  if (typeof behaviour === "object") {
    response.writeHead(behaviour.status, behaviour.headers).end(behaviour.body);
    return;
  }
  switch (behaviour) {
    case "hang":
      return;
    case "reset":
      socket?.resetAndDestroy();
      return;
    case "drip":
      response.writeHead(200);
      repeat(response, 1_000, () => response.write("."));
      return;
    case "close-early":
      response.writeHead(200, { "content-length": "1000" });
      response.write("half", () => socket?.destroy());
      return;
    case "endless":
      flood(response);
      return;
    case "many-headers":
      socket?.end(`HTTP/1.1 200 OK\r\n${"x: y\r\n".repeat(10_000)}\r\n`);
      return;
    case "garbage":
      socket?.end("\0\x01 this is not HTTP\r\n\r\n");
      return;
    case "hints":
      repeat(response, 20, () => response.writeEarlyHints({ link: "</a>; rel=preload" }));
      return;
  }
};

const repeat = (response: ServerResponse, ms: number, write: () => void): void => {
  const timer = setInterval(write, ms);
  response.once("close", () => clearInterval(timer));
};

const flood = (response: ServerResponse): void => {
  const chunk = Buffer.alloc(64 * 1024, "x");
  const pour = (): void => {
    while (!response.destroyed && response.write(chunk));
  };
  response.on("drain", pour);
  response.writeHead(200);
  pour();
};
