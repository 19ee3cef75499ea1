/** The OpenAPI 3.0.3 document, as far as this project reads it (docs pages, Markdown, the check for breaking changes). */
export interface OpenApiDocument {
  openapi: "3.0.3";
  info: { title: string; version: string; description: string };
  servers: { url: string; description: string }[];
  tags: { name: string; description: string }[];
  paths: Record<string, Record<string, OperationObject>>;
  components: {
    schemas: Record<string, SchemaObject>;
    responses: Record<string, ResponseObject>;
    headers: Record<string, HeaderObject>;
    parameters: Record<string, ParameterObject>;
  };
  "x-webhooks": Record<string, { post: WebhookObject }>;
}

export interface Reference {
  $ref: string;
}

export interface SchemaObject {
  $ref?: string;
  type?: string;
  format?: string;
  nullable?: boolean;
  enum?: unknown[];
  description?: string;
  example?: unknown;
  default?: unknown;
  minimum?: number;
  maximum?: number;
  minLength?: number;
  maxLength?: number;
  pattern?: string;
  minItems?: number;
  maxItems?: number;
  items?: SchemaObject;
  properties?: Record<string, SchemaObject>;
  required?: string[];
  additionalProperties?: boolean | SchemaObject;
  anyOf?: SchemaObject[];
  oneOf?: SchemaObject[];
  allOf?: SchemaObject[];
}

export interface ParameterObject {
  name: string;
  in: "query" | "path" | "header";
  description?: string;
  required?: boolean;
  style?: string;
  explode?: boolean;
  example?: unknown;
  examples?: Record<string, { value: unknown; "x-disabled"?: boolean }>;
  schema: SchemaObject;
}

export interface HeaderObject {
  description: string;
  example?: unknown;
  schema: SchemaObject;
}

export interface MediaType {
  schema: SchemaObject;
  example?: unknown;
  examples?: Record<string, { summary?: string; value: unknown }>;
}

export interface ResponseObject {
  description: string;
  headers?: Record<string, HeaderObject | Reference>;
  content?: Record<string, MediaType>;
}

export interface OperationObject {
  operationId: string;
  tags: string[];
  summary: string;
  description: string;
  "x-required-scope": string;
  parameters?: (ParameterObject | Reference)[];
  requestBody?: { required: boolean; description?: string; content: Record<string, MediaType> };
  responses: Record<string, ResponseObject | Reference>;
}

export interface WebhookObject {
  operationId: string;
  /** The type of the event. */
  summary: string;
  /** Its first paragraph says what happened. */
  description: string;
  tags: string[];
  security: [];
  parameters: Reference[];
  requestBody: { required: true; content: Record<string, MediaType> };
  responses: Record<string, ResponseObject>;
}

export const isReference = (value: object): value is Reference => "$ref" in value && typeof value.$ref === "string";

export const nameOfReference = ({ $ref }: Reference): string => $ref.slice($ref.lastIndexOf("/") + 1);

/** The component that a reference names, or the value itself. */
export const resolved = <Value extends object>(components: Record<string, Value>, value: Value | Reference): Value => {
  if (!isReference(value)) return value;
  const component = components[nameOfReference(value)];
  if (component === undefined) throw new Error(`${value.$ref} leads nowhere.`);
  return component;
};

/** Each event of the document, and what happened in a sentence. */
export const eventSentences = (document: OpenApiDocument): { type: string; sentence: string }[] =>
  Object.entries(document["x-webhooks"]).map(([type, { post }]) => ({
    type,
    sentence: post.description.split("\n", 1).join(""),
  }));
