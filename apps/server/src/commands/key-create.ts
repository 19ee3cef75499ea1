import { plainDate } from "@aviationalley/api/lib/schemas.ts";
import { DAY_MS } from "@aviationalley/api/lib/time.ts";
import { createKey } from "@aviationalley/api/platform/api-keys/commands.ts";
import { keyDraft } from "@aviationalley/api/platform/api-keys/schema.ts";
import { command } from "../command.ts";
import { withDatabase } from "../database.ts";
import { usageFault } from "../fault.ts";
import { chooseCenter, operator, orFault } from "../operator.ts";
import { KEY_POLICY } from "@aviationalley/api/root.ts";

/** `2027-01-31`, an instant, or `90d` from now. */
export const readExpiry = (text: string, now: number): string => {
  const days = /^(\d{1,5})d$/.exec(text)?.[1];
  const shaped = /^\d{4}-\d\d-\d\d(T\d\d:\d\d(:\d\d(\.\d{1,9})?)?(Z|[+-]\d\d:\d\d))?$/.test(text);
  // Date.parse reads 30 February as 2 March.
  const isDay = shaped && plainDate.safeParse(text.slice(0, 10)).success;
  const at = days !== undefined ? now + Number(days) * DAY_MS : isDay ? Date.parse(text) : Number.NaN;
  if (Number.isNaN(at))
    throw usageFault(`aa key create: --expires takes 2027-01-31, 2027-01-31T12:00:00Z or 90d, not "${text}"`);
  return new Date(at).toISOString();
};

const readMode = (text: string): "live" | "test" => {
  if (text === "live" || text === "test") return text;
  throw usageFault(`aa key create: --mode takes live or test, not "${text}"`);
};

/** The bound of every other door to keys: a name beyond it could be stored, but no list could show it. */
export const readName = (text: string): string => {
  const name = keyDraft.shape.name.safeParse(text);
  if (name.success) return name.data;
  throw usageFault("aa key create: --name takes 1 to 120 characters");
};

/** Who gets a key to confidential records and what for: both, or neither. */
export const readDisclosure = (recipient: string | undefined, purpose: string | undefined) => {
  if (recipient !== undefined && purpose !== undefined)
    return { disclosure: { confirmed: true as const, recipient, purpose } };
  if (recipient === undefined && purpose === undefined) return {};
  const missing = purpose === undefined ? "--purpose <why>" : "--recipient <who>";
  throw usageFault(`aa key create: --recipient and --purpose go together: ${missing} is missing`);
};

export const keyCreate = command({
  name: "key create",
  summary: "Create an API key; prints its token, this once, and nothing else",
  options: {
    mode: { type: "string", value: "test|live", help: "test reads the sandbox", required: true },
    scopes: { type: "string", value: "a,b", help: "Comma-separated, or '*' for all", required: true },
    center: { type: "string", value: "id or name", help: "The center; may be left out while there is one" },
    name: { type: "string", value: "name", help: "What the key is for, as lists show it" },
    expires: {
      type: "string",
      value: "when",
      help: "2027-01-31 (ends at its 00:00 UTC), an instant, or 90d; never unless given",
    },
    recipient: { type: "string", value: "who", help: "Who gets a key to confidential records, for the audit log" },
    purpose: { type: "string", value: "why", help: "What for, likewise" },
  },
  run: ({ mode: modeText, scopes, center, name = "Command line", expires, recipient, purpose }) =>
    withDatabase(async (db) => {
      const mode = readMode(modeText);
      const expiresAt = expires === undefined ? null : readExpiry(expires, Date.now());
      const disclosed = readDisclosure(recipient, purpose);
      const { id, sandboxId } = await chooseCenter(db, center);
      const made = await createKey(db, operator, KEY_POLICY, mode === "live" ? id : sandboxId, {
        name: readName(name),
        scopes: scopes.split(",").map((scope) => scope.trim()),
        expiresAt,
        ...disclosed,
      });
      console.log(orFault(made).token);
    }),
});
