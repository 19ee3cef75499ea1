import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { testDatabase, type TestDatabase } from "@aviationalley/testing/database.ts";
import { statement } from "./client.ts";
import { migrate } from "./migrate.ts";

const clear = statement("test.clear", "drop table schema_migrations");
const count = statement<{ n: number }>("test.countCreated", "select count(*) as n from created");
const dropCreated = statement("test.dropCreated", "drop table if exists created");

let test: TestDatabase;
let path: string;
let folder: URL;

const write = (name: string, text: string) => writeFile(join(path, name), text);

beforeAll(async () => {
  test = await testDatabase();
});
afterAll(() => test.drop());
beforeEach(async () => {
  await test.db.run(clear, []).catch(() => undefined);
  await test.db.run(dropCreated, []);
  path = await mkdtemp(join(tmpdir(), "aa-migrations-"));
  folder = pathToFileURL(`${path}/`);
  await write("0001_first.sql", "create table created (n int); insert into created values (1);");
  return () => rm(path, { recursive: true });
});

describe("migrations", () => {
  it("are applied once when ten nodes start at the same moment", async () => {
    await write("0002_second.sql", "insert into created values (2); select pg_sleep(0.1);");
    const nodes = await Promise.all(Array.from({ length: 10 }, () => migrate({ url: test.url, folder })));
    expect(nodes.flatMap(({ applied }) => applied).sort()).toEqual(["0001_first", "0002_second"]);
    expect((await test.db.one(count, [])).n).toBe(2);
  });

  it("leave nothing of a file that fails, and go on where they stopped", async () => {
    await write("0002_second.sql", "insert into created values (2); select wrong;");
    await expect(migrate({ url: test.url, folder })).rejects.toThrow("migrations/0002_second.sql failed: column");
    expect((await test.db.one(count, [])).n).toBe(1);
    await write("0002_second.sql", "insert into created values (2);");
    expect((await migrate({ url: test.url, folder })).applied).toEqual(["0002_second"]);
  });

  it("refuse a file that was changed after it was applied", async () => {
    await migrate({ url: test.url, folder });
    await write("0001_first.sql", "create table created (n bigint);");
    await expect(migrate({ url: test.url, folder })).rejects.toThrow("0001_first.sql was changed");
  });

  it("refuse a database that is newer than the code", async () => {
    await write("0002_second.sql", "select 1");
    await migrate({ url: test.url, folder });
    await rm(join(path, "0002_second.sql"));
    await expect(migrate({ url: test.url, folder })).rejects.toThrow("the database is newer than this code");
  });

  it("refuse a file that comes late, and names that are not in order", async () => {
    await write("0003_third.sql", "select 1");
    await migrate({ url: test.url, folder });
    await write("0002_late.sql", "select 1");
    await expect(migrate({ url: test.url, folder })).rejects.toThrow("give it a higher number");
    await write("0003_other.sql", "select 1");
    await expect(migrate({ url: test.url, folder })).rejects.toThrow("have one number");
    await rm(join(path, "0003_other.sql"));
    await write("4.sql", "select 1");
    await expect(migrate({ url: test.url, folder })).rejects.toThrow("must be named like");
  });
});
