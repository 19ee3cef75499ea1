import { once } from "node:events";
import { connect, createServer } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";

/** A way to a PostgreSQL on this machine on which each statement may take longer. */
export interface SlowProxy {
  readonly port: number;
  /** From now on each statement reaches the server so many milliseconds after the one before it. */
  delay(ms: number): void;
}

const HEADER = 5;
const SYNC = 0x53;
const QUERY = 0x51;

/** Cuts what a client sends into batches, each up to the message with which the server begins to work. */
const openCutter = () => {
  let rest = Buffer.alloc(0);
  let started = false;
  let from = 0;

  return (chunk: Buffer): Buffer[] => {
    rest = Buffer.concat([rest, chunk]);
    const batches: Buffer[] = [];
    const take = (end: number): void => {
      batches.push(rest.subarray(0, end));
      rest = rest.subarray(end);
      from = 0;
    };
    while (rest.length - from >= HEADER) {
      // The very first message has no type before its length.
      const end = from + (started ? 1 + rest.readUInt32BE(from + 1) : rest.readUInt32BE(from));
      if (rest.length < end) break;
      const type = started ? rest[from] : undefined;
      const isLast = type === undefined || type === SYNC || type === QUERY || !isQueried(type);
      started = true;
      from = end;
      if (isLast) take(end);
    }
    return batches;
  };
};

/** Parse, Bind, Describe, Execute, Close: they wait for their Sync. */
const isQueried = (type: number): boolean => "PBDEC".includes(String.fromCharCode(type));

const isStatement = (batch: Buffer): boolean => [0x50, 0x42, 0x45, QUERY].includes(batch[0] ?? 0);

export const openSlowProxy = async (port: number): Promise<SlowProxy> => {
  let delayMs = 0;
  const server = createServer((near) => {
    const far = connect(port, "127.0.0.1");
    const cut = openCutter();
    let sent = Promise.resolve();
    const send = async (batch: Buffer): Promise<void> => {
      if (delayMs > 0 && isStatement(batch)) await sleep(delayMs);
      far.write(batch);
    };
    far.pipe(near);
    near.on("data", (chunk: Buffer) => {
      for (const batch of cut(chunk)) sent = sent.then(() => send(batch));
    });
    near.on("error", () => far.destroy());
    near.on("close", () => far.destroy());
    far.on("error", () => near.destroy());
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("no port");
  return { port: address.port, delay: (ms) => (delayMs = ms) };
};
