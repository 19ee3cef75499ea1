const JSON_TYPE = "application/json";

/** TypeScript that uses generated types as a client would: every example of the document as a value of its type. */
export const clientUses = ({ paths, components }) => {
  const lines = [`import type { components, paths } from "./api";`];
  for (const [path, item] of Object.entries(paths)) {
    for (const [method, { operationId, requestBody, responses }] of Object.entries(item)) {
      const operation = `paths[${JSON.stringify(path)}][${JSON.stringify(method)}]`;
      const sent = requestBody?.content[JSON_TYPE];
      if (sent)
        lines.push(value(`${operationId}Body`, `${operation}["requestBody"]["content"]["${JSON_TYPE}"]`, sent.example));
      for (const [status, { content }] of Object.entries(responses)) {
        const answered = content?.[JSON_TYPE];
        if (!answered) continue;
        const type = `${operation}["responses"][${status}]["content"]["${JSON_TYPE}"]`;
        lines.push(value(`${operationId}${status}`, type, answered.example));
        // A type that takes anything would pass all of the above.
        lines.push("// @ts-expect-error", value(`${operationId}${status}Wrong`, type, 7));
      }
    }
  }
  for (const [name, { content }] of Object.entries(components.responses))
    for (const [code, { value: example }] of Object.entries(content?.["application/problem+json"]?.examples ?? {}))
      lines.push(value(`${name}_${code}`, `components["schemas"]["Problem"]`, example));
  return `${lines.join("\n")}\n`;
};

const value = (name, type, example) => `export const ${name}: ${type} = ${JSON.stringify(example)};`;
