import type { AppRouter } from "@aviationalley/api/root.ts";
import { createTRPCContext } from "@trpc/tanstack-react-query";

interface AnyProcedure {
  _def: { $types: { input: unknown; output: unknown } };
}

type Types<Record, Side extends "input" | "output"> = {
  [Key in keyof Record]: Record[Key] extends AnyProcedure
    ? Record[Key]["_def"]["$types"][Side]
    : Types<Record[Key], Side>;
};

type Names<Record> = {
  [Key in keyof Record & string]: Record[Key] extends AnyProcedure ? Key : `${Key}.${Names<Record[Key]>}`;
}[keyof Record & string];

/** What the server's procedures take and give: `Outputs["apiKeys"]["list"]`. All of it is JSON as it is. */
export type Inputs = Types<AppRouter["_def"]["record"], "input">;
export type Outputs = Types<AppRouter["_def"]["record"], "output">;

/** The name of every procedure that there is: `"apiKeys.create"`. */
export type Procedure = Names<AppRouter["_def"]["record"]>;

/**
 * `useTRPC()` makes options for TanStack Query: `useQuery(trpc.centers.current.queryOptions({}))`. All of it is of the
 * center and mode that are shown.
 */
export const { TRPCProvider, useTRPC, useTRPCClient } = createTRPCContext<AppRouter>();
