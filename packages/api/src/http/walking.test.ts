import { randomUUID } from "node:crypto";
import { ROWS, type RowsOf } from "@aviationalley/testing/rows.ts";
import { type Answer, startServer, type TestServer } from "@aviationalley/testing/server.ts";
import { createToyTable, toyRouter } from "@aviationalley/testing/toys.ts";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { AnyTRPCRouter } from "@trpc/server";
import { z } from "zod";
import { appRouter } from "../root.ts";
import { problem } from "./openapi/problem.ts";
import { bare } from "./shape.ts";
import { type Operation, operationsOf, scopesOf } from "./walk.ts";

/** What holds for every operation, walked over all there are: a new one is covered before its author writes a test. */
describe.each<[string, AnyTRPCRouter]>([
  ["the toys", toyRouter()],
  ["the API", appRouter],
])("every operation of %s", (_, router) => {
  const operations = operationsOf(router);
  const scopes = scopesOf(router);
  let server: TestServer;

  beforeAll(async () => {
    server = await startServer({ router });
    await createToyTable(server.database);
  });
  afterAll(() => server.close());

  const pathOf = ({ meta }: Operation, query = ""): string =>
    `/api/v1${meta.path.replaceAll(/\{\w+\}/g, randomUUID())}${query}`;
  const call = (operation: Operation, token?: string, query = "", method: string = operation.meta.method) =>
    server.api(token).send(method, pathOf(operation, query), {
      headers: { "content-type": "application/json" },
      ...(operation.body && method !== "DELETE" ? { body: "{}" } : {}),
    });
  const codeOf = ({ body }: Answer) => problem.parse(body).code;
  const isList = ({ query }: Operation) => query !== undefined && "cursor" in query.shape;

  describe.each(operations.map((operation) => [`${operation.meta.method} ${operation.meta.path}`, operation] as const))(
    "%s",
    (__, operation) => {
      const { method, scope } = operation.meta;

      test("asks for a token that is good", async () => {
        const past = Date.now() - 1;
        const good = server.issue();
        const tokens = {
          token_missing: undefined,
          token_malformed: `${good}x`,
          token_unknown: `aa_live_${"0".repeat(32)}`,
          token_revoked: server.issue({ revokedAt: past }),
          token_expired: server.issue({ expiresAt: past }),
        };
        for (const [code, token] of Object.entries(tokens)) {
          const answer = await call(operation, token);
          expect([answer.status, codeOf(answer)]).toEqual([401, code]);
          expect(answer.headers.get("www-authenticate")).toMatch(/^Bearer/);
        }
      });

      test("asks for its scope and no other", async () => {
        const others = await call(operation, server.issue({ scopes: scopes.filter((one) => one !== scope) }));
        expect(others).toMatchObject({ status: 403, body: { code: "insufficient_scope", requiredScope: scope } });
        for (const held of [[scope], ["*"]]) {
          const answer = await call(operation, server.issue({ scopes: held }));
          expect([401, 403]).not.toContain(answer.status);
          expect(answer.headers.get("ratelimit")).toMatch(/^"default";r=\d+;t=\d+$/);
          expect(answer.headers.get("ratelimit-policy")).toMatch(/^"default";q=\d+;w=\d+$/);
        }
      });

      test("refuses parameters that it does not have, and other methods", async () => {
        const token = server.issue();
        const unknown = await call(operation, token, "?limti=1");
        expect([unknown.status, codeOf(unknown)]).toEqual([400, "invalid_request"]);
        const [fault] = problem.parse(unknown.body).errors ?? [];
        expect(fault?.path).toBe("limti");
        if (isList(operation)) expect(fault?.message).toContain("did you mean `limit`?");
        const wrong = await call(operation, token, "", "DELETE");
        expect([wrong.status, codeOf(wrong)]).toEqual([405, "method_not_allowed"]);
        expect(wrong.headers.get("allow")?.split(", ")).toContain(method);
      });

      test.runIf(method === "GET")("answers HEAD as GET, without the body", async () => {
        const token = server.issue();
        const [get, head] = [await call(operation, token), await call(operation, token, "", "HEAD")];
        expect([head.status, head.text]).toEqual([get.status, ""]);
        for (const name of ["content-type", "content-length"])
          expect(head.headers.get(name)).toBe(get.headers.get(name));
      });

      test.runIf(method !== "GET")("refuses bodies that are not what it declares", async () => {
        const api = server.api(server.issue());
        for (const [body, status] of [
          ["{", 400],
          ["[]", 400],
          ['{"nonsense":1}', 400],
          ["", 400],
          [" ".repeat(70_000), 413],
        ] as const) {
          const headers = { "content-type": "application/json" };
          expect((await api.send(method, pathOf(operation), { headers, body })).status).toBe(status);
        }
        const headers = { "content-type": "text/plain" };
        expect((await api.send(method, pathOf(operation), { headers, body: "{}" })).status).toBe(415);
      });

      test.runIf(method !== "GET")("says of each null whether it is one, at every depth", async () => {
        const api = server.api(server.issue());
        for (const { body, path, allowed } of nullsOf(operation.body)) {
          const headers = { "content-type": "application/json" };
          const answer = await api.send(method, pathOf(operation), { headers, body: JSON.stringify(body) });
          const errors = answer.status === 400 ? (problem.parse(answer.body).errors ?? []) : [];
          const fault = errors.find((one) => one.path === path);
          if (allowed) expect([path, fault]).toEqual([path, undefined]);
          else if (method === "PATCH" && !path.includes("."))
            expect([path, fault?.message]).toEqual([path, "cannot be cleared; leave it out to keep it"]);
          else expect([path, fault?.message]).toEqual([path, expect.stringMatching(/^must .*not (be )?null$/)]);
        }
      });

      test.runIf(method === "PATCH")("answers another center's id as one that nobody has", async () => {
        const list = operations.find(({ name }) => name === operation.name.replace(/\.\w+$/, ".list"));
        const { centerId } = await server.addCenter();
        const { id } = await rowsOf(list).make(server.database.db, centerId);
        const api = server.api(server.issue());
        const [theirs, nobodys] = await Promise.all(
          [id, randomUUID()].map((one) => api.patch(`/api/v1${operation.meta.path.replace("{id}", one)}`, {})),
        );
        expect(theirs?.status).toBe(404);
        expect({ ...problem.parse(theirs?.body), requestId: "" }).toEqual({
          ...problem.parse(nobodys?.body),
          requestId: "",
        });
      });

      describe.runIf(isList(operation))("as a list", () => {
        test("takes limits from 1 to 200, each parameter once, and its own cursors", async () => {
          const token = server.issue();
          for (const query of ["?limit=0", "?limit=201", "?limit=1e2", "?limit=x", "?limit=1&limit=2"])
            expect(problem.parse((await call(operation, token, query)).body).errors?.[0]?.path).toBe("limit");
          for (const query of ["?limit=1", "?limit=200"])
            expect((await call(operation, token, query)).status).toBe(200);
          for (const cursor of ["", "x", "AQ", "A".repeat(42), "A".repeat(201)])
            expect(codeOf(await call(operation, token, `?cursor=${cursor}`))).toBe("invalid_cursor");
        });

        test("told a value of a filter twice, answers as told it once, and goes on with the same cursor", async () => {
          const { centerId } = await server.addCenter();
          const token = server.issue({ centerId });
          const made = await fill(operation, centerId, 2);
          const found: string[] = [];
          const page = async (query: string) => {
            const { data, pagination } = (await call(operation, token, query)).body as Listing;
            found.push(...data.map(({ id }) => id));
            return [query.split("&")[0], data.map(({ id }) => id), pagination.nextCursor];
          };
          for (const [name, values] of severalOf(operation, made))
            for (const value of values)
              for (const limit of [1, 50])
                expect(await page(`?${name}=${value},${value}&limit=${limit}`)).toEqual([
                  `?${name}=${value},${value}`,
                  ...(await page(`?${name}=${value}&limit=${limit}`)).slice(1),
                ]);
          expect(found).toEqual(expect.arrayContaining(made));
        });

        test("takes times at the edges of the calendar, and refuses those beyond", async () => {
          const token = server.issue();
          const names = ["from", "to", "updatedSince"].filter((name) => name in (operation.query?.shape ?? {}));
          const status = async (name: string, value: string) =>
            (await call(operation, token, `?${name}=${encodeURIComponent(value)}`)).status;
          for (const name of names) {
            const isDate = (await status(name, "2024-02-29")) === 200;
            const [inside, outside] = isDate ? EDGES.dates : EDGES.instants;
            for (const value of inside) expect([name, value, await status(name, value)]).toEqual([name, value, 200]);
            for (const value of outside) expect([name, value, await status(name, value)]).toEqual([name, value, 400]);
          }
        });

        test("gives its cursor to no other filter and no other center", async () => {
          const { centerId, sandboxId } = await server.addCenter();
          const mine = server.issue({ centerId });
          await fill(operation, centerId, 2);
          await fill(operation, sandboxId, 2);
          const { body } = await call(operation, mine, "?limit=1");
          const cursor = (body as Listing).pagination.nextCursor;
          expect((await call(operation, mine, `?limit=2&cursor=${cursor}`)).status).toBe(200);
          const filtered = `?cursor=${cursor}&id=${randomUUID()}`;
          expect(codeOf(await call(operation, mine, filtered))).toBe("invalid_cursor");
          const sandbox = server.issue({ centerId: sandboxId, mode: "test" });
          expect(codeOf(await call(operation, sandbox, `?cursor=${cursor}`))).toBe("invalid_cursor");
        });

        test("shows a center its own rows only, also by id, and each as it declares", async () => {
          const { centerId, sandboxId } = await server.addCenter();
          const { centerId: otherId } = await server.addCenter();
          const [own] = await fill(operation, centerId, 1);
          const [other] = await fill(operation, otherId, 1);
          const [tried] = await fill(operation, sandboxId, 1);
          const seen = async (query: string, token = server.issue({ centerId })) =>
            ((await call(operation, token, query)).body as Listing).data.map(({ id }) => id);
          expect(await seen("")).toEqual([own]);
          expect(await seen(`?id=${own},${other},${tried}`)).toEqual([own]);
          expect(await seen("", server.issue({ centerId: sandboxId, mode: "test" }))).toEqual([tried]);
        });

        test("walked while rows come, go and change, gives each that stayed exactly once", async () => {
          const { centerId } = await server.addCenter();
          const token = server.issue({ centerId });
          const { db } = server.database;
          const { make, touch, remove } = rowsOf(operation);
          const staying = new Set(await fill(operation, centerId, 20));
          const seen: string[] = [];
          for (let cursor = ""; ;) {
            const { body } = await call(operation, token, `?limit=3${cursor}`);
            const { data, pagination } = body as Listing;
            seen.push(...data.map(({ id }) => id));
            if (pagination.nextCursor === null) break;
            cursor = `&cursor=${pagination.nextCursor}`;
            const left = [...staying].filter((id) => !seen.includes(id));
            const [first, , third] = left;
            for (const id of [first, seen.at(-1)]) {
              if (id === undefined) continue;
              staying.delete(id);
              await remove(db, centerId, id);
            }
            if (third !== undefined) await touch(db, centerId, third);
            await make(db, centerId);
          }
          expect(seen).toEqual([...new Set(seen)]);
          expect(seen).toEqual(expect.arrayContaining([...staying]));
          expect(staying.size).toBeGreaterThan(3);
        });
      });
    },
  );

  const rowsOf = (operation: Operation | undefined): RowsOf => {
    const rows = operation && ROWS[operation.name];
    if (!rows) throw new Error(`packages/testing/src/rows.ts does not know how to make rows of ${operation?.name}.`);
    return rows;
  };

  const fill = async (operation: Operation, centerId: TestServer["centerId"], count: number): Promise<string[]> => {
    const made: string[] = [];
    for (let n = 0; n < count; n++) made.push((await rowsOf(operation).make(server.database.db, centerId)).id);
    return made;
  };
});

