import { LOOPBACK_WORKER, newEndpoint } from "@aviationalley/testing/endpoints.ts";
import { startReceiver } from "@aviationalley/testing/receiver.ts";
import { makeThings } from "@aviationalley/testing/webhook-rig.ts";
import { testDatabase } from "@aviationalley/testing/database.ts";
import { newTwins } from "@aviationalley/testing/factories.ts";
import { fastify } from "fastify";
import { expect, test } from "vitest";
import { runOnce } from "../platform/webhooks/worker.ts";
import { cronPlugin } from "./cron-route.ts";

const SECRET = "a-secret-of-the-cron-alone";

test("without a worker, the cron's call delivers what is due, does the chores, and tells how much", async () => {
  const database = await testDatabase();
  const { db } = database;
  const receiver = await startReceiver();
  const { sandboxId } = await newTwins(db);
  await newEndpoint(db, sandboxId, { url: receiver.url });
  await makeThings(db, sandboxId, 20);
  const report = (error: unknown): never => {
    throw error;
  };
  const app = fastify();
  const chores = [
    { name: "sweep", run: () => Promise.resolve(3) },
    { name: "mail", run: () => Promise.resolve(0) },
  ];
  const deliver = (budgetMs: number): Promise<number> => runOnce({ db, report, budgetMs, ...LOOPBACK_WORKER });
  await app.register(
    cronPlugin({
      db,
      secret: SECRET,
      publicUrl: "https://a.example",
      jobs: [],
      chores,
      deliver,
      report,
      budgetMs: 5_000,
    }),
  );
  const url = "/api/cron/webhooks";
  for (const authorization of [undefined, "Bearer", `Bearer ${SECRET}x`, SECRET]) {
    const refused = await app.inject({ url, headers: authorization === undefined ? {} : { authorization } });
    expect(refused.statusCode).toBe(401);
  }
  expect(receiver.received).toHaveLength(0);
  const answer = await app.inject({ url, headers: { authorization: `Bearer ${SECRET}` } });
  expect(answer.json()).toEqual({ moved: 0, endpoints: 1, chores: { sweep: 3, mail: 0 } });
  expect(receiver.received).toHaveLength(20);
  await app.close();
  await receiver.close();
  await database.drop();
});

test("without CRON_SECRET the route is closed, also to an empty token", async () => {
  const database = await testDatabase();
  const { db } = database;
  const app = fastify();
  const never = (): never => {
    throw new Error("called");
  };
  await app.register(
    cronPlugin({ db, secret: undefined, publicUrl: "", jobs: [], chores: [], deliver: never, report: never }),
  );
  for (const authorization of ["", "Bearer ", "Bearer undefined"])
    expect((await app.inject({ url: "/api/cron/webhooks", headers: { authorization } })).statusCode).toBe(401);
  await app.close();
  await database.drop();
});
