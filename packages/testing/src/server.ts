import { hash, randomBytes, randomUUID } from "node:crypto";
import type { CenterId } from "@aviationalley/db/client.ts";
import { type AppOptions, buildApp } from "@aviationalley/api/http/app.ts";
import { openLogger } from "@aviationalley/api/http/logger.ts";
import type { KeyPrincipal, KeyStore } from "@aviationalley/api/platform/api-keys/principal.ts";
import { appRouter } from "@aviationalley/api/root.ts";
import { testDatabase, type TestDatabase } from "./database.ts";
import { newTwins } from "./factories.ts";

/** What a test wants of a key; the rest is usual. */
export type KeyWish = Partial<Pick<KeyPrincipal, "name" | "centerId" | "mode" | "expiresAt" | "revokedAt">> & {
  scopes?: readonly string[];
};

export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  /** Parsed where the answer is JSON, the text elsewhere, undefined where there is none. */
  readonly body: unknown;
  readonly text: string;
}

type Extra = Readonly<Record<string, string>>;

/** HTTP with one token. */
export interface Client {
  get(path: string, headers?: Extra): Promise<Answer>;
  head(path: string, headers?: Extra): Promise<Answer>;
  post(path: string, body: unknown, headers?: Extra): Promise<Answer>;
  patch(path: string, body: unknown, headers?: Extra): Promise<Answer>;
  /** Anything else: the body as it is. */
  send(
    method: string,
    path: string,
    init?: { headers?: Extra; body?: string | Uint8Array<ArrayBuffer> },
  ): Promise<Answer>;
}

export interface TestServer {
  readonly origin: string;
  readonly database: TestDatabase;
  /** A live center; its sandbox twin. */
  readonly centerId: CenterId;
  readonly sandboxId: CenterId;
  /** The log lines so far, as written. */
  readonly log: readonly string[];
  /** Makes a key and returns its token; unless wished otherwise: of the live center, with every scope. */
  issue(wish?: KeyWish): string;
  /** Another live center with its sandbox. */
  addCenter(): Promise<{ centerId: CenterId; sandboxId: CenterId }>;
  /** Paths are relative to the origin. */
  api(token?: string): Client;
  close(): Promise<void>;
}

const SETTINGS = { rateLimitPerSecond: 1_000_000, rateLimitBurst: 1_000_000, trustedProxies: undefined };

/**
 * The real server on a free port, over a database of its own, with keys in memory and every answer checked. It serves
 * everything there is, unless `wish` brings another router; `note` is told what each key asked for.
 */
export const startServer = async (wish: Partial<AppOptions> = {}, note?: KeyStore["note"]): Promise<TestServer> => {
  const database = await testDatabase();
  const log: string[] = [];
  const keys = keysInMemory(note);
  const app = buildApp({
    db: database.db,
    keys: keys.store,
    router: appRouter,
    settings: SETTINGS,
    publicUrl: "https://api.example.com",
    logger: openLogger("info", (line) => void log.push(line)),
    checkOutputs: "always",
    ...wish,
  });
  const origin = await app.listen({ host: "127.0.0.1", port: 0 });
  const addCenter = async () => {
    const { liveId: centerId, sandboxId } = await newTwins(database.db);
    return { centerId, sandboxId };
  };
  const centers = await addCenter();
  return {
    origin,
    database,
    ...centers,
    log,
    issue: (one = {}) => keys.issue({ centerId: centers.centerId, ...one }),
    addCenter,
    api: (token) => client(origin, token, isWholeApi(wish) ? RELAY : undefined),
    async close() {
      await app.close();
      await database.drop();
    },
  };
};

const keysInMemory = (note: KeyStore["note"]) => {
  const principals = new Map<string, KeyPrincipal>();
  const store: KeyStore = {
    find: (sha256) => principals.get(sha256),
    touch: () => undefined,
    ...(note ? { note } : {}),
  };
  return {
    store,
    issue({ centerId, scopes = ["*"], ...wish }: KeyWish & { centerId: CenterId }): string {
      const mode = wish.mode ?? "live";
      const token = `aa_${mode}_${randomBytes(16).toString("hex")}`;
      principals.set(hash("sha256", token, "hex"), {
        id: randomUUID(),
        name: "Test key",
        expiresAt: null,
        revokedAt: null,
        ...wish,
        mode,
        centerId,
        scopes: new Set(scopes),
      });
      return token;
    },
  };
};

/** Where every call to the whole API passes by a validating proxy (`npm run conformance -- prism-suite`); usually nowhere. */
const RELAY = process.env["TEST_RELAY"];

const isWholeApi = ({ router = appRouter }: Partial<AppOptions>): boolean => router === appRouter;

const client = (origin: string, token?: string, relay?: string): Client => {
  const send: Client["send"] = async (method, path, { headers, body } = {}) => {
    const authorization = token === undefined ? {} : { authorization: `Bearer ${token}` };
    const destination = relay === undefined ? {} : { "x-relay-to": origin };
    const response = await fetch(`${relay ?? origin}${path}`, {
      method,
      headers: { ...authorization, ...destination, ...headers },
      ...(body === undefined ? {} : { body }),
    });
    const text = await response.text();
    const isJson = /json/.test(response.headers.get("content-type") ?? "") && text !== "";
    return {
      status: response.status,
      headers: response.headers,
      text,
      body: isJson ? JSON.parse(text) : text || undefined,
    };
  };
  const write = (method: string) => (path: string, body: unknown, headers?: Extra) =>
    send(method, path, { headers: { "content-type": "application/json", ...headers }, body: JSON.stringify(body) });
  return {
    get: (path, headers = {}) => send("GET", path, { headers }),
    head: (path, headers = {}) => send("HEAD", path, { headers }),
    post: write("POST"),
    patch: write("PATCH"),
    send,
  };
};
