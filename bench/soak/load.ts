import { setTimeout as sleep } from "node:timers/promises";
import { Pool } from "undici";
import { type Lane, openLane } from "./lane.ts";

/**
 * `node load.ts <origin> <token> <simulators>`: turns of four reads and a write. Sent an `Order` as JSON it makes so many
 * turns a second whether or not the last are through, with a rate of 0 as many as 16 at once can, and answers what came
 * of them (`Turns`). Ends with its parent.
 */
export interface Order {
  readonly rate: number;
  readonly seconds: number;
}

export interface Turns {
  /** Turns whose five answers were all of 2xx. */
  readonly done: number;
  /** What the others met, the first few. */
  readonly faults: readonly string[];
  readonly failed: number;
  /** Turns that were due and could not begin, since 256 were under way: the server was too slow for the rate. */
  readonly late: number;
  /** Milliseconds of each turn, sorted. */
  readonly times: readonly number[];
}

const AT_ONCE = 16;
const MOST_AT_ONCE = 256;
const READS = 4;
const TICK_MS = 5;
const SHOWN_FAULTS = 5;

const [origin = "", token = "", simulators = ""] = process.argv.slice(2);
const pool = new Pool(origin, { connections: 64, pipelining: 1 });
const headers = { authorization: `Bearer ${token}`, "content-type": "application/json" };

const send = async (method: "GET" | "POST" | "PATCH", path: string, body?: object): Promise<unknown> => {
  const content = body ? { body: JSON.stringify(body) } : {};
  const answer = await pool.request({ method, path: `/api/v1${path}`, headers, ...content });
  const text = await answer.body.text();
  if (answer.statusCode >= 300) throw new Error(`${method} ${path}: ${answer.statusCode} ${text.slice(0, 200)}`);
  return JSON.parse(text);
};

const lanes = simulators.split(",").map((id) => openLane(send, id));
let nextLane = 0;

const freeLane = (): Lane | undefined => {
  for (let tried = 0; tried < lanes.length; tried++) {
    const lane = lanes[nextLane++ % lanes.length];
    if (lane && !lane.busy) return lane;
  }
  return undefined;
};

const turn = async (): Promise<void> => {
  await freeLane()?.write();
  for (let read = 0; read < READS; read++) await send("GET", "/bookings?limit=50");
};

const perform = async ({ rate, seconds }: Order): Promise<Turns> => {
  const began = performance.now();
  const end = began + seconds * 1000;
  const [times, faults]: [number[], string[]] = [[], []];
  let [failed, late, underWay, begun] = [0, 0, 0, 0];
  const one = async (): Promise<void> => {
    const at = performance.now();
    underWay++;
    try {
      await turn();
      times.push(performance.now() - at);
    } catch (error) {
      failed++;
      if (faults.length < SHOWN_FAULTS) faults.push(String(error));
    } finally {
      underWay--;
    }
  };
  const closed = async (): Promise<void> => {
    while (performance.now() < end) await one();
  };
  if (rate === 0) await Promise.all(Array.from({ length: AT_ONCE }, closed));
  while (rate > 0 && performance.now() < end) {
    const due = ((performance.now() - began) / 1000) * rate;
    for (; begun < due; begun++) {
      if (underWay < MOST_AT_ONCE) void one();
      else late++;
    }
    await sleep(TICK_MS);
  }
  while (underWay > 0) await sleep(TICK_MS);
  return { done: times.length, failed, faults, late, times: times.toSorted((a, b) => a - b) };
};

process.on("message", (order) => {
  const { rate, seconds }: Order = JSON.parse(String(order)); // main.ts sends nothing else
  void perform({ rate, seconds }).then((turns) => process.send?.(turns));
});
process.on("disconnect", () => process.exit(0));
process.send?.("ready");
