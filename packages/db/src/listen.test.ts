import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { testDatabase, type TestDatabase } from "@aviationalley/testing/database.ts";
import { openProxy } from "@aviationalley/testing/proxy.ts";
import { until } from "@aviationalley/testing/until.ts";
import { statement } from "./client.ts";
import { type Listener, openListener } from "./listen.ts";
import { openNotifier } from "./notify.ts";

const cut = statement(
  "test.cutListeners",
  `select pg_terminate_backend(pid) from pg_stat_activity
   where datname = current_database() and application_name = 'aviationalley listen'`,
);
const notify = statement("test.notify", "select pg_notify($1, $2)");

let test: TestDatabase;
let listener: Listener;

beforeAll(async () => {
  test = await testDatabase();
});
afterEach(() => listener.close());
afterAll(() => test.drop());

describe("a listener", () => {
  it("hears the channels it asked for, and no other", async () => {
    listener = await openListener({ url: test.url });
    const heard: string[] = [];
    listener.on("a channel", (payload) => heard.push(payload));
    expect(listener.connected).toBe(false);
    await until(() => listener.connected);
    await test.db.run(notify, ["other", "no"]);
    await test.db.run(notify, ["a channel", "yes"]);
    await until(() => heard.length > 0);
    expect(heard).toEqual(["yes"]);
  });

  it("says that it is cut, reconnects, and hears again", async () => {
    listener = await openListener({ url: test.url });
    const heard: string[] = [];
    let losses = 0;
    listener.on("b", (payload) => heard.push(payload));
    listener.onDisconnect(() => {
      losses++;
      expect(listener.connected).toBe(false);
    });
    await until(() => listener.connected);
    await test.db.run(cut, []);
    await until(() => losses === 1);
    await until(() => listener.connected);
    await test.db.run(notify, ["b", "again"]);
    await until(() => heard.length > 0);
    expect(heard).toEqual(["again"]);
  });

  it("notices within 3 s that a network says nothing any more", async () => {
    const { hostname, port } = new URL(test.url);
    const proxy = await openProxy(Number(port || 5432), hostname);
    const url = test.url.replace(/@[^/]*/, `@127.0.0.1:${proxy.port}`);
    listener = await openListener({ url });
    const heard: string[] = [];
    listener.on("d", (payload) => heard.push(payload));
    await until(() => listener.connected);
    const cutAt = performance.now();
    proxy.stall();
    await until(() => !listener.connected);
    expect(performance.now() - cutAt).toBeLessThan(3_500);
    proxy.heal();
    await until(() => listener.connected);
    await test.db.run(notify, ["d", "healed"]);
    await until(() => heard.length > 0);
    await listener.close();
    await proxy.close();
  });

  it("begins while the database is away, and says so", async () => {
    listener = await openListener({ url: "postgres://nobody:secret@127.0.0.1:1/none" });
    expect(listener.connected).toBe(false);
  });
});

describe("a notifier", () => {
  it("sends each message once, however often it was asked for at a time", async () => {
    listener = await openListener({ url: test.url });
    const heard: string[] = [];
    listener.on("c", (payload) => heard.push(payload));
    await until(() => listener.connected);
    const notifier = openNotifier({ url: test.url });
    for (let n = 0; n < 100; n++) {
      notifier.notify("c", "same");
      notifier.notify("c", `it's {"${n}"}`);
    }
    await notifier.flush();
    await until(() => heard.length >= 101);
    await notifier.close();
    expect(heard).toHaveLength(101);
    expect(new Set(heard).size).toBe(101);
  });

  it("refuses what PostgreSQL could not carry, and goes on", async () => {
    listener = await openListener({ url: test.url });
    const notifier = openNotifier({ url: test.url });
    expect(() => notifier.notify("c", "x".repeat(8_000))).toThrow(RangeError);
    expect(() => notifier.notify("", "x")).toThrow(RangeError);
    notifier.notify("c", "x".repeat(7_999));
    await notifier.flush();
    await notifier.close();
  });

  it("lets go when the database is away", async () => {
    listener = await openListener({ url: test.url });
    const notifier = openNotifier({ url: "postgres://nobody:secret@127.0.0.1:1/none" });
    notifier.notify("c", "lost");
    await notifier.close();
  });
});
