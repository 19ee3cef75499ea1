/**
 * Who may import whom. Each rule carries the sentence that a person who breaks it needs, and the smallest tree that
 * breaks it (`plant`): `check.mjs` plants every one, because a rule that never fires protects nothing.
 */

import { BROWSER_SAFE as BROWSER_SAFE_FILES } from "../../bin/lib/browser-safe.mjs";

const TEST = "[.](test|fixture)[.]ts$|^packages/testing/";
const API = "^packages/api/src";
const MODULE = `${API}/modules`;
const rulesFile = `${MODULE}/([^/]+)/rules([.]ts$|/)`;

const rule = (name, comment, from, to, plant) => ({ rule: { name, comment, severity: "error", from, to }, plant });

const packages = [
  rule(
    "apps-import-packages-only",
    "An app is composed of packages. What two apps or a benchmark would share belongs into packages/.",
    { path: "^apps/([^/]+)/", pathNot: TEST },
    { path: "^(apps|bench|bin|tools|packages/testing)/", pathNot: "^apps/$1/" },
    { "apps/server/src/main.ts": 'import "../../../bench/load.ts";', "bench/load.ts": "export const load = 1;" },
  ),
  rule(
    "packages-never-import-apps",
    "Packages are the lower floor: they must work under any app. Hand the value in as a parameter instead.",
    { path: "^packages/" },
    { path: "^(apps|bench|bin|tools|examples)/" },
    {
      "packages/api/src/http/answer.ts": 'import "../../../../apps/server/src/roles.ts";',
      "apps/server/src/roles.ts": "export const roles = 1;",
    },
  ),
  rule(
    "packages-by-name",
    "Another package is imported by its name (@aviationalley/db/client.ts), so that its exports stay its border.",
    { path: "^(packages|apps)/([^/]+)/" },
    { path: "^packages/", pathNot: "^$1/$2/", dependencyTypes: ["local"], dependencyTypesNot: ["aliased-workspace"] },
    { "packages/api/src/lib/near.ts": 'import type { Db } from "../../../db/src/client.ts";\nexport type Near = Db;' },
  ),
  rule(
    "db-knows-nothing-of-ours",
    "packages/db is the lowest floor: statements, transactions, migrations, no idea of what is stored.",
    { path: "^packages/db/", pathNot: TEST },
    { path: "^packages/", pathNot: "^packages/db/" },
    { "packages/db/src/wise.ts": 'import "@aviationalley/api/lib/ids.ts";' },
  ),
  rule(
    "tests-stay-out",
    "Production code imports neither tests nor packages/testing: they may do what production must not.",
    { path: "^(packages|apps)/", pathNot: TEST },
    { path: TEST },
    { "packages/api/src/lib/fake.ts": 'import "./ids.test.ts";', "packages/api/src/lib/ids.test.ts": "export {};" },
  ),
];

