import { eventSentences, type OpenApiDocument } from "../openapi/document.ts";
import type { Noun } from "./guides/nouns.ts";

/** `/llms.txt`: where a language model finds what (llmstxt.org). */
export const llmsText = (document: OpenApiDocument, publicUrl: string, nouns: readonly Noun[]): string => {
  const { info, paths } = document;
  const operations = Object.entries(paths).flatMap(([path, item]) =>
    Object.entries(item).map(
      ([method, { summary, "x-required-scope": scope }]) =>
        `- \`${method.toUpperCase()} ${path}\` (scope \`${scope}\`): ${summary}`,
    ),
  );
  const events = eventSentences(document).map(({ type, sentence }) => `- \`${type}\`: ${sentence}`);
  const guides = nouns.map(({ slug, name, description }) => {
    const sentence = description.replace(/\.$/, "");
    return `- [${name}](${publicUrl}/docs/guides/${slug}.md): ${sentence}`;
  });
  return `# ${info.title}

> REST API and signed webhooks for the daily operation of training centers, flight schools and carriers.

${info.description}

## Documents

- [Reference as Markdown](${publicUrl}/docs/api.md): every operation, parameter, schema and error
- [OpenAPI 3.0 document](${publicUrl}/api/v1/openapi.json): for generating clients
- [Errors](${publicUrl}/docs/errors): each code, when it is answered, what to do

## Guides: what each resource means, its states, its events

${guides.join("\n")}

## Operations

${operations.join("\n")}

## Events

${events.join("\n")}
`;
};
