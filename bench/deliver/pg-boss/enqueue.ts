import { statement } from "@aviationalley/db/client.ts";
import { PgBoss } from "pg-boss";
import { DATABASE_URL, enqueueAll } from "../enqueue-all.ts";
import { keepEvent } from "../events.ts";

/** `node enqueue.ts …`: pg-boss's `insert`, a job each, in the change's transaction. */
const boss = new PgBoss({ connectionString: DATABASE_URL, supervise: false, schedule: false, migrate: false });
await boss.start();
await enqueueAll(async (tx, event, jobs) => {
  await keepEvent(tx, event);
  await boss.insert(
    "deliver",
    jobs.map((data) => ({ data })),
    {
      db: {
        executeSql: async (text, values = []) => ({
          rows: await tx.many(statement(`bench.boss.${Buffer.from(text).length}`, text), values),
        }),
      },
    },
  );
});
await boss.stop({ graceful: false });
process.disconnect();
