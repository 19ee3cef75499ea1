import { existsSync, readFileSync } from "node:fs";
import { isIP } from "node:net";
import { join, resolve } from "node:path";
import { parseEnv } from "node:util";
import { z } from "zod";

/** One setting: how it is read, and what an operator must know of it. The only list of them; the docs derive from it. */
interface Setting<Value> {
  readonly name: string;
  readonly schema: z.ZodType<Value, string | undefined>;
  /** Completes "NAME must be …" when the schema refuses. */
  readonly must: string;
  readonly help: string;
  readonly example: string;
  /** As it would be written; none where the setting may be absent. */
  readonly fallback?: string;
  /** Never shown, in faults neither. */
  readonly secret?: true;
}

const setting = <Value>(one: Setting<Value>): Setting<Value> => one;

const whole = (least: number, most: number) =>
  z
    .string()
    .regex(/^\d{1,9}$/)
    .transform(Number)
    .pipe(z.int().min(least).max(most));

const optionalText = z.string().optional();
const databaseUrl = z
  .string()
  .regex(/^postgres(ql)?:\/\/./)
  .optional();

const ownOrigin = (text: string): boolean => URL.canParse(text) && /^https?:$/.test(new URL(text).protocol);

const idOfKey = (entry: string): string => entry.trim().split(":", 1).join("");

const isRange = (text: string): boolean => {
  const [address = "", bits, ...rest] = text.split("/");
  const most = { 0: -1, 4: 32, 6: 128 }[isIP(address)] ?? -1;
  return rest.length === 0 && most > 0 && (bits === undefined || (/^\d{1,3}$/.test(bits) && Number(bits) <= most));
};

