import { holdsOneOf } from "../../lib/roles.ts";
import { consoleProcedure, router } from "../../lib/trpc.ts";
import { z } from "zod";
import { listActions, listAuditEntries } from "./reads.ts";
import { actionList, auditFilters, auditPage } from "./schema.ts";

export const auditRouter = router({
  list: consoleProcedure(["ADMIN"], "Who did what in this center, newest first")
    .input(auditFilters)
    .returns(auditPage)
    .query(({ ctx, input }) => listAuditEntries(ctx.db, ctx.centerId, input, holdsOneOf(ctx.roles, ["DER"]))),

  actions: consoleProcedure(["ADMIN"], "The kinds of deeds that this center's log holds")
    .input(z.strictObject({}))
    .returns(actionList)
    .query(({ ctx }) => listActions(ctx.db, ctx.centerId, holdsOneOf(ctx.roles, ["DER"]))),
});
