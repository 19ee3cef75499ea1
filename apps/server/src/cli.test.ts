import { DatabaseUnavailable } from "@aviationalley/db/client.ts";
import { MigrationRefused } from "@aviationalley/db/migrate.ts";
import { expect, test } from "vitest";
import { runCommandLine } from "./cli.ts";
import { command } from "./command.ts";
import { Fault } from "./fault.ts";

const seen: unknown[] = [];
const list = [
  command({
    name: "key create",
    summary: "Create a key",
    options: {
      mode: { type: "string", value: "test|live", help: "which", required: true },
      name: { type: "string", help: "what for" },
      loud: { type: "boolean", help: "say more" },
    },
    run: async (values) => void seen.push(values),
  }),
  command({
    name: "key revoke",
    summary: "End a key",
    options: {},
    operands: ["id"],
    run: async (_, ids) => void seen.push(ids),
  }),
  command({
    name: "fail",
    summary: "Fail",
    options: {},
    run: () => Promise.reject(new Fault("It is full. Empty it.")),
  }),
  command({
    name: "newer",
    summary: "Fail",
    options: {},
    run: () => Promise.reject(new MigrationRefused("the database is newer than this code; update the code")),
  }),
  command({
    name: "away",
    summary: "Fail",
    options: {},
    run: () => Promise.reject(new DatabaseUnavailable("db:5432: refused")),
  }),
];
const commands = Object.fromEntries(list.map((one) => [one.name, () => Promise.resolve(one)]));

const run = async (...args: string[]) => {
  const [out, err]: [string[], string[]] = [[], []];
  const code = await runCommandLine(commands, args, { out: (line) => out.push(line), err: (line) => err.push(line) });
  return { code, out: out.join("\n"), err: err.join("\n") };
};

test("options and operands reach their command, flags as booleans", async () => {
  expect(await run("key", "create", "--mode", "test", "--loud")).toEqual({ code: 0, out: "", err: "" });
  expect(seen.at(-1)).toEqual({ mode: "test", loud: true });
  await run("key", "create", "--mode=live", "--name=a=b");
  expect(seen.at(-1)).toEqual({ mode: "live", name: "a=b", loud: false });
  await run("key", "revoke", "abc");
  expect(seen.at(-1)).toEqual(["abc"]);
});

test.each([
  [["key", "crate"], /^aa: unknown command "key crate": did you mean "key create"\?$/],
  [["kye"], /^aa: unknown command "kye": there are: key create/],
  [["key", "xyzzyx"], /^aa: unknown command "key xyzzyx": there are: key create, key revoke$/],
  [["key", "create", "--mode", "test", "--mode", "live"], /^aa key create: --mode is given twice; give it once$/],
  [["key", "create"], /^aa key create: missing --mode <test\|live>; see npx aa key create --help$/],
  [["key", "create", "--mode", "test", "--nam", "x"], /^aa key create: unknown option --nam: did you mean `name`\?$/],
  [["key", "create", "--mode"], /^aa key create: --mode needs a value/],
  [["key", "create", "--mode", "--name", "x"], /^aa key create: --mode needs a value/],
  [["key", "create", "--mode", "test", "--loud=yes"], /^aa key create: --loud takes no value$/],
  [["key", "create", "--mode", "test", "extra"], /^aa key create: "extra" is one argument too many/],
  [["key", "create", "--mode", "test", "--__proto__", "x"], /^aa key create: unknown option --__proto__/],
  [["key", "revoke"], /^aa key revoke: missing <id>/],
])("%j is one line with the remedy, and exit code 2", async (args, line) => {
  const { code, out, err } = await run(...args);
  expect([code, out]).toEqual([2, ""]);
  expect(err).toMatch(line);
  expect(err).not.toContain("\n");
});

test("a failure is one line and exit code 1", async () => {
  expect(await run("fail")).toEqual({ code: 1, out: "", err: "It is full. Empty it." });
  expect(await run("newer")).toEqual({
    code: 1,
    out: "",
    err: "the database is newer than this code; update the code",
  });
  expect(await run("away")).toEqual({
    code: 1,
    out: "",
    err: "the database is unavailable: db:5432: refused. Start the server, or mend DATABASE_URL.",
  });
});

test("every command explains itself", async () => {
  expect((await run("--help")).out).toContain("key create  Create a key");
  expect(await run("-h")).toEqual(await run("--help"));
  expect(await run()).toMatchObject({ code: 2, err: "" });
  const family = await run("key", "--help");
  expect(family).toMatchObject({ code: 0, out: expect.stringMatching(/key create .*key revoke /s), err: "" });
  expect(family.out).not.toContain("newer");
  expect(await run("key")).toEqual({ ...family, code: 2 });
  expect(await run("key", "create", "-h")).toEqual(await run("key", "create", "--help"));
  const { code, out } = await run("key", "create", "--help");
  expect(code).toBe(0);
  expect(out).toMatch(/^Usage: npx aa key create \[options\]/);
  expect(out).toContain("--mode <test|live>  which (required)");
});

test("the version is the project's", async () => {
  expect(await run("--version")).toMatchObject({ code: 0, out: expect.stringMatching(/^\d+\.\d+\.\d+/), err: "" });
});
