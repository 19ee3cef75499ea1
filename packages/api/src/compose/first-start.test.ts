import { statement } from "@aviationalley/db/client.ts";
import { testDatabase, type TestDatabase } from "@aviationalley/testing/database.ts";
import { afterEach, beforeEach, expect, test } from "vitest";
import { isFailure } from "../lib/errors.ts";
import { transaction } from "../lib/transaction.ts";
import { createSimulators } from "../modules/devices/commands.ts";
import { findPrincipal } from "../platform/api-keys/queries.ts";
import { tokenSha256 } from "../platform/api-keys/token.ts";
import { firstStart, type FirstStartOptions } from "./first-start.ts";

let database: TestDatabase;
beforeEach(async () => void (database = await testDatabase()));
afterEach(() => database.drop());

const policy = { scopes: [], ownersOnly: [], confidential: [] };

const fill: FirstStartOptions["fill"] = async ({ liveId }) => {
  const draft = { name: "B737 #1", type: "B738", qualificationLevel: "FFS_D" } as const;
  const [made] = await transaction(database.db, liveId, (tx) => createSimulators(tx, [draft]), "import");
  if (isFailure(made)) throw new Error(made.detail);
};

const start = (options: Partial<FirstStartOptions> = {}) =>
  firstStart({ db: database.db, directUrl: database.url, policy, fill, log: () => {}, ...options });

const counts = statement<{ centers: number; users: number; simulators: number }>(
  "test.first_start_counts",
  `select (select count(*) from centers)::int as centers, (select count(*) from users)::int as users,
          (select count(*) from simulators)::int as simulators`,
);

test("the first start makes a center with its sandbox, an owner and a test key that opens it", async () => {
  const first = await start();
  expect(first).toMatchObject({ email: "owner@example.com", token: expect.stringMatching(/^aa_test_/) });
  expect(await findPrincipal(database.db, tokenSha256(first?.token ?? ""))).toMatchObject({
    mode: "test",
    scopes: ["*"],
  });
  expect(await database.db.one(counts, [])).toEqual({ centers: 2, users: 1, simulators: 1 });
});

test("the next start makes nothing", async () => {
  await start();
  expect(await start()).toBeUndefined();
  expect(await database.db.one(counts, [])).toEqual({ centers: 2, users: 1, simulators: 1 });
});

test("a center of each kind that is wished for is the owner's; the token is of the first", async () => {
  const first = await start({ sampleData: ["carrier", "training-center"] });
  expect(first?.centerNames).toEqual(["Silver Mesa Air", "Cascade Flight Academy"]);
  const owned = statement<{ name: string; kind: string }>(
    "test.first_start_owned",
    `select c.name, c.sample_data as kind from members m join centers c on c.id = m.center_id
      where m.roles = array['OWNER'] order by c.name`,
  );
  expect(await database.db.many(owned, [])).toEqual([
    { name: "Cascade Flight Academy", kind: "training-center" },
    { name: "Silver Mesa Air", kind: "carrier" },
  ]);
  const { centerId = "" } = (await findPrincipal(database.db, tokenSha256(first?.token ?? ""))) ?? {};
  const named = statement<{ name: string }>("test.first_start_named", "select name from centers where id = $1");
  expect(await database.db.one(named, [centerId])).toEqual({ name: "Silver Mesa Air" });
});

test("of nodes that start at once, one makes the first center", async () => {
  const made = await Promise.all([start(), start(), start(), start()]);
  expect(made.filter((first) => first !== undefined)).toHaveLength(1);
  expect(await database.db.one(counts, [])).toEqual({ centers: 2, users: 1, simulators: 1 });
});

test("a first start that was cut off leaves nothing behind that the next one would trip over", async () => {
  const cut = start({
    fill: async (twins) => {
      await fill(twins);
      throw new Error("kill -9");
    },
  });
  await expect(cut).rejects.toThrow("kill -9");
  expect(await database.db.one(counts, [])).toEqual({ centers: 2, users: 0, simulators: 1 });
  expect(await start()).toBeDefined();
  expect(await database.db.one(counts, [])).toEqual({ centers: 2, users: 1, simulators: 1 });
});

test("centers that somebody loaded before anybody signed in are left as they are", async () => {
  const load = statement<unknown>(
    "test.first_start_load",
    "insert into centers (id, mode, name) values (gen_random_uuid(), 'live', 'Loaded Flight School')",
  );
  await database.db.run(load, []);
  expect(await start()).toBeUndefined();
  expect(await database.db.one(counts, [])).toEqual({ centers: 1, users: 0, simulators: 0 });
});
