import { consoleProcedure, router } from "../../lib/trpc.ts";
import { listMail } from "./mailbox.ts";
import { mailPage, mailPaging } from "./schema.ts";

/** What was mailed to a center's operators: where no SMTP server is set up, this is where they read it. */
export const mailRouter = router({
  list: consoleProcedure(["ADMIN"], "Mail to this center's operators, newest first")
    .input(mailPaging)
    .returns(mailPage)
    .query(({ ctx, input }) => listMail(ctx.db, ctx.centerId, input)),
});
