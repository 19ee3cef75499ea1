import { faultsOf } from "@aviationalley/api/http/faults.ts";
import type { InputFault } from "@aviationalley/api/lib/errors.ts";
import type { Options, Values } from "./command.ts";
import { usageFault } from "./fault.ts";

/** What the commands that make and change endpoints have in common; named as in the console. */
export const ENDPOINT_OPTIONS = {
  description: { type: "string", value: "text", help: "What it is for, as lists show it" },
  contact: { type: "string", value: "address", help: "Who is mailed when it fails; OWNERs and ADMINs unless given" },
  header: {
    type: "list",
    value: "Name: value",
    help: "Sent with each delivery, kept encrypted; may be given repeatedly",
  },
  rate: { type: "string", value: "number", help: "Deliveries per second at most; no limit unless given" },
  "in-flight": { type: "string", value: "number", help: "Deliveries on their way at once at most; 10 unless given" },
} as const satisfies Options;

/** Where each field comes from, so that a fault names what was typed. */
const OPTION_OF: Readonly<Record<string, string>> = {
  contactEmail: "contact",
  headers: "header",
  ratePerSecond: "rate",
  maxInFlight: "in-flight",
};

type Schema = Parameters<typeof faultsOf>[1];
type Issues = Parameters<typeof faultsOf>[0];
type Read<Fields> = { success: true; data: Fields } | { success: false; error: { issues: Issues } };
/** A schema of `platform/webhooks/schema.ts`. */
type Shape<Fields> = Schema & { safeParse(input: unknown): Read<Fields> };

const HEADER = /^([^:\s]+)\s*:\s*(.*?)\s*$/;

/**
 * The fields of an endpoint out of a command's options, under the schema that the console's input has. Throws a usage
 * fault that names the options. A header's value is a secret, so none is ever repeated in a message.
 */
export const readEndpoint = <Fields>(
  name: string,
  shape: Shape<Fields>,
  values: Partial<Values<typeof ENDPOINT_OPTIONS>>,
  more: Readonly<Record<string, unknown>>,
): Fields => {
  const wrong = (option: string, message: string) => usageFault(`aa ${name}: --${option} ${message}`);
  const number = (option: string, text: string | undefined) => {
    if (text === undefined || text === "none") return text && null;
    if (/^\d{1,6}$/.test(text)) return Number(text);
    throw wrong(option, `takes a whole number, not "${text}"`);
  };
  const cleared = (text: string | undefined) => (text === "none" ? null : text);
  const header = (text: string) => {
    const [, title, value] = HEADER.exec(text) ?? [];
    if (title === undefined || value === undefined || value === "") throw wrong("header", "takes 'Name: value'");
    return { name: title, value };
  };
  const { header: headers } = values;
  const input = present({
    ...more,
    description: cleared(values.description),
    contactEmail: cleared(values.contact),
    headers: headers?.join() === "none" ? [] : headers?.map(header),
    ratePerSecond: number("rate", values.rate),
    maxInFlight: number("in-flight", values["in-flight"]),
  });
  const read = shape.safeParse(input);
  if (!read.success) throw usageFault(`aa ${name}: ${sentenceOf(faultsOf(read.error.issues, shape, input))}`);
  return read.data;
};

const present = (fields: Record<string, unknown>): Record<string, unknown> =>
  Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined));

const sentenceOf = (faults: readonly InputFault[]): string =>
  faults
    .map(({ path, message }) => {
      const [field = ""] = path.split(".");
      return `--${OPTION_OF[field] ?? field} ${message}`;
    })
    .join("; ");

/** `a,b.*` as a list. */
export const readEvents = (text: string): string[] => text.split(",").map((event) => event.trim());