export const SETTINGS = {
  host: setting({
    name: "HOST",
    schema: z.string(),
    must: "a host name or address",
    fallback: "127.0.0.1",
    help: "Address to listen on; 0.0.0.0 for all of this machine's.",
    example: "0.0.0.0",
  }),
  port: setting({
    name: "PORT",
    schema: whole(0, 65_535),
    must: "a whole number from 0 to 65535",
    fallback: "3000",
    help: "Port for the API, the docs and the console; of a worker alone for health and metrics. 0 takes a free one.",
    example: "8080",
  }),
  publicUrl: setting({
    name: "PUBLIC_URL",
    schema: z
      .string()
      .refine(ownOrigin)
      .transform((text) => text.replace(/\/+$/, ""))
      .optional(),
    must: "an http or https URL",
    help: "The address by which others reach this server; stands in the OpenAPI document, links and cookies. Default: http://HOST:PORT.",
    example: "https://api.example.com",
  }),
  trustedProxies: setting({
    name: "TRUSTED_PROXIES",
    schema: z
      .string()
      .regex(/^[0-9a-fA-F.:/, ]+$/)
      .transform((text) => text.split(",").map((one) => one.trim()))
      .optional(),
    must: "addresses or CIDR ranges, comma-separated",
    help: "Reverse proxies whose X-Forwarded-For is believed. Without it the caller's address is the connection's.",
    example: "10.0.0.0/8",
  }),
  dataDir: setting({
    name: "DATA_DIR",
    schema: z.string(),
    must: "a folder",
    fallback: "./.data",
    help: "Folder of the embedded database and of generated secrets; relative paths start at the project's folder.",
    example: "/var/lib/aviationalley",
  }),
  databaseUrl: setting({
    name: "DATABASE_URL",
    schema: databaseUrl,
    must: "like postgres://user:password@host:5432/name",
    help: "PostgreSQL 15 or later. Several hosts may be named where the primary moves. Without it the embedded server is started.",
    example: "postgres://aviationalley:secret@db1,db2/aviationalley",
    secret: true,
  }),
  databaseDirectUrl: setting({
    name: "DATABASE_DIRECT_URL",
    schema: databaseUrl,
    must: "like postgres://user:password@host:5432/name",
    help: "The same database without a pooler between, for migrations and LISTEN. Default: DATABASE_URL.",
    example: "postgres://aviationalley:secret@db1:5432/aviationalley",
    secret: true,
  }),
  postgresBinaries: setting({
    name: "POSTGRES_BINARIES",
    schema: optionalText,
    must: "a folder",
    help: "`bin` folder of an installed PostgreSQL, to be embedded in place of the bundled one.",
    example: "/usr/lib/postgresql/18/bin",
  }),
  databaseMaxConnections: setting({
    name: "DATABASE_MAX_CONNECTIONS",
    schema: whole(1, 1000),
    must: "a whole number from 1 to 1000",
    fallback: "10",
    help: "Connections of this process for transactions, beside five for single statements and notifications.",
    example: "20",
  }),
  workersPerMachine: setting({
    name: "WORKERS_PER_MACHINE",
    schema: whole(1, 1000).optional(),
    must: "a whole number from 1 to 1000",
    help: "So many worker processes of one machine or container deliver webhooks; more of them stand by, and one takes over when one of those ends. Default: as many as it has processors.",
    example: "4",
  }),
  authSecret: setting({
    name: "AUTH_SECRET",
    schema: z.string().min(32).max(512).optional(),
    must: "32 to 512 characters that nobody can guess (`openssl rand -hex 32`)",
    help: "Signs session cookies; the same on every node. Without it one is generated and kept in DATA_DIR.",
    example: "the output of: openssl rand -hex 32",
    secret: true,
  }),
  logLevel: setting({
    name: "LOG_LEVEL",
    schema: z.enum(["trace", "debug", "info", "warn", "error", "silent"]),
    must: "trace, debug, info, warn, error or silent",
    fallback: "info",
    help: "The least severe log lines that are written.",
    example: "warn",
  }),
  rateLimitPerSecond: setting({
    name: "RATE_LIMIT_PER_SECOND",
    schema: whole(1, 1_000_000),
    must: "a whole number from 1 to 1000000",
    fallback: "100",
    help: "Requests that one API key may make per second in the long run, on each node.",
    example: "50",
  }),
  rateLimitBurst: setting({
    name: "RATE_LIMIT_BURST",
    schema: whole(1, 1_000_000),
    must: "a whole number from 1 to 1000000",
    fallback: "200",
    help: "Requests that one API key may make at once.",
    example: "100",
  }),
  cronSecret: setting({
    name: "CRON_SECRET",
    schema: z.string().min(16).max(512).optional(),
    must: "16 to 512 characters that nobody can guess (`openssl rand -hex 32`)",
    help: "Opens `GET /api/cron/webhooks` to whoever sends it as a bearer token: a cron that does the worker's part where none runs. Without it the route is closed.",
    example: "the output of: openssl rand -hex 32",
    secret: true,
  }),
  metricsToken: setting({
    name: "METRICS_TOKEN",
    schema: z.string().min(16).max(512).optional(),
    must: "16 to 512 characters that nobody can guess (`openssl rand -hex 32`)",
    help: "Bearer token for `/metrics`. Without it metrics are shown to callers on this machine only.",
    example: "the output of: openssl rand -hex 32",
    secret: true,
  }),
  secretKeys: setting({
    name: "SECRET_KEYS",
    schema: z
      .string()
      .regex(/^[a-z0-9][a-z0-9-]{0,31}:[A-Za-z0-9+/]{43}=(\s*,\s*[a-z0-9][a-z0-9-]{0,31}:[A-Za-z0-9+/]{43}=)*$/)
      .refine((text) => new Set(text.split(",").map(idOfKey)).size === text.split(",").length)
      .optional(),
    must: "id:key pairs, comma-separated, each id once, each key 32 bytes in base64 (`openssl rand -base64 32`)",
    help: "Seals webhook secrets in the database, the first key new ones; the same on every node. To change it, put the new key behind the old one on every node, then before it on every node, run `npx aa secrets reencrypt`, and drop the old one. Without it one is generated and kept in DATA_DIR.",
    example: "k1:the output of: openssl rand -base64 32",
    secret: true,
  }),
  webhookAllowCidrs: setting({
    name: "WEBHOOK_ALLOW_CIDRS",
    schema: z
      .string()
      .transform((text) => text.split(",").map((one) => one.trim()))
      .refine((ranges) => ranges.every(isRange))
      .optional(),
    must: "addresses or CIDR ranges, comma-separated",
    help: "Where sandboxes' webhooks may go although the address is private or local, by http too; never live ones. Default: none in production, elsewhere this machine.",
    example: "127.0.0.0/8,10.20.0.0/16",
  }),
  smtpUrl: setting({
    name: "SMTP_URL",
    schema: z
      .string()
      .regex(/^smtps?:\/\/./)
      .refine((text) => URL.canParse(text))
      .optional(),
    must: "like smtp://user:password@host:587, or smtps:// for TLS from the first byte",
    help: "Sends mail. Without it mail is kept in the console's mailbox.",
    example: "smtp://user:secret@mail.example.com:587",
    secret: true,
  }),
  mailFrom: setting({
    name: "MAIL_FROM",
    schema: z.string().regex(/^([^<>@\r\n]+ )?<?[^\s<>@]+@[^\s<>@]+>?$/),
    must: "a mail address, with or without a name",
    fallback: "AviationAlley <no-reply@localhost>",
    help: "Whom mail comes from.",
    example: "AviationAlley <webhooks@example.com>",
  }),
  nodeEnv: setting({
    name: "NODE_ENV",
    schema: z.enum(["development", "production", "test"]),
    must: "development, production or test",
    fallback: "development",
    help: "Logs are JSON lines in production, and wherever the output is no terminal. In production, sandboxes' webhooks reach this machine only if WEBHOOK_ALLOW_CIDRS says so.",
    example: "production",
  }),
} as const;

