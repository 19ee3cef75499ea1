import { mkdtemp, readdir, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseSettings } from "@aviationalley/api/lib/environment.ts";
import { afterAll, expect, test } from "vitest";
import { authSecret } from "./secret.ts";

const folder = await mkdtemp(join(tmpdir(), "aa-secret-"));
afterAll(() => rm(folder, { recursive: true }));
const settingsIn = (name: string) => parseSettings({ DATA_DIR: join(folder, name) }, folder);

test("of many that start at once all sign with the same secret, and none with an empty one", async () => {
  const settings = settingsIn("new");
  const secrets = await Promise.all(Array.from({ length: 20 }, () => authSecret(settings)));
  expect(new Set(secrets).size).toBe(1);
  expect(secrets[0]).toMatch(/^[0-9a-f]{64}$/);
  expect(await authSecret(settings)).toBe(secrets[0]);
  expect(await readdir(settings.dataDir)).toEqual(["auth-secret"]);
  expect((await stat(join(settings.dataDir, "auth-secret"))).mode & 0o777).toBe(0o600);
});

test("an empty file, as a full disk leaves it, is no secret: another is made", async () => {
  const settings = settingsIn("empty");
  await authSecret(settings);
  await writeFile(join(settings.dataDir, "auth-secret"), "");
  expect(await authSecret(settings)).toMatch(/^[0-9a-f]{64}$/);
});

test.each(["/proc/nope", "/proc/nope/deeper", "/etc/passwd", "/etc/passwd/below"])(
  "a DATA_DIR that cannot be, %s, is refused with the remedy",
  async (path) => {
    const settings = parseSettings({ DATA_DIR: path }, folder);
    await expect(authSecret(settings)).rejects.toThrow(/^\/(proc|etc)\/.*: choose another DATA_DIR$/);
  },
);
