import { setTimeout as sleep } from "node:timers/promises";
import type { Journal } from "./journal.ts";
import type { ProducerLine, ProducerOrder, Wish } from "./lines.ts";

const PATIENCE_MS = 15_000;
const PAUSE_MS = 100;

interface Written {
  readonly id: string;
  readonly version: number;
}

type Tried =
  | { readonly kind: "written"; readonly written: Written; readonly replayed: boolean }
  | { readonly kind: "refused"; readonly why: string }
  /** Nobody knows whether it happened, or it is known that it did not: the same again. */
  | { readonly kind: "again" };

const tryOnce = async (origin: string, token: string, { key, method, path, body }: Wish): Promise<Tried> => {
  try {
    const response = await fetch(`${origin}/api/v1${path}`, {
      method,
      headers: { authorization: `Bearer ${token}`, "content-type": "application/json", "idempotency-key": key },
      body,
      signal: AbortSignal.timeout(PATIENCE_MS),
    });
    const text = await response.text();
    if (response.status === 429 || response.status >= 500) return { kind: "again" };
    if (response.status === 409 && text.includes('"request_in_progress"')) return { kind: "again" };
    if (!response.ok) return { kind: "refused", why: `${response.status} ${text.slice(0, 300)}` };
    const { id, version } = JSON.parse(text);
    return {
      kind: "written",
      written: { id, version },
      replayed: response.headers.get("idempotent-replayed") === "true",
    };
  } catch {
    return { kind: "again" };
  }
};

/** Sends one write, with the same key and bytes, to one node after another until there is an answer. */
export const insist = async (
  { origins, token }: ProducerOrder,
  journal: Journal<ProducerLine>,
  wish: Wish,
): Promise<Written | undefined> => {
  for (let tries = 1; ; tries++) {
    const origin = origins[(tries + wish.key.length) % origins.length] ?? "";
    const tried = await tryOnce(origin, token, wish);
    switch (tried.kind) {
      case "written": {
        const { written, replayed } = tried;
        await journal.write({ t: "acknowledged", at: Date.now(), key: wish.key, ...written, tries, replayed });
        return written;
      }
      case "refused":
        await journal.write({ t: "refused", at: Date.now(), key: wish.key, why: tried.why });
        return undefined;
      case "again":
        await sleep(PAUSE_MS);
    }
  }
};

const HOUR_MS = 3_600_000;

/**
 * The n-th session of a lane: booked, mostly annotated, sometimes cancelled. Its notes begin with its name, by which
 * the ledger counts how often it exists.
 */
export const bookSession = async (
  order: ProducerOrder,
  journal: Journal<ProducerLine>,
  lane: number,
  n: number,
): Promise<void> => {
  const name = `${order.name}-${lane}-${n}`;
  const startsAt = new Date(order.from + n * HOUR_MS).toISOString();
  const endsAt = new Date(order.from + n * HOUR_MS + HOUR_MS / 2).toISOString();
  const wishFor = async (step: string, method: Wish["method"], path: string, fields: object) => {
    const wish = { key: `${name} ${step}`, method, path, body: JSON.stringify(fields) };
    await journal.write({ t: "wish", at: Date.now(), wish });
    return await insist(order, journal, wish);
  };
  const session = { simulatorId: order.simulators[lane], startsAt, endsAt, sessionType: "TRAINING", trainees: [] };
  const booked = await wishFor("book", "POST", "/bookings", { ...session, notes: `${name} booked – ö` });
  if (!booked) return;
  if (n % 4 !== 0) await wishFor("annotate", "PATCH", `/bookings/${booked.id}`, { notes: `${name} annotated` });
  if (n % 3 === 0)
    await wishFor("cancel", "PATCH", `/bookings/${booked.id}`, { status: "CANCELLED", cancelReason: "Weather" });
};
