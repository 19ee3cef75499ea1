import { type CenterId, statement } from "@aviationalley/db/client.ts";
import { earlierValues } from "@aviationalley/api/lib/changes.ts";
import { fail, type Failure, notFound } from "@aviationalley/api/lib/errors.ts";
import { newId } from "@aviationalley/api/lib/ids.ts";
import { contains, equal, ids, oneOf, since } from "@aviationalley/api/lib/list-filters.ts";
import { keysetList } from "@aviationalley/api/lib/list.ts";
import { listInput, listOf, Page, pageOf, readPage, search } from "@aviationalley/api/lib/pagination.ts";
import { EVERYONE } from "@aviationalley/api/lib/roles.ts";
import { count, nounBase, storedText, text, uuid } from "@aviationalley/api/lib/schemas.ts";
import { searchText } from "@aviationalley/api/lib/search-text.ts";
import { type CenterTx, transaction } from "@aviationalley/api/lib/transaction.ts";
import { consoleProcedure, endpoint, router } from "@aviationalley/api/lib/trpc.ts";
import { staleVersion } from "@aviationalley/api/lib/versions.ts";
import { z } from "zod";
import type { TestDatabase } from "./database.ts";

/**
 * The smallest noun that has everything a border must carry: a list with filters of every type, a create, a change
 * with a version, and commands that fail in every way. For tests of the border alone.
 */
export const toy = z
  .object({
    ...nounBase,
    name: storedText(100),
    color: z.enum(["RED", "GREEN", "BLUE"]),
    weight: count(),
    loud: z.boolean(),
  })
  .meta({ id: "Toy" });
export type Toy = z.infer<typeof toy>;

const DDL = [
  `create table toys (center_id uuid not null references centers (id), id uuid not null, created_at timestamptz(3) not null,
     updated_at timestamptz(3) not null, name text not null, color text not null, weight int not null, loud boolean not null,
     search_text text not null, document json not null, primary key (center_id, id), unique (center_id, name))`,
  "create index toys_keyset on toys (center_id, created_at desc, id desc)",
].map((sql, index) => statement<never>(`toys.ddl_${index}`, sql));

export const createToyTable = async ({ db }: TestDatabase): Promise<void> => {
  for (const one of DDL) await db.run(one, []);
};

const draft = z.strictObject({
  name: text(100),
  color: z.enum(["RED", "GREEN", "BLUE"]),
  weight: count().max(1000).default(1),
  parts: z
    .array(z.strictObject({ id: uuid, size: z.enum(["SMALL", "LARGE"]) }))
    .max(3)
    .optional(),
});
const change = z.strictObject({
  id: uuid,
  name: text(100).optional(),
  color: z.enum(["RED", "GREEN", "BLUE"]).optional(),
});

interface Filters {
  id?: string[] | undefined;
  search?: string | undefined;
  updatedSince?: string | undefined;
  color?: string[] | undefined;
  weight?: number | undefined;
  loud?: boolean | undefined;
}

const documents = keysetList<Filters>({
  table: "toys",
  filters: {
    id: ids,
    search: contains("search_text"),
    updatedSince: since("updated_at"),
    weight: equal("weight"),
    loud: equal("loud"),
    color: oneOf("color"),
  },
});

const write = statement<never>(
  "toys.write",
  `insert into toys select $1, t.id, t."createdAt", t."updatedAt", t.name, t.color, t.weight, t.loud, $3, $2::json
     from json_to_record($2::json) as t(id uuid, "createdAt" timestamptz, "updatedAt" timestamptz, name text, color text, weight int, loud boolean)
   on conflict (center_id, id) do update set updated_at = excluded.updated_at, name = excluded.name,
     color = excluded.color, search_text = excluded.search_text, document = excluded.document`,
);
const lock = statement<{ document: string }>(
  "toys.lock",
  "select document from toys where center_id = $1 and id = $2 for update",
);
export const removeToy = statement<never>("toys.remove", "delete from toys where center_id = $1 and id = $2");

export const saveToy = async (tx: CenterTx, row: Toy): Promise<Toy> => {
  await tx.run(write, [tx.centerId, JSON.stringify(row), searchText(row.name)]);
  return row;
};

