import type { Outputs } from "../../../lib/trpc.ts";

export type AuditEntry = Outputs["audit"]["list"]["data"][number];
