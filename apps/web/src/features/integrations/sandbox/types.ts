import type { Outputs } from "../../../lib/trpc.ts";

/** A center in Test mode, with its clock. */
export type Sandbox = Outputs["centers"]["current"];
