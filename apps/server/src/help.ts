import type { Command } from "./command.ts";

const columns = (rows: readonly (readonly [string, string])[]): string => {
  const width = Math.max(...rows.map(([left]) => left.length)) + 2;
  return rows.map(([left, right]) => `  ${left.padEnd(width)}${right}`).join("\n");
};

/** What `npx aa` and `npx aa --help` print. */
export const overview = (commands: readonly Command[]): string =>
  [
    "Usage: npx aa <command> [options]",
    "",
    columns(commands.map(({ name, summary }) => [name, summary])),
    "",
    "`npx aa <command> --help` shows a command's options. Settings: docs/operations.md.",
  ].join("\n");

/** What `npx aa <command> --help` prints. */
export const commandHelp = ({ name, summary, options, operands }: Command): string => {
  const rows = Object.entries(options).map(([key, { type, value = "value", help, required }]) => {
    const left = type === "boolean" ? `--${key}` : `--${key} <${value}>`;
    return [left, required ? `${help} (required)` : help] as const;
  });
  const usage = [
    "npx aa",
    name,
    ...operands.map((operand) => `<${operand}>`),
    ...(rows.length > 0 ? ["[options]"] : []),
  ];
  return [`Usage: ${usage.join(" ")}`, "", `${summary}.`, ...(rows.length > 0 ? ["", columns(rows)] : [])].join("\n");
};
