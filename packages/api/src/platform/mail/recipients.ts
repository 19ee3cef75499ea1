import { type CenterId, type Queryable, statement } from "@aviationalley/db/client.ts";

const selectOperators = statement<{ email: string }>(
  "mail.operators",
  `select users.email
     from centers join members on members.center_id = coalesce(centers.live_center_id, centers.id)
     join users on users.id = members.user_id
    where centers.id = $1 and members.roles && array['OWNER', 'ADMIN']
    order by members.created_at, users.email limit 50`,
);

/** The addresses of a center's operators, its OWNERs and ADMINs; a sandbox's are those of its live center. */
export const operatorsOf = async (db: Queryable, centerId: CenterId): Promise<string[]> =>
  (await db.many(selectOperators, [centerId])).map(({ email }) => email);
