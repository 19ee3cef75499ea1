import { initTRPC } from "@trpc/server";
import { documentsOf } from "@aviationalley/api/lib/list.ts";
import { booking } from "@aviationalley/api/modules/bookings/schema.ts";
import Fastify from "fastify";
import pg from "pg";
import { fastifyTRPCOpenApiPlugin, type OpenApiMeta } from "trpc-to-openapi";
import { z } from "zod";

/**
 * What one would build instead: the stock adapter on Fastify, its usual `pg` pool, the same SELECT, its rows
 * parsed, and strict outputs by zod. No token, log line, ETag or rate limit: it is compared with those of ours switched on.
 * Arguments: port, database url, SELECT, values as JSON.
 */
const [port = "", databaseUrl = "", select = "", values = "[]"] = process.argv.slice(2);
const bound = z.array(z.union([z.string(), z.number()])).parse(JSON.parse(values));

const pool = new pg.Pool({ connectionString: databaseUrl, max: 10 });
const t = initTRPC.meta<OpenApiMeta>().create();
const page = z.object({
  data: z.array(booking),
  pagination: z.object({ limit: z.number(), nextCursor: z.string().nullable() }),
});

const router = t.router({
  list: t.procedure
    .meta({ openapi: { method: "GET", path: "/bookings" } })
    .input(z.object({ limit: z.coerce.number().int().min(1).max(200).default(50) }))
    .output(page)
    .query(async ({ input }) => {
      const found = await pool.query<{ documents: string | null }>({
        name: "list",
        text: select,
        values: bound,
      });
      const rows = documentsOf(found.rows[0]?.documents ?? null).map(
        (text) => JSON.parse(text) as z.infer<typeof booking>,
      );
      const last = rows.at(input.limit - 1);
      return { data: rows.slice(0, input.limit), pagination: { limit: input.limit, nextCursor: last?.id ?? null } };
    }),
});

const server = Fastify();
await server.register(fastifyTRPCOpenApiPlugin, { router, basePath: "/" });
await server.listen({ port: Number(port), host: "127.0.0.1" });
console.log("ready");
