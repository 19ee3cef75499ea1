import { createServer } from "node:net";

/**
 * A receiver that does next to nothing, so that what is measured is the sender: finds where each request ends, counts
 * it, answers 200. Prints its port; answers `count` over IPC.
 */
const ANSWER = "HTTP/1.1 200 OK\r\ncontent-length: 0\r\n\r\n";
const HEAD_END = Buffer.from("\r\n\r\n");
let count = 0;

const lengthOf = (head: string): number => Number(/content-length: (\d+)/i.exec(head)?.[1] ?? 0);

const server = createServer((socket) => {
  let rest: Buffer = Buffer.alloc(0);
  socket.on("error", () => socket.destroy());
  socket.on("data", (chunk: Buffer) => {
    let data = rest.length === 0 ? chunk : Buffer.concat([rest, chunk]);
    let answers = 0;
    for (;;) {
      const end = data.indexOf(HEAD_END);
      if (end === -1) break;
      const whole = end + 4 + lengthOf(data.toString("latin1", 0, end));
      if (data.length < whole) break;
      data = data.subarray(whole);
      answers++;
    }
    rest = data;
    count += answers;
    if (answers > 0) socket.write(ANSWER.repeat(answers));
  });
});

server.listen(0, "127.0.0.1", 4096, () => process.send?.(server.address()));
process.on("message", () => process.send?.(count));
process.on("disconnect", () => process.exit(0));
