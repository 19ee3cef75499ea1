/** A small tree in which every import is allowed: the ground that violations are planted in, and itself a check. */

const workspace = (name, dependencies) =>
  JSON.stringify({ name: `@aviationalley/${name}`, type: "module", exports: { "./*": "./src/*" }, dependencies });

const library = (name) => ({
  [`node_modules/${name}/package.json`]: JSON.stringify({ name, type: "module", exports: "./index.js" }),
  [`node_modules/${name}/index.js`]: "export default {};",
});

/** Links that `npm ci` makes for workspaces: path of the link → path of its target. */
export const links = {
  "node_modules/@aviationalley/api": "packages/api",
  "node_modules/@aviationalley/db": "packages/db",
};

export const legal = {
  "package.json": JSON.stringify({
    type: "module",
    workspaces: ["packages/*", "apps/*"],
    devDependencies: { "fast-check": "*", vitest: "*" },
  }),
  "packages/db/package.json": workspace("db", { pg: "*" }),
  "packages/api/package.json": workspace("api", { "@aviationalley/db": "*", "@trpc/server": "*", zod: "*" }),
  "apps/server/package.json": workspace("server", { "@aviationalley/api": "*", "@aviationalley/db": "*" }),
  "apps/web/package.json": workspace("web", { "@aviationalley/api": "*", recharts: "*" }),
  "apps/web/src/main.tsx":
    'import type { Id } from "@aviationalley/api/lib/ids.ts";\nimport "./ui/chart/bars.tsx";\nexport const main = (id: Id) => id;',
  "apps/web/src/ui/chart/bars.tsx": 'import "recharts";',
  ...library("recharts"),
  ...library("pg"),
  ...library("zod"),
  ...library("@trpc/server"),
  ...library("fast-check"),
  ...library("vitest"),
  "packages/db/src/client.ts": 'import pg from "pg";\nexport type Db = typeof pg;\nexport const statement = () => pg;',
  "packages/api/src/lib/ids.ts": 'import type { Db } from "@aviationalley/db/client.ts";\nexport type Id = Db;',
  "packages/api/src/lib/endpoint.ts": 'import trpc from "@trpc/server";\nexport const endpoint = trpc;',
  "packages/api/src/lib/webhooks.ts": 'export { opened } from "../modules/mel/events.ts";',
  "packages/api/src/platform/webhooks/emit.ts":
    'import { statement } from "@aviationalley/db/client.ts";\nexport const emit = statement;',
  "packages/api/src/modules/mel/schema.ts": 'import zod from "zod";\nexport const mel = zod;',
  "packages/api/src/modules/mel/rules.ts":
    'import { randomUUID } from "node:crypto";\nimport type { Db } from "@aviationalley/db/client.ts";\nimport { mel } from "./schema.ts";\nexport const rule = (db: Db) => [db, mel, randomUUID];',
  "packages/api/src/modules/mel/events.ts": 'import { mel } from "./schema.ts";\nexport const opened = mel;',
  "packages/api/src/modules/mel/commands.ts":
    'import type { Db } from "@aviationalley/db/client.ts";\nimport { emit } from "../../platform/webhooks/emit.ts";\nimport { find } from "../bookings/reads.ts";\nexport const open = (db: Db) => [db, emit, find];',
  "packages/api/src/modules/mel/router.ts":
    'import { endpoint } from "../../lib/endpoint.ts";\nimport { open } from "./commands.ts";\nexport const router = [endpoint, open];',
  "packages/api/src/modules/mel/rules.test.ts":
    'import "fast-check";\nimport "vitest";\nimport "../bookings/queries.ts";',
  "packages/api/src/modules/bookings/queries.ts":
    'import { statement } from "@aviationalley/db/client.ts";\nexport const find = statement;',
  "packages/api/src/modules/bookings/reads.ts": 'export { find } from "./queries.ts";',
  "packages/api/src/root.ts": 'import { router } from "./modules/mel/router.ts";\nexport const root = router;',
  "apps/server/src/main.ts": 'import { root } from "@aviationalley/api/root.ts";\nexport const main = root;',
};
