import { type CenterId, type Queryable, statement } from "@aviationalley/db/client.ts";
import { anyOf, unnested } from "../../lib/bound-arrays.ts";
import { contains, equal, ids, oneOf, range, since, type Span } from "../../lib/list-filters.ts";
import { keysetList } from "../../lib/list.ts";
import { searchText } from "../../lib/search-text.ts";
import type { Instant } from "../../lib/time.ts";
import type { CenterTx } from "../../lib/transaction.ts";
import type { DeferralStatus, MelDeferral, RepairCategory } from "./schema.ts";

/** The filters of the list; the most selective first, since the first that is given drives the SELECT. */
export interface MelDeferralSearch {
  id?: string[] | undefined;
  search?: string | undefined;
  updatedSince?: string | undefined;
  aircraftId?: string | undefined;
  category?: RepairCategory[] | undefined;
  status?: DeferralStatus[] | undefined;
  recordedAt?: Span | undefined;
}

export const melDeferralDocuments = keysetList<MelDeferralSearch>({
  table: "mel_deferrals",
  filters: {
    id: ids,
    search: contains("search_text", "status", "category"),
    updatedSince: since("updated_at"),
    aircraftId: equal("aircraft_id"),
    category: oneOf("category"),
    status: oneOf("status"),
    recordedAt: range("recorded_at", "recorded_month", "status"),
  },
});

interface DocumentRow {
  document: string;
}

const parse = ({ document }: DocumentRow): MelDeferral => JSON.parse(document) as MelDeferral; // written here alone

const byId = statement<DocumentRow>("mel.by_id", "select document from mel_deferrals where center_id = $1 and id = $2");

export const findDeferral = async (db: Queryable, centerId: CenterId, id: string): Promise<MelDeferral | undefined> => {
  const row = await db.maybe(byId, [centerId, id]);
  return row && parse(row);
};

const forUpdate = statement<DocumentRow>(
  "mel.for_update",
  "select document from mel_deferrals where center_id = $1 and id = $2 for update",
);

/** The deferral, locked until the transaction ends. Lock its aircraft before. */
export const findDeferralForUpdate = async (tx: CenterTx, id: string): Promise<MelDeferral | undefined> => {
  const row = await tx.maybe(forUpdate, [tx.centerId, id]);
  return row && parse(row);
};

const quoting = statement<DocumentRow>(
  "mel.quoting",
  "select document from mel_deferrals where center_id = $1 and aircraft_id = $2 order by id for update",
);

/** Every deferral that quotes this aircraft's tail number, locked in id order. */
export const findQuotingForUpdate = async (tx: CenterTx, aircraftId: string): Promise<MelDeferral[]> =>
  (await tx.many(quoting, [tx.centerId, aircraftId])).map(parse);

const open = statement<DocumentRow>(
  "mel.open",
  "select document from mel_deferrals where center_id = $1 and status = 'OPEN' order by id for update",
);

/** Every deferral whose interval runs, locked in id order. */
export const findOpenForUpdate = async (tx: CenterTx): Promise<MelDeferral[]> =>
  (await tx.many(open, [tx.centerId])).map(parse);

const grounding = statement<{ aircraft_id: string }>(
  "mel.grounding",
  `select distinct aircraft_id from mel_deferrals
    where center_id = $1 and aircraft_id = ${anyOf("$2::uuid[]")} and status = 'EXPIRED'`,
);

/** Which of these aircraft have an expired deferral. Lock the aircraft before asking. */
export const findGrounded = async (tx: CenterTx, aircraftIds: readonly string[]): Promise<Set<string>> =>
  new Set((await tx.many(grounding, [tx.centerId, aircraftIds])).map((row) => row.aircraft_id));

/** When the next announcement is due: 48 hours before the first expiry that is not announced yet. */
export const NEXT_EXPIRING = `select min(expires_at) - interval '48 hours' from mel_deferrals
  where center_id = $1 and status = 'OPEN' and not expiry_announced`;

