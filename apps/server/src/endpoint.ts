import { findCenterOfEndpoint } from "@aviationalley/api/platform/webhooks/endpoint-queries.ts";
import type { CenterId, Db } from "@aviationalley/db/client.ts";
import { Fault } from "./fault.ts";

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** The center of the endpoint that an operator names by its id. */
export const centerOfEndpoint = async (db: Db, id: string): Promise<CenterId> => {
  const centerId = UUID.test(id) ? await findCenterOfEndpoint(db, id) : undefined;
  if (centerId === undefined) throw new Fault(`There is no endpoint "${id}". See: npx aa endpoint list`);
  return centerId;
};
