import { parseArgs } from "node:util";
import { suggestion } from "@aviationalley/api/lib/nearest.ts";
import type { Command, Option, Options, Values } from "./command.ts";
import { usageFault } from "./fault.ts";

interface Read {
  readonly values: Values<Options>;
  readonly operands: readonly string[];
  readonly help: boolean;
}

/** Reads what follows a command's name. Throws a usage fault, one line with the remedy, at the first thing wrong. */
export const readArguments = ({ name, options, operands }: Command, args: readonly string[]): Read => {
  const known = { ...options, help: { type: "boolean", help: "" } } satisfies Options;
  const types = Object.fromEntries(
    Object.entries<Option>(known).map(([key, { type }]) => [key, { type: type === "boolean" ? type : "string" }]),
  );
  const { tokens } = parseArgs({
    args: [...args],
    options: { ...types, help: { type: "boolean", short: "h" } },
    strict: false,
    tokens: true,
    allowPositionals: true,
  });
  const values = new Map<string, string | boolean | string[]>();
  const given: string[] = [];
  for (const token of tokens) {
    if (token.kind === "positional") given.push(token.value);
    if (token.kind !== "option") continue;
    const option: Option | undefined = Object.hasOwn(known, token.name)
      ? known[token.name as keyof typeof known]
      : undefined;
    if (!option)
      throw usageFault(`aa ${name}: unknown option ${token.rawName}: ${suggestion(token.name, Object.keys(known))}`);
    const before = values.get(token.name);
    if (option.type === "list") {
      const value = textOf(name, token.rawName, token.value);
      values.set(token.name, Array.isArray(before) ? [...before, value] : [value]);
      continue;
    }
    if (before !== undefined) throw usageFault(`aa ${name}: ${token.rawName} is given twice; give it once`);
    values.set(token.name, valueOf(name, token.rawName, option.type, token.value));
  }
  const help = values.get("help") === true;
  if (!help) {
    requireOptions(name, options, values);
    requireOperands(name, operands, given);
  }
  const flags = Object.entries(options).flatMap(([key, { type }]) =>
    type === "boolean" ? [[key, false] as const] : [],
  );
  return { values: Object.fromEntries([...flags, ...values]) as Values<Options>, operands: given, help };
};

const valueOf = (
  name: string,
  option: string,
  type: "string" | "boolean",
  value: string | undefined,
): string | boolean => {
  if (type === "boolean") {
    if (value !== undefined) throw usageFault(`aa ${name}: ${option} takes no value`);
    return true;
  }
  return textOf(name, option, value);
};

const textOf = (name: string, option: string, value: string | undefined): string => {
  // `--name --mode test`: the next option was taken for the value.
  if (value === undefined || value === "" || value.startsWith("--"))
    throw usageFault(`aa ${name}: ${option} needs a value: ${option} <value>`);
  return value;
};

const requireOptions = (name: string, options: Options, values: ReadonlyMap<string, unknown>): void => {
  const missing = Object.entries(options).filter(([key, { required }]) => required && !values.has(key));
  if (missing.length === 0) return;
  const list = missing.map(([key, { value = "value" }]) => `--${key} <${value}>`).join(" ");
  throw usageFault(`aa ${name}: missing ${list}; see npx aa ${name} --help`);
};

const requireOperands = (name: string, operands: readonly string[], given: readonly string[]): void => {
  const surplus = given[operands.length];
  if (surplus !== undefined)
    throw usageFault(`aa ${name}: "${surplus}" is one argument too many; see npx aa ${name} --help`);
  const missing = operands[given.length];
  if (missing !== undefined) throw usageFault(`aa ${name}: missing <${missing}>; see npx aa ${name} --help`);
};