const expiring = statement<DocumentRow>(
  "mel.expiring",
  `select document from mel_deferrals
    where center_id = $1 and status = 'OPEN' and not expiry_announced
      and expires_at <= $2::timestamptz + interval '48 hours'
    order by expires_at, id limit $3 for update skip locked`,
);

/** Deferrals whose announcement is due at `upTo`, the longest due first, but for those that others have locked. */
export const findExpiringForUpdate = async (tx: CenterTx, upTo: Instant, limit: number): Promise<MelDeferral[]> =>
  (await tx.many(expiring, [tx.centerId, upTo, limit])).map(parse);

/** When the next deferral expires. */
export const NEXT_EXPIRED = "select min(expires_at) from mel_deferrals where center_id = $1 and status = 'OPEN'";

const expired = statement<DocumentRow>(
  "mel.expired",
  `select d.document
     from mel_deferrals d join aircraft a on a.center_id = d.center_id and a.id = d.aircraft_id
    where d.center_id = $1 and d.status = 'OPEN' and d.expiry_announced and d.expires_at <= $2
    order by d.expires_at, d.id limit $3
      for update of d skip locked for no key update of a skip locked`,
);

/**
 * Deferrals that expire by `upTo` and were announced, the longest due first, locked with their aircraft. It waits for
 * nobody, so it cannot deadlock with commands, which lock the aircraft first.
 */
export const findExpiredForUpdate = async (tx: CenterTx, upTo: Instant, limit: number): Promise<MelDeferral[]> =>
  (await tx.many(expired, [tx.centerId, upTo, limit])).map(parse);

const COLUMNS = `
  version int, "createdAt" timestamptz, "updatedAt" timestamptz, aircraft json, category text, status text,
  "recordedAt" timestamptz, "expiresAt" timestamptz`;

const insert = statement<never>(
  "mel.insert",
  `insert into mel_deferrals (center_id, id, version, created_at, updated_at, aircraft_id, category, status,
                              recorded_at, expires_at, expiry_announced, search_text, document)
   select $1, given.id, d.version, d."createdAt", d."updatedAt", (d.aircraft->>'id')::uuid, d.category, d.status,
          d."recordedAt", d."expiresAt", given.announced, given.search, given.document
     from ${unnested("$2::uuid[]", "$3::text[]", "$4::json[]", "$5::boolean[]")} as given(id, search, document, announced)
    cross join lateral json_to_record(given.document) as d(${COLUMNS})`,
);

const update = statement<never>(
  "mel.update",
  `update mel_deferrals
      set version = d.version, updated_at = d."updatedAt", status = d.status, expires_at = d."expiresAt",
          expiry_announced = $5 or (expiry_announced and expires_at = d."expiresAt"),
          search_text = given.search, document = given.document
     from ${unnested("$2::uuid[]", "$3::text[]", "$4::json[]")} as given(id, search, document)
    cross join lateral json_to_record(given.document) as d(${COLUMNS})
    where mel_deferrals.center_id = $1 and mel_deferrals.id = given.id`,
);

/** Writes new deferrals; `announced` tells of each whether its expiry needs no announcement any more. */
export const insertDeferrals = (
  tx: CenterTx,
  rows: readonly MelDeferral[],
  announced: readonly boolean[],
): Promise<number> => tx.run(insert, [...written(tx, rows), announced]);

/** Writes changed deferrals. An expiry that was announced stays so until it moves; `announced` says it is by now. */
export const updateDeferrals = (tx: CenterTx, rows: readonly MelDeferral[], announced = false): Promise<number> =>
  tx.run(update, [...written(tx, rows), announced]);

const written = (tx: CenterTx, rows: readonly MelDeferral[]): unknown[] => [
  tx.centerId,
  rows.map(({ id }) => id),
  rows.map(({ aircraft, melItem, title }) => searchText(aircraft.tailNumber, melItem, title)),
  rows.map((row) => JSON.stringify(row)),
];
