import { type Db, statement } from "@aviationalley/db/client.ts";
import { readMigrations } from "@aviationalley/db/migrations.ts";
import type { FastifyInstance } from "fastify";
import { fail, FailureError } from "../lib/errors.ts";

const findApplied = statement<{ name: string }>(
  "health.applied_migration",
  "select name from schema_migrations where name = $1",
);

/**
 * `/healthz`: the process answers. `/readyz`: it can do its work: the database is there, and has all migrations of this
 * code. It may have later ones: nodes of the release before go on serving while a new one is rolled out.
 */
export const healthRoutes = (app: FastifyInstance, db: Db): void => {
  const newest = readMigrations().then((migrations) => migrations.at(-1)?.name);
  newest.catch(() => undefined); // told by /readyz
  app.get("/healthz", (_request, reply) => reply.header("cache-control", "no-store").send({ status: "ok" }));
  app.get("/readyz", async (_request, reply) => {
    if (!(await db.maybe(findApplied, [await newest])))
      throw new FailureError(
        fail("unavailable", "The database lacks a migration of this release: run the migrations.", {
          retryAfterSeconds: 5,
        }),
      );
    return reply.header("cache-control", "no-store").send({ status: "ready" });
  });
};
