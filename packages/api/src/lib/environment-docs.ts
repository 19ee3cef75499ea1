import { SETTINGS } from "./environment.ts";

const BEGIN =
  "<!-- settings: generated from packages/api/src/lib/environment.ts by `npm test -- environment --update` -->";
const END = "<!-- /settings -->";

const rows = () =>
  Object.values(SETTINGS).map((one) => ({
    name: one.name,
    fallback: "fallback" in one ? String(one.fallback) : undefined,
    help: one.help,
    example: one.example,
  }));

const settingsTable = (): string =>
  [
    "<!-- prettier-ignore -->",
    "| setting | default | what it does | example |",
    "| --- | --- | --- | --- |",
    ...rows().map(
      ({ name, fallback, help, example }) =>
        `| \`${name}\` | ${fallback === undefined ? "–" : `\`${fallback}\``} | ${help} | \`${example}\` |`,
    ),
  ].join("\n");

/** The document with the table between its marks made anew. Throws when the marks are gone. */
export const withSettingsTable = (document: string): string => {
  const [before, rest] = document.split(BEGIN);
  const after = rest?.split(END)[1];
  if (before === undefined || after === undefined)
    throw new Error("The document lost the marks of its settings table.");
  return `${before}${BEGIN}\n\n${settingsTable()}\n\n${END}${after}`;
};

/** The text of `.env.example`: every setting, explained, none of them set. */
export const environmentExample = (): string =>
  [
    "# Copy to .env and uncomment what you need. Variables of the process win over this file.",
    ...rows().map(({ name, fallback, help, example }) => `\n# ${help}\n# ${name}=${fallback ?? example}`),
    "",
  ].join("\n");
