import { upTo } from "../webhooks/payload.ts";
import { median } from "../lib/report.ts";
import { forgetStatistics, openStatistics, spentOn } from "../lib/statistics.ts";
import { readyProducer, startWorker, untilEmpty } from "../webhooks/rig.ts";
import { type Delivered, ENDPOINTS, FAMILIES } from "./history.ts";

/** Database time of one delivery, in microseconds: medians over the rounds. */
export interface Cost {
  readonly rows: number;
  readonly emit: number;
  readonly claim: number;
  readonly settle: number;
}

/** What tells the statements from all others. */
export const STATEMENTS = {
  emit: "%insert into events %insert into delivery_queue%",
  claim: "%insert into delivery_claims%",
  settle: "%insert into attempts%delete from delivery_claims%",
} as const;

type Spent = Readonly<Record<keyof typeof STATEMENTS, number>>;

/** Emits so many deliveries while nobody claims, and then delivers them while nobody emits. */
const once = async (subject: Delivered, deliveries: number): Promise<Spent> => {
  const { db } = subject;
  const perDelivery = async (pattern: string): Promise<number> => ((await spentOn(db, pattern)).ms * 1000) / deliveries;
  await forgetStatistics(db);
  await (await readyProducer(subject, upTo(FAMILIES), (deliveries * FAMILIES) / ENDPOINTS)).finish();
  const emit = await perDelivery(STATEMENTS.emit);
  const worker = await startWorker(subject.url);
  try {
    await untilEmpty(subject);
  } finally {
    await worker.stop();
  }
  return { emit, claim: await perDelivery(STATEMENTS.claim), settle: await perDelivery(STATEMENTS.settle) };
};

/** The same work in each database in turn, round after round; round 0 warms up, where there is more than one. */
export const measureCosts = async (all: readonly Delivered[], rounds: number, deliveries: number): Promise<Cost[]> => {
  const spent = new Map(all.map((subject) => [subject, [] as Spent[]]));
  for (const { db } of all) await openStatistics(db);
  for (let round = rounds > 1 ? 0 : 1; round <= rounds; round++) {
    for (const subject of all) {
      const one = await once(subject, deliveries);
      console.error(
        `  ${subject.rows} rows: emit ${one.emit.toFixed(0)} µs, claim ${one.claim.toFixed(0)} µs, settle ${one.settle.toFixed(0)} µs`,
      );
      if (round > 0) spent.get(subject)?.push(one);
    }
  }
  return [...spent].map(([{ rows }, times]) => ({
    rows,
    emit: median(times.map(({ emit }) => emit)),
    claim: median(times.map(({ claim }) => claim)),
    settle: median(times.map(({ settle }) => settle)),
  }));
};
