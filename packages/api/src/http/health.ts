import { type Db, statement } from "@aviationalley/db/client.ts";
import { readMigrations } from "@aviationalley/db/migrations.ts";
import type { FastifyInstance } from "fastify";
import { fail, FailureError } from "../lib/errors.ts";

const newestApplied = statement<{ name: string }>(
  "health.newest_migration",
  "select name from schema_migrations order by name desc limit 1",
);

/** `/healthz`: the process answers. `/readyz`: it can do its work, the database being there and as this code knows it. */
export const healthRoutes = (app: FastifyInstance, db: Db): void => {
  const newest = readMigrations().then((migrations) => migrations.at(-1)?.name);
  newest.catch(() => undefined); // told by /readyz
  app.get("/healthz", (_request, reply) => reply.header("cache-control", "no-store").send({ status: "ok" }));
  app.get("/readyz", async (_request, reply) => {
    const [applied, own] = await Promise.all([db.maybe(newestApplied, []), newest]);
    if (applied?.name !== own)
      throw new FailureError(
        fail("unavailable", "The database's schema is not the one of this release: run the migrations.", {
          retryAfterSeconds: 5,
        }),
      );
    return reply.header("cache-control", "no-store").send({ status: "ready" });
  });
};
