import type { AppRouter } from "@aviationalley/api/root.ts";
import type { AnyTRPCProcedure, inferRouterInputs, inferRouterOutputs } from "@trpc/server";
import { createTRPCContext } from "@trpc/tanstack-react-query";

/** What the server's procedures take and give: `Outputs["apiKeys"]["list"]`. */
export type Inputs = inferRouterInputs<AppRouter>;
export type Outputs = inferRouterOutputs<AppRouter>;

type Names<Record> = {
  [Key in keyof Record & string]: Record[Key] extends AnyTRPCProcedure ? Key : `${Key}.${Names<Record[Key]>}`;
}[keyof Record & string];

/** The name of every procedure that there is: `"apiKeys.create"`. */
export type Procedure = Names<AppRouter["_def"]["record"]>;

/**
 * `useTRPC()` makes options for TanStack Query: `useQuery(trpc.centers.current.queryOptions({}))`. All of it is of the
 * center and mode that are shown.
 */
export const { TRPCProvider, useTRPC, useTRPCClient } = createTRPCContext<AppRouter>();