export const newToy = (tx: Pick<CenterTx, "at" | "centerId">, wish: Partial<Toy> = {}): Toy => ({
  id: newId(),
  centerId: tx.centerId,
  version: 1,
  createdAt: tx.at,
  updatedAt: tx.at,
  name: "Bear",
  color: "RED",
  weight: 1,
  loud: false,
  ...wish,
});

/** What commands do beside their work, for tests: run inside the transaction. */
export interface ToyHooks {
  beforeSave?: (tx: CenterTx, row: Toy) => Promise<Failure | undefined> | undefined;
}

/** The router; `hooks` is read at each call, so that a test may change it. */
export const toyRouter = (hooks: ToyHooks = {}) =>
  router({
    toys: router({
      list: endpoint("GET /toys", "toys:read", EVERYONE, "List toys")
        .input(
          listInput({
            color: listOf(z.enum(["RED", "GREEN", "BLUE"]), 3).optional(),
            search: search.optional(),
            weight: count().max(1000).optional(),
            loud: z.boolean().optional(),
          }),
        )
        .returns(pageOf(toy, "ToyPage"))
        .query(({ ctx, input }) => readPage("toys", documents, ctx.db, ctx.centerId, input)),

      create: endpoint("POST /toys", "toys:write", EVERYONE, "Make a toy", {
        success: 201,
        location: ({ id }) => `/toys?id=${id}`,
      })
        .input(draft)
        .returns(toy)
        .mutation(({ ctx, input: { name, color, weight } }) =>
          transaction(ctx.db, ctx.centerId, async (tx) => {
            const row = newToy(tx, { name, color, weight });
            return (await hooks.beforeSave?.(tx, row)) ?? (await saveToy(tx, row));
          }),
        ),

      change: endpoint("PATCH /toys/{id}", "toys:write", EVERYONE, "Change a toy")
        .input(change)
        .returns(toy)
        .mutation(({ ctx, input: { id, ...fields } }) =>
          transaction(ctx.db, ctx.centerId, async (tx) => {
            const found = await tx.maybe(lock, [tx.centerId, id]);
            if (!found) return notFound("toy");
            const row = toy.parse(JSON.parse(found.document));
            const stale = staleVersion("toy", row, ctx.expectedVersion);
            if (stale) return stale;
            const next = { ...row, ...given(fields) };
            if (!earlierValues(row, next)) return row;
            const raised = { ...next, version: row.version + 1, updatedAt: tx.at };
            return (await hooks.beforeSave?.(tx, raised)) ?? (await saveToy(tx, raised));
          }),
        ),

      lie: endpoint("GET /lies", "toys:read", EVERYONE, "Answers what it does not declare")
        .input(z.strictObject({}))
        .returns(toy)
        .query(() => Promise.resolve({ id: "not a toy" } as never)),

      burst: endpoint("GET /bursts", "toys:read", EVERYONE, "Throws what nobody expected")
        .input(z.strictObject({}))
        .returns(toy)
        .query(() => Promise.reject(new Error("the secret inside"))),

      refuse: endpoint("GET /refusals", "toys:read", EVERYONE, "Refuses")
        .input(z.strictObject({}))
        .returns(toy)
        .query(() => Promise.resolve(fail("invalid_transition", "It cannot.", { allowed: ["RED"] }))),

      hidden: consoleProcedure(EVERYONE, "For the console only")
        .input(z.strictObject({}))
        .returns(pageOf(toy, "HiddenToys"))
        .query(() => Promise.resolve(new Page([], 1, null))),
    }),
  });

const given = <Fields extends object>(fields: Fields): { [Name in keyof Fields]: Exclude<Fields[Name], undefined> } =>
  // Only what was sent: the type says so once undefined is out.
  Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as {
    [Name in keyof Fields]: Exclude<Fields[Name], undefined>;
  };

/** Fills a center with toys, one transaction each, so that they have times of their own. */
export const addToys = async (
  { db }: TestDatabase,
  centerId: CenterId,
  wishes: readonly Partial<Toy>[],
): Promise<Toy[]> => {
  const made: Toy[] = [];
  for (const wish of wishes) made.push(await transaction(db, centerId, (tx) => saveToy(tx, newToy(tx, wish))));
  return made;
};
