import { exampleOf } from "../../openapi/example.ts";
import { fieldsOf } from "./fields.ts";
import type { Noun } from "./nouns.ts";
import { type StepRow, stepRows } from "./table.ts";

/** `/docs/guides/{noun}.md`: the same page as Markdown, for people without a browser and for language models. */
export const guideMarkdown = (noun: Noun): string => {
  const { name, description, guide, events, operations, shape } = noun;
  return [
    `# ${name}`,
    description,
    ...(guide ? [guide.is, "## What it is not", guide.isNot] : []),
    ...(guide?.states
      ? ["## States", table(["Step", "From", "To", "How", "Who may", "Event"], stepRows(noun).map(stepCells))]
      : []),
    "## Events",
    listOf(events.map(({ type, summary }) => `\`${type}\`: ${summary}`)),
    "## REST operations",
    listOf(
      operations.map(({ method, path, summary, scope }) => `\`${method} ${path}\`: ${summary}; scope \`${scope}\``),
    ),
    ...(guide?.regulations
      ? ["## Regulation", listOf(guide.regulations.map(({ section, says }) => `${section}: ${says}`))]
      : []),
    ...(guide?.imported === undefined ? [] : ["## CSV import", `\`npx aa import ${guide.imported} file.csv\``]),
    "## Fields",
    table(
      ["Field", "Type", "Meaning"],
      fieldsOf(shape).map(({ name: field, type, meaning }) => [`\`${field}\``, type, meaning]),
    ),
    "## Example",
    `\`\`\`json\n${JSON.stringify(exampleOf(shape), null, 2)}\n\`\`\``,
  ]
    .join("\n\n")
    .concat("\n");
};

const stepCells = ({ number, from, to, how, who, event, when }: StepRow): string[] => [
  String(number),
  from.join(", ") || "new",
  to.join(", ") || "stays",
  [how.join(", or: "), when].filter(Boolean).join(". "),
  who,
  event ? `\`${event.type}\`` : "–",
];

const listOf = (lines: readonly string[]): string =>
  lines.length === 0 ? "None." : lines.map((line) => `- ${line}`).join("\n");

/** A bar would end its cell. */
const table = (heads: readonly string[], rows: readonly (readonly string[])[]): string =>
  [heads, heads.map(() => "---"), ...rows]
    .map((cells) => `| ${cells.map((cell) => cell.replaceAll("|", "\\|")).join(" | ")} |`)
    .join("\n");
