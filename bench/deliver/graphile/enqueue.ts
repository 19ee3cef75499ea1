import { statement } from "@aviationalley/db/client.ts";
import { enqueueAll } from "../enqueue-all.ts";

/** `node enqueue.ts …`: graphile-worker's `add_jobs`, a job each, in one statement with the event. */
const enqueue = statement<never>(
  "bench.graphile_enqueue",
  `with event as (
     insert into events (center_id, id, type, subject_id, version, data, created_at) values ($1, $2, $3, $2, 1, $4, $5)
   )
   select count(*) from graphile_worker.add_jobs(array(
     select ('deliver', payload, null, null, null, null, null, null)::graphile_worker.job_spec
       from unnest($6::json[]) payload))`,
);

await enqueueAll((tx, { id, centerId, type, data, createdAt }, jobs) =>
  tx.run(enqueue, [centerId, id, type, data, createdAt, jobs.map((job) => JSON.stringify(job))]),
);
process.disconnect();
