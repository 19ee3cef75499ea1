import { createSocket } from "node:dgram";
import { once } from "node:events";
import { isIP } from "node:net";

/** A name server on this machine that answers what the test wants, and may answer otherwise the next time. */
export interface NameServer {
  /** For `openResolver({ servers })`. */
  readonly address: string;
  /** What a name resolves to from now on: IPv4 and IPv6 addresses. */
  set(name: string, addresses: readonly string[]): void;
  /** How often a name was asked for. */
  asked(name: string): number;
  /** From now on it says nothing. */
  mute(): void;
  close(): void;
}

const TYPES = new Map([
  [1, 4],
  [28, 6],
]);

const bytesOf = (address: string): Buffer => {
  if (isIP(address) === 4) return Buffer.from(address.split(".").map(Number));
  const [head = "", tail] = new URL(`http://[${address}]`).hostname.slice(1, -1).split("::");
  const words = (text = ""): string[] => (text === "" ? [] : text.split(":"));
  const [left, right] = [words(head), words(tail)];
  const middle = Array.from({ length: 8 - left.length - right.length }, () => "0");
  return Buffer.from([...left, ...middle, ...right].map((word) => word.padStart(4, "0")).join(""), "hex");
};

/** The name of the first question, and where it ends. */
const readName = (message: Buffer): { name: string; end: number } => {
  const labels: string[] = [];
  let at = 12;
  for (let length = message[at] ?? 0; length > 0; length = message[at] ?? 0) {
    labels.push(message.toString("latin1", at + 1, at + 1 + length));
    at += length + 1;
  }
  return { name: labels.join(".").toLowerCase(), end: at + 1 };
};

export const startNameServer = async (): Promise<NameServer> => {
  const names = new Map<string, readonly string[]>();
  const counts = new Map<string, number>();
  let muted = false;
  const socket = createSocket("udp4");
  socket.on("message", (message, { port, address }) => {
    const { name, end } = readName(message);
    const version = TYPES.get(message.readUInt16BE(end));
    if (version === 4) counts.set(name, (counts.get(name) ?? 0) + 1);
    if (muted) return;
    const known = names.get(name);
    const answers = (known ?? []).filter((one) => isIP(one) === version).map(bytesOf);
    const header = Buffer.from(message.subarray(0, 12));
    header.writeUInt16BE(known ? 0x8180 : 0x8183, 2); // no error, or no such name
    header.writeUInt16BE(answers.length, 6);
    header.writeUInt32BE(0, 8);
    const records = answers.map((bytes) => {
      const record = Buffer.from([0xc0, 12, 0, bytes.length === 4 ? 1 : 28, 0, 1, 0, 0, 0, 0, 0, bytes.length]);
      return Buffer.concat([record, bytes]);
    });
    socket.send(Buffer.concat([header, message.subarray(12, end + 4), ...records]), port, address);
  });
  socket.bind(0, "127.0.0.1");
  await once(socket, "listening");
  return {
    address: `127.0.0.1:${socket.address().port}`,
    set: (name, addresses) => void names.set(name, addresses),
    asked: (name) => counts.get(name) ?? 0,
    mute: () => void (muted = true),
    close: () => void socket.close(),
  };
};