const api = [
  rule(
    "lib-has-no-domain",
    "lib holds small tools without a domain word. What needs a module, the platform or the border does not belong there.",
    { path: `${API}/lib/`, pathNot: [TEST, `${API}/lib/webhooks[.]ts$`] },
    { path: `${API}/`, pathNot: `${API}/lib/` },
    { "packages/api/src/lib/clever.ts": 'import "../modules/mel/schema.ts";' },
  ),
  rule(
    "webhooks-list-reads-events-only",
    "lib/webhooks.ts is the list of all events: it reads modules/*/events.ts and nothing else of the modules.",
    { path: `${API}/lib/webhooks[.]ts$` },
    { path: `${API}/`, pathNot: [`${API}/lib/`, `${MODULE}/[^/]+/events[.]ts$`] },
    { "packages/api/src/lib/webhooks.ts": 'import "../modules/mel/commands.ts";' },
  ),
  rule(
    "modules-meet-at-their-doors",
    "Of another module only schema.ts (its shapes), rules.ts (pure), commands (its writes) and reads.ts (its reads) may be imported; the rest is its own business. Add a read to its reads.ts.",
    { path: `${MODULE}/([^/]+)/`, pathNot: TEST },
    {
      path: `${MODULE}/`,
      pathNot: [`${MODULE}/$1/`, `${MODULE}/[^/]+/(schema|rules|reads)[.]ts$`, `${MODULE}/[^/]+/commands([.]ts$|/)`],
    },
    { "packages/api/src/modules/mel/near.ts": 'import "../bookings/queries.ts";' },
  ),
  rule(
    "modules-emit-and-record-only",
    "A module tells the platform what happened (webhooks/emit, audit/record); how it is sent and kept is not its concern.",
    { path: `${MODULE}/`, pathNot: TEST },
    { path: `${API}/platform/`, pathNot: `${API}/platform/(webhooks/emit|audit/record)[.]ts$` },
    {
      "packages/api/src/modules/mel/send.ts": 'import "../../platform/webhooks/claim.ts";',
      "packages/api/src/platform/webhooks/claim.ts": "export const claim = 1;",
    },
  ),
  rule(
    "modules-know-no-caller",
    "Modules are called by root, cron, http and compose, never the other way round; the border hands in what a command needs.",
    { path: `${MODULE}/`, pathNot: TEST },
    { path: `${API}/(root[.]ts$|cron[.]ts$|http/|compose/)` },
    {
      "packages/api/src/modules/mel/up.ts": 'import "../../http/problem.ts";',
      "packages/api/src/http/problem.ts": "export const problem = 1;",
    },
  ),
  rule(
    "platform-knows-no-domain",
    "The platform sees a name, a center and JSON. What fills it with the domain is composed beside root.ts, in compose/.",
    { path: `${API}/platform/`, pathNot: TEST },
    { path: `${API}/(modules/|root[.]ts$|cron[.]ts$|http/|compose/)` },
    { "packages/api/src/platform/sandbox/reset.ts": 'import "../../modules/mel/commands.ts";' },
  ),
  rule(
    "schema-is-a-leaf",
    "schema.ts says what a noun looks like, for everyone: it imports zod, lib and other schemas, so that nothing can come in through it.",
    { path: `${MODULE}/[^/]+/schema[.]ts$` },
    { path: "^(packages|apps)/", pathNot: [`${API}/lib/`, `${MODULE}/[^/]+/schema[.]ts$`] },
    { "packages/api/src/modules/crew/schema.ts": 'import "./rules.ts";', "packages/api/src/modules/crew/rules.ts": "" },
  ),
  rule(
    "rules-do-no-io",
    "rules are pure functions of their arguments, `now` included: no database, file, network, environment or clock behind them.",
    { path: rulesFile, pathNot: TEST },
    {
      path: [
        "^(node:)?(child_process|cluster|dgram|dns|fs|http|http2|https|net|os|process|timers|tls|worker_threads)(/|$)",
        "^node_modules/(?!zod/|@types/)",
        "^packages/db/",
        `${API}/platform/`,
        `${API}/lib/(environment|trpc)[.]ts$`,
        `${MODULE}/[^/]+/(queries|reads|commands|events|router|jobs)[.]ts$`,
      ],
      dependencyTypesNot: ["type-only"],
    },
    { "packages/api/src/modules/mel/rules.ts": 'import { readFileSync } from "node:fs";\nreadFileSync("x");' },
  ),
];

