import { holdsOneOf } from "../../lib/roles.ts";
import { consoleProcedure, router } from "../../lib/trpc.ts";
import { listAuditEntries } from "./reads.ts";
import { auditFilters, auditPage } from "./schema.ts";

export const auditRouter = router({
  list: consoleProcedure(["ADMIN"], "Who did what in this center, newest first")
    .input(auditFilters)
    .returns(auditPage)
    .query(({ ctx, input }) => listAuditEntries(ctx.db, ctx.centerId, input, holdsOneOf(ctx.roles, ["DER"]))),
});
