import { Agent, request } from "node:http";
import { setTimeout as sleep } from "node:timers/promises";
import type { ProducerLine } from "../ledger/lines.ts";

/** What came of one request. */
export interface Seen {
  readonly node: string;
  /** Reads come on a connection of their own each, writes on one that is kept. */
  readonly kind: "read" | "write";
  /** Milliseconds since 1970. */
  readonly sentAt: number;
  readonly endedAt: number;
  readonly outcome: Outcome;
}

export type Outcome =
  /** What was asked for. */
  | "served"
  /** 503, a problem body, and when to come again. */
  | "unavailable"
  /** The connection was refused, or closed without an answer. */
  | "closed"
  /** Nothing for too long. */
  | "silent"
  /** Any other answer: its status and the beginning of its body. */
  | `unclear: ${string}`;

/** One booking of its own at each node, which is annotated all the time, and a list that is read. */
export interface Witness {
  readonly seen: readonly Seen[];
  /** The changes that were acknowledged to it, as a producer would note them. */
  readonly acknowledged: readonly ProducerLine[];
  /** Resolves when every node has served a read and a write that were sent after this instant; false after `ms`. */
  untilServed(after: number, ms: number): Promise<boolean>;
  stop(): Promise<void>;
}

interface Answer {
  readonly status: number;
  readonly type: string | undefined;
  readonly retryAfter: string | undefined;
  readonly body: string;
}

interface Asked {
  readonly url: string;
  readonly method: "GET" | "PATCH" | "POST";
  readonly token: string;
  readonly agent: Agent | false;
  readonly body?: object;
}

const PATIENCE_MS = 30_000;
const EVERY_MS = 200;

/** Of one kind at one node: a service that takes no more is not to be buried. */
const MOST_OPEN = 8;

const ask = ({ url, method, token, agent, body }: Asked): Promise<Answer> =>
  new Promise((resolve, reject) => {
    const headers = { authorization: `Bearer ${token}`, ...(body ? { "content-type": "application/json" } : {}) };
    const sent = request(url, { method, agent, headers, signal: AbortSignal.timeout(PATIENCE_MS) }, (response) => {
      const chunks: Buffer[] = [];
      response.on("data", (chunk: Buffer) => chunks.push(chunk));
      response.on("error", reject);
      response.on("end", () => {
        const { "content-type": type, "retry-after": retryAfter } = response.headers;
        resolve({ status: response.statusCode ?? 0, type, retryAfter, body: Buffer.concat(chunks).toString() });
      });
    });
    sent.on("error", reject);
    sent.end(body && JSON.stringify(body));
  });

/** What a change answers. */
interface Changed {
  readonly id: string;
  readonly version: number;
}

const judge = ({ status, type, retryAfter, body }: Answer): Outcome => {
  if (status === 200) return "served";
  const isProblem = type?.startsWith("application/problem+json") === true;
  if (status === 503 && isProblem && Number(retryAfter) > 0) return "unavailable";
  return `unclear: ${status} ${body.slice(0, 200)}`;
};

const judgeError = (error: unknown): Outcome =>
  error instanceof Error && (error.name === "AbortError" || error.name === "TimeoutError") ? "silent" : "closed";

/** What it watches: a node, and a simulator that nobody else books. */
export interface Watched {
  readonly name: string;
  readonly origin: string;
  readonly simulatorId: string;
}

const DAY_MS = 86_400_000;

const book = async ({ name, origin, simulatorId }: Watched, token: string): Promise<Changed> => {
  const startsAt = new Date(Math.ceil(Date.now() / DAY_MS) * DAY_MS + DAY_MS).toISOString();
  const endsAt = new Date(Date.parse(startsAt) + 3_600_000).toISOString();
  const body = { simulatorId, startsAt, endsAt, sessionType: "TRAINING", trainees: [], notes: `witness-${name} 0` };
  const answer = await ask({ url: `${origin}/api/v1/bookings`, method: "POST", token, agent: false, body });
  if (answer.status !== 201) throw new Error(`The witness cannot book: ${answer.status} ${answer.body}`);
  return changedBy(answer);
};

const changedBy = ({ body }: Answer): Changed => JSON.parse(body) as Changed; // a booking, by the answer's status

/** Watches until it is stopped. */
export const startWitness = async (nodes: readonly Watched[], token: string): Promise<Witness> => {
  const seen: Seen[] = [];
  const acknowledged: ProducerLine[] = [];
  const agent = new Agent({ keepAlive: true });
  let going = true;

  const note = (node: string, { id, version }: Changed): void => {
    const key = `witness-${node} ${version}`;
    acknowledged.push({ t: "acknowledged", at: Date.now(), key, id, version, tries: 1, replayed: false });
  };

  const tell = (node: string, kind: Seen["kind"], answer: Answer): Outcome => {
    const outcome = judge(answer);
    if (outcome === "served" && kind === "write") note(node, changedBy(answer));
    return outcome;
  };

  const look = async (node: string, kind: Seen["kind"], asked: Asked): Promise<void> => {
    const sentAt = Date.now();
    const outcome = await ask(asked).then((answer) => tell(node, kind, answer), judgeError);
    seen.push({ node, kind, sentAt, endedAt: Date.now(), outcome });
  };

  const watch = async (node: string, kind: Seen["kind"], next: (n: number) => Asked): Promise<void> => {
    const open = new Set<Promise<void>>();
    for (let n = 1; going; n++) {
      if (open.size < MOST_OPEN) {
        const looking = look(node, kind, next(n));
        open.add(looking);
        void looking.finally(() => open.delete(looking));
      }
      await sleep(EVERY_MS);
    }
    await Promise.all(open);
  };

  const watching = await Promise.all(
    nodes.map(async (node) => {
      const booked = await book(node, token);
      note(node.name, booked);
      const list = `${node.origin}/api/v1/bookings?limit=10`;
      const first = await ask({ url: list, method: "GET", token, agent: false });
      if (first.status !== 200) throw new Error(`The witness cannot read: ${first.status} ${first.body}`);
      const url = `${node.origin}/api/v1/bookings/${booked.id}`;
      const write = (n: number): Asked => {
        return { url, method: "PATCH", token, agent, body: { notes: `witness-${node.name} ${n}` } };
      };
      return [
        watch(node.name, "read", () => ({ url: list, method: "GET", token, agent: false })),
        watch(node.name, "write", write),
      ];
    }),
  );

  const isServed = (after: number): boolean =>
    nodes.every(({ name }) => ["read", "write"].every((kind) => servedAt(seen, { node: name, kind, after })));

  return {
    seen,
    acknowledged,
    async untilServed(after, ms) {
      const end = performance.now() + ms;
      while (performance.now() < end) {
        if (isServed(after)) return true;
        await sleep(20);
      }
      return false;
    },
    async stop() {
      going = false;
      await Promise.all(watching.flat());
      agent.destroy();
    },
  };
};

/** When the first request of a kind that was sent after an instant was served by a node. */
export const servedAt = (
  seen: readonly Seen[],
  { node, kind, after }: { node: string; kind: string; after: number },
): number | undefined =>
  seen
    .filter((one) => one.node === node && one.kind === kind && one.sentAt >= after && one.outcome === "served")
    .reduce<number | undefined>((first, { endedAt }) => Math.min(first ?? endedAt, endedAt), undefined);