const tools = [
  rule(
    "sql-only-in-queries",
    "In a module SQL stands in queries.ts (and in reads.ts, for other modules): one exported function per statement. Others import types of the client only.",
    { path: `${MODULE}/`, pathNot: [TEST, `${MODULE}/[^/]+/(queries|reads)([.]ts$|/)`] },
    { path: "^packages/db/src/(client|statement)[.]ts$", dependencyTypesNot: ["type-only"] },
    {
      "packages/api/src/modules/mel/commands.ts":
        'import { statement } from "@aviationalley/db/client.ts";\nstatement();',
    },
  ),
  rule(
    "platform-sql-stands-in-its-transition",
    "In the platform SQL stands in queries.ts or in the file named after its transition; routers, schemas and rules have none.",
    { path: `${API}/platform/.*/(router|schema|rules|events)[.]ts$` },
    { path: "^packages/db/src/(client|statement)[.]ts$", dependencyTypesNot: ["type-only"] },
    {
      "packages/api/src/platform/api-keys/router.ts":
        'import { statement } from "@aviationalley/db/client.ts";\nstatement();',
    },
  ),
  rule(
    "trpc-only-at-the-border",
    "Only routers, root.ts and http see tRPC (through lib/trpc.ts): commands and queries must be callable from a job or a script.",
    {
      path: "^(packages/(api|db)|apps/server)/",
      pathNot: [
        TEST,
        `${API}/(lib/(trpc|endpoint)[^/]*[.]ts$|root[.]ts$|http/|(modules|platform|compose)/[^/]+/router[.]ts$)`,
      ],
    },
    { path: ["^node_modules/@trpc/", `${API}/lib/trpc[^/]*[.]ts$`] },
    { "packages/api/src/modules/mel/commands.ts": 'import "../../lib/trpc.ts";', "packages/api/src/lib/trpc.ts": "" },
  ),
  rule(
    "pg-only-in-db",
    "The driver is used by packages/db alone, which makes every statement a named one and every lost connection one error.",
    { path: "^(packages|apps)/", pathNot: "^packages/(db|testing)/" },
    { path: "^node_modules/(@types/)?pg(-pool|-cursor|-native)?/" },
    { "packages/api/src/modules/mel/queries.ts": 'import pg from "pg";\npg.defaults;' },
  ),
  rule(
    "no-cycles",
    "Two files that need each other at run time are one file, or need a third. (Types may refer to each other.)",
    {},
    { circular: true, viaOnly: { dependencyTypesNot: ["type-only"] } },
    {
      "packages/api/src/lib/hen.ts": 'import { egg } from "./egg.ts";\nexport const hen = () => egg;',
      "packages/api/src/lib/egg.ts": 'import { hen } from "./hen.ts";\nexport const egg = () => hen;',
    },
  ),
  rule(
    "no-unresolved",
    "This import leads nowhere. (It is an error here because what cannot be resolved cannot be judged either.)",
    {},
    { couldNotResolve: true },
    { "packages/api/src/lib/lost.ts": 'import "./nowhere.ts";' },
  ),
  rule(
    "no-undeclared",
    "The library is not in this package's package.json: it is there today only because someone else needs it.",
    { path: "^(packages|apps)/" },
    { dependencyTypes: ["npm-no-pkg", "npm-unknown"] },
    { "packages/api/src/lib/luck.ts": 'import "pg";' },
  ),
  rule(
    "no-development-library",
    "A library of devDependencies is not there in production.",
    { path: "^(packages|apps)/[^/]+/src/", pathNot: TEST },
    { dependencyTypes: ["npm-dev"], dependencyTypesNot: ["type-only"] },
    { "packages/api/src/lib/dev.ts": 'import "fast-check";' },
  ),
];

const WEB = "^apps/web/src";
/** A file that joins them may import nothing but its like. */
const BROWSER_SAFE = `^(${BROWSER_SAFE_FILES.join("|").replaceAll(".", "[.]")})$`;

const web = [
  rule(
    "web-takes-types-only",
    "The console is for browsers: of the API it takes types (import type), and constants from the files that bin/lib/browser-safe.mjs lists.",
    { path: WEB, pathNot: TEST },
    { path: "^packages/", pathNot: BROWSER_SAFE, dependencyTypesNot: ["type-only"] },
    {
      "apps/web/src/router.ts": 'import "@aviationalley/api/lib/errors.ts";',
      "packages/api/src/lib/errors.ts": "export const errors = 1;",
    },
  ),
  rule(
    "browser-safe-stays-safe",
    "This file is part of what browsers load: it must not pull the server in.",
    { path: BROWSER_SAFE },
    { pathNot: BROWSER_SAFE, dependencyTypesNot: ["type-only"] },
    { "packages/api/src/lib/roles.ts": 'import "node:fs";' },
  ),
  rule(
    "components-know-no-feature",
    "ui and lib are the console's own library: what a feature knows is handed in as a property.",
    { path: `${WEB}/(ui|lib)/`, pathNot: TEST },
    { path: `${WEB}/(features|root-route|router|main)` },
    {
      "apps/web/src/ui/time.tsx": 'import "../features/session/seat.tsx";',
      "apps/web/src/features/session/seat.tsx": "export const seat = 1;",
    },
  ),
  rule(
    "charts-in-one-place",
    "The chart library is as large as the rest of the console: only ui/chart imports it, and only lazy pages import that.",
    { path: WEB, pathNot: `${WEB}/ui/chart/` },
    { path: "^node_modules/recharts/" },
    { "apps/web/src/ui/spark.tsx": 'import "recharts";' },
  ),
];

export const rules = [...packages, ...api, ...tools, ...web];
