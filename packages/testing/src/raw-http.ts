import { connect } from "node:net";

/** One answer, as it came. */
export interface RawAnswer {
  readonly status: number;
  /** By lower-case name; of several the last. */
  readonly headers: ReadonlyMap<string, string>;
  readonly body: string;
}

const TIMEOUT_MS = 20_000;

/**
 * Writes bytes to a server and reads its first answer: for requests that no HTTP client lets pass. They must ask for
 * `Connection: close`.
 */
export const sendBytes = (origin: string, bytes: Buffer): Promise<RawAnswer> =>
  new Promise((resolve, reject) => {
    const { hostname, port } = new URL(origin);
    const socket = connect({ host: hostname, port: Number(port) });
    const chunks: Buffer[] = [];
    socket.setTimeout(TIMEOUT_MS, () => socket.destroy(new Error("no answer came in time")));
    socket.on("data", (chunk) => void chunks.push(chunk));
    socket.on("error", (error) => (chunks.length === 0 ? reject(error) : undefined));
    socket.on("close", () => {
      const answer = parse(Buffer.concat(chunks).toString("utf8"));
      if (answer) resolve(answer);
      else reject(new Error("what came was no answer"));
    });
    socket.write(bytes);
  });

const parse = (text: string): RawAnswer | undefined => {
  const end = text.indexOf("\r\n\r\n");
  const [first = "", ...lines] = text.slice(0, end).split("\r\n");
  const status = Number(/^HTTP\/1\.1 (\d{3}) /.exec(first)?.[1]);
  if (end === -1 || !status) return undefined;
  const headers = lines.map((line): [string, string] => {
    const colon = line.indexOf(":");
    return [line.slice(0, colon).toLowerCase(), line.slice(colon + 1).trim()];
  });
  const length = headers.find(([name]) => name === "content-length")?.[1];
  const rest = Buffer.from(text.slice(end + 4));
  const body = length === undefined ? rest : rest.subarray(0, Number(length));
  return { status, headers: new Map(headers), body: body.toString() };
};