/** The filters that take several values, each with all that it knows: its words, or the ids of these rows. */
const severalOf = ({ query }: Operation, ids: readonly string[]): [string, readonly string[]][] =>
  Object.entries(query?.shape ?? {}).flatMap(([name, field]): [string, readonly string[]][] => {
    const filter = bare(field);
    if (!(filter instanceof z.ZodArray)) return [];
    return [[name, filter.element instanceof z.ZodEnum ? filter.element.options.map(String) : ids]];
  });

interface Null {
  /** Nothing but what leads to the null. */
  readonly body: unknown;
  readonly path: string;
  readonly allowed: boolean;
}

/** A null in every place where a body has a value. */
const nullsOf = (schema: z.core.$ZodType | undefined): Null[] => {
  const inner = schema && bare(schema);
  const below = (field: z.core.$ZodType, step: string, wrap: (value: unknown) => unknown): Null[] => [
    { body: wrap(null), path: step, allowed: z.safeParse(field, null).success },
    ...nullsOf(field).map(({ body, path, allowed }) => ({ body: wrap(body), path: `${step}.${path}`, allowed })),
  ];
  if (inner instanceof z.ZodArray) return below(inner.element, "0", (value) => [value]);
  if (!(inner instanceof z.ZodObject)) return [];
  const fields: Record<string, z.core.$ZodType> = inner.shape;
  return Object.entries(fields).flatMap(([name, field]) => below(field, name, (value) => ({ [name]: value })));
};

/** What PostgreSQL can read, and what the shape of an ISO 8601 text allows beside it. */
const EDGES = {
  dates: [
    ["0001-01-01", "9999-12-31"],
    ["0000-12-31", "2026-02-29"],
  ],
  instants: [
    ["0001-01-01T00:00:00Z", "9999-12-31T23:59:59.999Z", "9999-12-31T23:59:59+14:00"],
    ["0000-12-31T23:59:59Z", "0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-23:59", "2026-02-29T00:00:00Z"],
  ],
} as const;

interface Listing {
  data: { id: string }[];
  pagination: { limit: number; nextCursor: string | null };
}
