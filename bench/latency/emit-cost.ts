import { type CenterTx, transaction } from "@aviationalley/api/lib/transaction.ts";
import { emit } from "@aviationalley/api/platform/webhooks/emit.ts";
import { type CenterId, statement } from "@aviationalley/db/client.ts";
import type { Cluster } from "../lib/cluster.ts";
import { median } from "../lib/report.ts";
import { kindsOf, newThing } from "../webhooks/payload.ts";
import { addEndpoints, newCenter, openSubject } from "../webhooks/rig.ts";

/** Median milliseconds of a transaction: with one write alone, with an event that nobody hears, with ten deliveries. */
export interface EmitCost {
  readonly write: number;
  readonly unheard: number;
  readonly ten: number;
}

const createThings = statement<never>(
  "bench.things",
  "create table things (id uuid primary key, document json not null)",
);
const insertThing = statement<never>("bench.thing", "insert into things (id, document) values ($1, $2)");

/** One transaction after the other on one connection, the three kinds in turn. No worker runs. */
export const measureEmit = async (cluster: Cluster, times: number): Promise<EmitCost> => {
  const subject = await openSubject(cluster, "latency_emit");
  const { db, center } = subject;
  await db.run(createThings, []);
  await addEndpoints(subject, 10, 1, () => "http://127.0.0.1:9/hook");
  const deserted = await newCenter(db);
  const [kind] = kindsOf([0]);
  if (!kind) throw new Error("There is no kind of event.");

  const timed = async (into: number[], of: CenterId, more: (tx: CenterTx, thing: Thing) => Promise<void>) => {
    const thing = newThing();
    const began = performance.now();
    await transaction(db, of, async (tx) => {
      await tx.run(insertThing, [thing.id, thing]);
      await more(tx, thing);
    });
    into.push(performance.now() - began);
  };
  const tell = (tx: CenterTx, thing: Thing): Promise<void> => emit(tx, kind, thing, null);

  const spent = { write: [] as number[], unheard: [] as number[], ten: [] as number[] };
  for (let time = 0; time < times; time++) {
    await timed(spent.write, center, () => Promise.resolve());
    await timed(spent.unheard, deserted, tell);
    await timed(spent.ten, center, tell);
  }
  return { write: median(spent.write), unheard: median(spent.unheard), ten: median(spent.ten) };
};

type Thing = ReturnType<typeof newThing>;
