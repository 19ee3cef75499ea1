import { createServer, type Socket } from "node:net";

/**
 * `node receiver.ts [deaf]`: a receiver that does next to nothing, so that what is measured is the sender: finds where
 * each request ends and answers 200; a deaf one reads and never answers. Sends its port. Answers `listen` by noting
 * from then on when what arrived, and `tell` with the notes: [path, id of the change's object, ms of the machine's
 * monotonic clock].
 */
const ANSWER = "HTTP/1.1 200 OK\r\ncontent-length: 0\r\n\r\n";
const HEAD_END = Buffer.from("\r\n\r\n");
const deaf = process.argv[2] === "deaf";

let listening = false;
let notes: [path: string, id: string, at: number][] = [];

const lengthOf = (head: string): number => Number(/content-length: (\d+)/i.exec(head)?.[1] ?? 0);

const note = (head: string, body: Buffer): void => {
  const at = Number(process.hrtime.bigint()) / 1e6;
  const [, path = ""] = head.split(" ", 2);
  notes.push([path, /"object":\{"id":"([^"]+)"/.exec(body.toString("latin1"))?.[1] ?? "", at]);
};

/** The bytes after the last whole request, and how many there were. */
const readRequests = (data: Buffer): { rest: Buffer; requests: number } => {
  let requests = 0;
  for (let rest = data; ; requests++) {
    const end = rest.indexOf(HEAD_END);
    if (end === -1) return { rest, requests };
    const head = rest.toString("latin1", 0, end);
    const whole = end + 4 + lengthOf(head);
    if (rest.length < whole) return { rest, requests };
    if (listening) note(head, rest.subarray(end + 4, whole));
    rest = rest.subarray(whole);
  }
};

const hear = (socket: Socket): void => {
  let kept: Buffer = Buffer.alloc(0);
  socket.on("data", (chunk: Buffer) => {
    const { rest, requests } = readRequests(kept.length === 0 ? chunk : Buffer.concat([kept, chunk]));
    kept = rest;
    if (requests > 0) socket.write(ANSWER.repeat(requests));
  });
};

const server = createServer((socket) => {
  socket.on("error", () => socket.destroy());
  if (deaf) socket.resume();
  else hear(socket);
});

server.listen(0, "127.0.0.1", 4096, () => process.send?.(server.address()));
process.on("message", (message) => {
  listening = message === "listen";
  process.send?.(listening ? "listening" : notes);
  notes = [];
});
process.on("disconnect", () => process.exit(0));
