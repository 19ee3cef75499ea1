import type { CenterId, Queryable } from "@aviationalley/db/client.ts";
import type { Failure } from "../../lib/errors.ts";
import { type Page, type Paging, readPage } from "../../lib/pagination.ts";
import { readKeys } from "./queries.ts";

/** The keys of a center, newest first; those that have ended too. */
export const listKeys = (db: Queryable, centerId: CenterId, paging: Paging): Promise<Page | Failure> =>
  readPage("api_keys", readKeys, db, centerId, paging);
