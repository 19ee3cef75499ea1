import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { environmentExample, withSettingsTable } from "./environment-docs.ts";
import { parseSettings, processEnvironment, SettingFaults } from "./environment.ts";

const root = new URL("../../../../", import.meta.url).pathname;

test("defaults are enough to start", () => {
  const settings = parseSettings({}, "/project");
  expect(settings).toMatchObject({ host: "127.0.0.1", port: 3000, dataDir: "/project/.data", rateLimitPerSecond: 100 });
  expect(settings.databaseUrl).toBeUndefined();
});

test("an empty variable is an absent one", () => {
  expect(parseSettings({ PORT: "", DATABASE_URL: "" }, "/project")).toMatchObject({ port: 3000 });
});

test("all faults are listed at once, each with its remedy", () => {
  const read = () => parseSettings({ PORT: "x", LOG_LEVEL: "loud", RATE_LIMIT_BURST: "1e3" }, "/project");
  expect(read).toThrow(SettingFaults);
  expect(read).toThrow(/^PORT must be a whole number from 0 to 65535, not "x"; e\.g\. PORT=8080\n/);
  expect(read).toThrow(/LOG_LEVEL must be .*\nRATE_LIMIT_BURST must be/);
});

test("a faulty secret is never shown", () => {
  const read = () => parseSettings({ DATABASE_URL: "mysql://me:hunter2@db", AUTH_SECRET: "hunter2" }, "/project");
  expect(read).toThrow(/DATABASE_URL must be like .*AUTH_SECRET must be/s);
  expect(read).not.toThrow(/hunter2/);
});

test("sealing keys, ranges and mail are checked, and keys are not shown", () => {
  const key = Buffer.alloc(32, 7).toString("base64");
  const good = {
    SECRET_KEYS: `k2:${key}, k1:${key}`,
    WEBHOOK_ALLOW_CIDRS: "127.0.0.0/8, ::1",
    SMTP_URL: "smtp://me:x@mail:25",
  };
  expect(parseSettings(good, "/")).toMatchObject({ webhookAllowCidrs: ["127.0.0.0/8", "::1"] });
  for (const SECRET_KEYS of [key, `k1:${key},k1:${key}`, `k1:${key.slice(4)}`]) {
    expect(() => parseSettings({ SECRET_KEYS }, "/")).toThrow(/SECRET_KEYS must be/);
    expect(() => parseSettings({ SECRET_KEYS }, "/")).not.toThrow(key.slice(4, 20));
  }
  for (const WEBHOOK_ALLOW_CIDRS of ["localhost", "10.0.0.0/33", "10.0.0.0/8/8", "::/129"])
    expect(() => parseSettings({ WEBHOOK_ALLOW_CIDRS }, "/")).toThrow(/WEBHOOK_ALLOW_CIDRS must be/);
  expect(() => parseSettings({ MAIL_FROM: "a@b.example\r\nBcc: c@d.example" }, "/")).toThrow(/MAIL_FROM must be/);
});

test("PUBLIC_URL is an http(s) origin without a slash at the end", () => {
  expect(parseSettings({ PUBLIC_URL: "https://api.example.com/" }, "/").publicUrl).toBe("https://api.example.com");
  expect(() => parseSettings({ PUBLIC_URL: "api.example.com" }, "/")).toThrow(/PUBLIC_URL/);
});

test("the process's own variables win over the .env file", () => {
  const folder = mkdtempSync(join(tmpdir(), "aa-env-"));
  writeFileSync(join(folder, ".env"), '# comment\nAA_FROM_FILE="a b"\nPATH=nowhere\n');
  expect(processEnvironment(folder)).toMatchObject({
    AA_FROM_FILE: "a b",
    PATH: expect.not.stringMatching(/^nowhere$/),
  });
  rmSync(folder, { recursive: true });
});

test(".env.example names every setting", async () => {
  await expect(environmentExample()).toMatchFileSnapshot(join(root, ".env.example"));
});

test("the table of docs/operations.md is current", async () => {
  const file = join(root, "docs/operations.md");
  await expect(withSettingsTable(readFileSync(file, "utf8"))).toMatchFileSnapshot(file);
});
