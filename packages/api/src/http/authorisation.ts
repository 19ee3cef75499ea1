import type { CenterId, Db } from "@aviationalley/db/client.ts";
import type { AnyTRPCProcedure, AnyTRPCRouter } from "@trpc/server";
import { ROLES, type Role } from "../lib/roles.ts";
import { type Meta, refusal } from "../lib/trpc.ts";

/** May a member with these roles call the procedure? Asked of the very function that decides at each call. */
const mayCall = (meta: Meta, roles: readonly Role[]): boolean =>
  refusal(meta, {
    actor: { kind: "user", id: "", name: "" },
    roles: new Set(roles),
    scopes: new Set(),
    address: null,
    wire: "value",
    expectedVersion: null,
    // Not looked at before a resolver runs.
    centerId: "" as CenterId,
    db: undefined as unknown as Db,
  }) === undefined;

const row = (name: string, meta: Meta): string => {
  const operation = meta.kind === "endpoint" ? `\`${meta.method} ${meta.path}\` with \`${meta.scope}\`` : "–";
  const cells = ROLES.map((role) => (mayCall(meta, [role]) ? "yes" : "–"));
  return `| \`${name}\` | ${meta.summary} | ${operation} | ${cells.join(" | ")} |`;
};

/** The procedures of the live router with what each says of itself, in the order of declaration. */
const declared = (router: AnyTRPCRouter): { name: string; meta: Meta }[] => {
  const procedures: Record<string, AnyTRPCProcedure> = router._def.procedures;
  return Object.entries(procedures).map(([name, procedure]) => {
    const meta = procedure._def.meta as Meta | undefined; // lib/trpc.ts alone makes procedures, and gives each a Meta
    if (!meta) throw new Error(`${name} says nothing of who may call it.`);
    return { name, meta };
  });
};

/** The names of the procedures that a member with these roles may call: what the console shows, and no more. */
export const allowedProcedures =
  (router: AnyTRPCRouter) =>
  (roles: readonly Role[]): string[] =>
    declared(router).flatMap(({ name, meta }) => (mayCall(meta, roles) ? [name] : []));

/** Every procedure of the live router, who may call it, and which keys reach it, as a Markdown document. */
export const authorisationTable = (router: AnyTRPCRouter): string => {
  const rows = declared(router).map(({ name, meta }) => row(name, meta));
  return [
    "# Who may call what",
    "",
    "Generated from the router by `npm test -- authorisation --update`. A member may call a procedure with any one of the",
    "roles marked; an API key by its scope, and only what is an operation of the REST API.",
    "",
    "<!-- prettier-ignore -->",
    `| procedure | what it does | REST operation | ${ROLES.join(" | ")} |`,
    `| --- | --- | --- |${ROLES.map(() => " --- |").join("")}`,
    ...rows,
    "",
  ].join("\n");
};
