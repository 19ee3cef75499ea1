import type { EventDefinition } from "../../../lib/events.ts";
import { ROLES } from "../../../lib/roles.ts";
import type { EndpointMeta, Meta } from "../../../lib/trpc.ts";
import type { Noun } from "./nouns.ts";

/** A step as a page tells it. */
export interface StepRow {
  /** Its place in table and diagram, from 1. */
  readonly number: number;
  readonly from: readonly string[];
  readonly to: readonly string[];
  readonly how: readonly string[];
  /** The operations among its commands. */
  readonly operations: readonly EndpointMeta[];
  readonly who: string;
  readonly event: EventDefinition | undefined;
  readonly when: string | undefined;
}

/** A noun's steps with what the router says of their commands. A command that the router has not is our fault. */
export const stepRows = ({ guide, procedures, name }: Noun): StepRow[] =>
  (guide?.states?.steps ?? []).map(({ from, to, by, event, when }, index) => {
    const commands = by === "time" ? [] : by.map((command) => commandOf(procedures, command, name));
    return {
      number: index + 1,
      from,
      to,
      event,
      when,
      how: by === "time" ? ["Time"] : commands.map(({ summary }) => summary),
      operations: commands.filter((meta) => meta.kind === "endpoint"),
      who: by === "time" ? "the center's clock" : rolesOf(commands),
    };
  });

const commandOf = (procedures: ReadonlyMap<string, Meta>, command: string, noun: string): Meta => {
  const meta = procedures.get(command);
  if (!meta) throw new Error(`The guide to ${noun} names a command that there is not: ${command}.`);
  return meta;
};

/** OWNER implies every role. */
const rolesOf = (commands: readonly Meta[]): string =>
  ROLES.filter((role) => role === "OWNER" || commands.some(({ roles }) => roles.includes(role))).join(", ");
