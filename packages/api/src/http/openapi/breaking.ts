import { isReference, type OpenApiDocument, type OperationObject, resolved, type SchemaObject } from "./document.ts";

/** One change that can break a client. `operation` is `GET /bookings`, or the type of an event. */
export interface BreakingChange {
  operation: string;
  what: string;
}

/** What a client can rely on in one place of a request or an answer. */
interface Fact {
  type: string;
  required: boolean;
  nullable: boolean;
  values: readonly string[] | undefined;
}

type Facts = ReadonlyMap<string, Fact>;

interface Contract {
  scope: string;
  inputs: Facts;
  outputs: Facts;
}

/** Everything in `current` that breaks a client which was written against `released`. */
export const breakingChanges = (released: OpenApiDocument, current: OpenApiDocument): BreakingChange[] => {
  const now = contractsOf(current);
  return [...contractsOf(released)].flatMap(([operation, before]) => {
    const after = now.get(operation);
    const changes = after
      ? [...scopeChanges(before, after), ...inputChanges(before.inputs, after.inputs), ...outputChanges(before, after)]
      : ["was removed"];
    return changes.map((what) => ({ operation, what }));
  });
};

/** Those that no line `BREAKING: <operation> …` of the changelog names. */
export const unannounced = (changes: readonly BreakingChange[], changelog: string): BreakingChange[] => {
  const lines = changelog.split("\n").map((line) => line.replace(/^[-*\s]+/, ""));
  return changes.filter(({ operation }) => !lines.some((line) => `${line} `.startsWith(`BREAKING: ${operation} `)));
};

const scopeChanges = (before: Contract, after: Contract): string[] =>
  before.scope === after.scope ? [] : [`needs the scope ${after.scope} instead of ${before.scope}`];

const inputChanges = (before: Facts, after: Facts): string[] => [
  ...[...before].flatMap(([place, old]) => {
    const fact = after.get(place);
    if (!fact) return [`no longer takes ${place}`];
    return [
      ...sameKind(place, old, fact),
      ...(fact.required && !old.required ? [`requires ${place}`] : []),
      ...(old.nullable && !fact.nullable ? [`no longer takes null as ${place}`] : []),
    ];
  }),
  ...[...after].flatMap(([place, fact]) => (fact.required && !before.has(place) ? [`requires ${place}`] : [])),
];

const outputChanges = ({ outputs: before }: Contract, { outputs: after }: Contract): string[] =>
  [...before].flatMap(([place, old]) => {
    const fact = after.get(place);
    if (!fact) return [`no longer answers ${place}`];
    return [
      ...sameKind(place, old, fact),
      ...(old.required && !fact.required ? [`may leave out ${place}`] : []),
      ...(fact.nullable && !old.nullable ? [`may answer null as ${place}`] : []),
    ];
  });

const sameKind = (place: string, before: Fact, after: Fact): string[] => {
  if (before.type !== after.type) return [`${place} is ${after.type} instead of ${before.type}`];
  const lost = before.values?.filter((value) => after.values && !after.values.includes(value)) ?? [];
  if (before.values === undefined && after.values !== undefined)
    return [`${place} takes only ${after.values.join(", ")}`];
  return lost.length === 0 ? [] : [`${place} no longer knows ${lost.join(", ")}`];
};

const contractsOf = (document: OpenApiDocument): Map<string, Contract> => {
  const contracts = new Map<string, Contract>();
  for (const [path, item] of Object.entries(document.paths))
    for (const [method, operation] of Object.entries(item))
      contracts.set(`${method.toUpperCase()} ${path}`, operationContract(document, operation));
  for (const [type, { post }] of Object.entries(document["x-webhooks"]))
    contracts.set(type, {
      scope: "",
      inputs: new Map(),
      outputs: new Map(bodyFacts(document, post.requestBody, "body")),
    });
  return contracts;
};

const operationContract = (document: OpenApiDocument, operation: OperationObject): Contract => {
  const parameters = (operation.parameters ?? []).flatMap((one) => {
    const { name, in: where, required = false, schema } = resolved(document.components.parameters, one);
    return facts(document, schema, `${where} ${name}`, required);
  });
  const answers = Object.entries(operation.responses).filter(([status]) => status.startsWith("2"));
  return {
    scope: operation["x-required-scope"],
    inputs: new Map([...parameters, ...bodyFacts(document, operation.requestBody, "body")]),
    outputs: new Map(
      answers.flatMap(([status, answer]) =>
        bodyFacts(document, resolved(document.components.responses, answer), status),
      ),
    ),
  };
};

type Body = { content?: Record<string, { schema: SchemaObject }> } | undefined;

const bodyFacts = (document: OpenApiDocument, body: Body, where: string): [string, Fact][] =>
  Object.values(body?.content ?? {}).flatMap(({ schema }) => facts(document, schema, `${where} `, true));

/** A schema and all below it, each under its place: `200 data[].simulator.id`. */
const facts = (
  document: OpenApiDocument,
  written: SchemaObject,
  place: string,
  required: boolean,
): [string, Fact][] => {
  const { schema, nullable } = unfolded(document, written);
  const values = schema.enum?.filter((value) => value !== null).map(String);
  const prefix = place.endsWith(" ") ? place : `${place}.`;
  const fields = Object.entries(schema.properties ?? {}).flatMap(([name, field]) =>
    facts(document, field, `${prefix}${name}`, schema.required?.includes(name) ?? false),
  );
  const items = schema.items ? facts(document, schema.items, `${place}[]`, true) : [];
  return [[place.trim(), { type: schema.type ?? "any", required, nullable, values }], ...fields, ...items];
};

/** Through references, and through the form in which a nullable reference is written. */
const unfolded = (document: OpenApiDocument, written: SchemaObject): { schema: SchemaObject; nullable: boolean } => {
  if (isReference(written)) return unfolded(document, resolved(document.components.schemas, written));
  const [first, second] = written.anyOf ?? [];
  if (first && second?.enum?.includes(null)) return { ...unfolded(document, first), nullable: true };
  return { schema: written, nullable: written.nullable ?? false };
};
