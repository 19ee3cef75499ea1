import {
  eventSentences,
  isReference,
  nameOfReference,
  type OpenApiDocument,
  type OperationObject,
  type ParameterObject,
  resolved,
  type SchemaObject,
} from "../openapi/document.ts";

/** `/docs/api.md`: the whole document as Markdown, for people without JavaScript and for language models. */
export const documentMarkdown = (document: OpenApiDocument): string => {
  const { info, servers, tags, paths, components } = document;
  const operations = Object.entries(paths).flatMap(([path, item]) =>
    Object.entries(item).map(([method, operation]) => ({ path, method, operation })),
  );
  return [
    `# ${info.title} ${info.version}`,
    info.description,
    ...servers.map(({ url }) => `Base URL: \`${url}\``),
    ...tags.flatMap(({ name, description }) => {
      const own = operations.filter(({ operation }) => operation.tags.includes(name));
      return own.length === 0 ? [] : [`## ${name}`, description, ...own.map((one) => operationText(document, one))];
    }),
    "## Schemas",
    ...Object.entries(components.schemas).map(([name, schema]) => schemaText(name, schema)),
    ...webhooksText(document),
  ]
    .join("\n\n")
    .concat("\n");
};

interface Located {
  path: string;
  method: string;
  operation: OperationObject;
}

const operationText = (document: OpenApiDocument, { path, method, operation }: Located): string => {
  const { summary, description, parameters = [], requestBody, responses } = operation;
  const statuses = Object.entries(responses).map(([status, response]) => {
    const { description: meaning, content = {} } = resolved(document.components.responses, response);
    const [body] = Object.values(content);
    const codes = Object.keys(body?.examples ?? {}).map((code) => `\`${code}\``);
    const shape = status.startsWith("2") && body ? ` ${typeText(body.schema)}.` : "";
    return `- ${status}: ${meaning}${shape}${codes.length > 0 ? ` ${codes.join(", ")}.` : ""}`;
  });
  const body = requestBody?.content["application/json"];
  return [
    `### ${summary}`,
    `\`${method.toUpperCase()} ${path}\``,
    description,
    parameters.map((one) => parameterText(resolved(document.components.parameters, one))).join("\n"),
    ...(body ? [`Body: ${typeText(body.schema)}`, fenced(body.example)] : []),
    statuses.join("\n"),
  ]
    .filter((part) => part !== "")
    .join("\n\n");
};

const parameterText = ({ name, in: place, required, schema, description }: ParameterObject): string =>
  `- \`${name}\` (${place}${required ? ", required" : ""}, ${typeText(schema)}): ${description ?? ""}`;

const schemaText = (name: string, schema: SchemaObject): string => {
  const fields = Object.entries(schema.properties ?? {}).map(([field, shape]) => {
    const optional = schema.required?.includes(field) ? "" : ", optional";
    const text = [shape.description ?? ""].filter(Boolean).map((sentence) => `: ${sentence}`);
    return `- \`${field}\` (${typeText(shape)}${optional})${text.join("")}`;
  });
  return [`### ${name}`, schema.description ?? "", fields.join("\n")].filter((part) => part !== "").join("\n\n");
};

const typeText = (schema: SchemaObject): string => {
  if (isReference(schema)) return nameOfReference(schema);
  const options = schema.anyOf?.map((option) => (option.enum?.includes(null) ? "null" : typeText(option)));
  if (options) return options.join(" or ");
  const orNull = schema.nullable ? " or null" : "";
  if (schema.enum)
    return `${schema.enum
      .filter((value) => value !== null)
      .map(String)
      .join(" | ")}${orNull}`;
  if (schema.items) return `array of ${typeText(schema.items)}, at most ${schema.maxItems}${orNull}`;
  return `${[schema.type ?? "any", schema.format].filter(Boolean).join(", ")}${boundsText(schema)}${orNull}`;
};

const boundsText = ({ type, minimum, maximum, maxLength, format }: SchemaObject): string => {
  if (type === "integer" && maximum !== 2 ** 31 - 1) return `, ${minimum} to ${maximum}`;
  return type === "string" && format === undefined ? `, at most ${maxLength}` : "";
};

const webhooksText = (document: OpenApiDocument): string[] => {
  const events = eventSentences(document).map(({ type, sentence }) => `- \`${type}\`: ${sentence}`);
  return events.length === 0 ? [] : ["## Webhooks", events.join("\n")];
};

const fenced = (value: unknown): string => `\`\`\`json\n${JSON.stringify(value, null, 2)}\n\`\`\``;