type Values = { readonly [Key in keyof typeof SETTINGS]: z.output<(typeof SETTINGS)[Key]["schema"]> };

/** Every setting, read and checked; `dataDir` is absolute. */
export type Settings = Readonly<Values>;

/** What is wrong with the settings, one line each with its remedy. */
export class SettingFaults extends Error {
  readonly faults: readonly string[];

  constructor(faults: readonly string[]) {
    super(faults.join("\n"));
    this.name = "SettingFaults";
    this.faults = faults;
  }
}

export type Environment = Readonly<Record<string, string | undefined>>;

const faultOf = ({ name, must, example, secret }: Setting<unknown>, given: string | undefined): string => {
  const not = given === undefined ? "" : secret ? " (the given value is not shown)" : `, not "${given.slice(0, 80)}"`;
  return `${name} must be ${must}${not}; e.g. ${name}=${example}`;
};

/** Reads the settings from `environment`; `root` is where relative folders start. Throws SettingFaults with all faults. */
export const parseSettings = (environment: Environment, root: string): Settings => {
  const faults: string[] = [];
  const entries = Object.entries(SETTINGS).map(([key, one]: [string, Setting<unknown>]) => {
    // An empty variable is how shells and compose files write an absent one.
    const given = environment[one.name] || undefined;
    const parsed = one.schema.safeParse(given ?? one.fallback);
    if (!parsed.success) faults.push(faultOf(one, given));
    return [key, parsed.data] as const;
  });
  if (faults.length > 0) throw new SettingFaults(faults);
  // Each key was parsed by its own schema just above.
  const values = Object.fromEntries(entries) as Values;
  return Object.freeze({ ...values, dataDir: resolve(root, values.dataDir) });
};

/** This process's environment over the `.env` file of the working folder, if there is one. */
export const processEnvironment = (folder = process.cwd()): Environment => {
  const file = join(folder, ".env");
  return { ...(existsSync(file) ? parseEnv(readFileSync(file, "utf8")) : {}), ...process.env };
};
