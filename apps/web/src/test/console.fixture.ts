import { randomBytes } from "node:crypto";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseSettings } from "@aviationalley/api/lib/environment.ts";
import type { Role } from "@aviationalley/api/lib/roles.ts";
import { transaction } from "@aviationalley/api/lib/transaction.ts";
import { addMember } from "@aviationalley/api/modules/centers/commands/members.ts";
import { createAccount } from "@aviationalley/api/platform/accounts/create.ts";
import { openWebhookMetrics } from "@aviationalley/api/platform/webhooks/metrics.ts";
import { type CenterId, type Db, statement } from "@aviationalley/db/client.ts";
import { openListener } from "@aviationalley/db/listen.ts";
import { noBrowser, openBrowser, watchPage } from "@aviationalley/testing/chromium.ts";
import { testDatabase } from "@aviationalley/testing/database.ts";
import { newTwins, ok } from "@aviationalley/testing/factories.ts";
import { afterAll, afterEach, beforeAll, describe } from "vitest";
import { composeApp } from "../../../server/src/compose-app.ts";
import { openLogger } from "../../../server/src/logger.ts";
import { openWebhookServices } from "../../../server/src/webhooks.ts";
import { startWorker } from "../../../server/src/worker.ts";

type Browser = Awaited<ReturnType<typeof openBrowser>>;
export type BrowserPage = Awaited<ReturnType<Browser["newPage"]>>;

export const PASSWORD = "correct horse battery";
const ROOT = fileURLToPath(new URL("../../../..", import.meta.url));

/** A page in a browser of its own: its cookies, and what it complained of or asked of other servers. */
export interface Visit {
  readonly page: BrowserPage;
  /** Errors in the console and exceptions. A test expects none, but for those that it provokes. */
  readonly complaints: string[];
  readonly foreign: string[];
}

export interface VisitWish {
  width?: number;
  scheme?: "light" | "dark";
  reducedMotion?: "reduce";
}

export interface Console {
  readonly origin: string;
  readonly db: Db;
  /** A live center in Denver's time, called Cascade Flight; its sandbox. */
  readonly liveId: CenterId;
  readonly sandboxId: CenterId;
  /** A person with an account (its password is PASSWORD) and these roles; in Cascade Flight unless said. */
  addPerson(email: string, roles: readonly Role[], centerId?: CenterId): Promise<{ id: string; email: string }>;
  /** Gives somebody roles in another center too. */
  join(userId: string, roles: readonly Role[], centerId: CenterId): Promise<void>;
  visit(wish?: VisitWish): Promise<Visit>;
  /** Signs in without the form (session.browser.test.ts uses that), and opens a path below /app. */
  signIn(page: BrowserPage, email: string, path?: string): Promise<void>;
  /** Forgets how often somebody tried to sign in. */
  forgive(): Promise<void>;
  /** Closes every page. */
  leave(): Promise<void>;
  close(): Promise<void>;
}

const forgetTries = statement<never>("testing.forget_tries", "delete from sign_in_limits");
const operator = { actor: { kind: "operator" }, address: null } as const;

/** The whole server with its worker, the built console, and a browser. Deliveries may go to this machine. */
const openConsole = async (): Promise<Console> => {
  const database = await testDatabase();
  const { db, url: directUrl } = database;
  const dataDir = await mkdtemp(join(tmpdir(), "console-"));
  const settings = parseSettings(
    {
      NODE_ENV: "test",
      LOG_LEVEL: "error",
      DATA_DIR: dataDir,
      DATABASE_URL: directUrl,
      AUTH_SECRET: randomBytes(32).toString("hex"),
      WEBHOOK_ALLOW_CIDRS: "127.0.0.0/8",
    },
    ROOT,
  );
  const listener = await openListener({ url: directUrl });
  const webhooks = await openWebhookServices(settings, db);
  const logger = openLogger(settings);
  const publicUrl = "http://127.0.0.1";
  const part = { db, directUrl, listener, settings, publicUrl, logger, webhooks, metrics: openWebhookMetrics(db) };
  const { app, close } = await composeApp(part);
  const origin = await app.listen({ host: "127.0.0.1", port: 0 });
  const worker = startWorker({ ...part, publicUrl: origin });
  const browser = await openBrowser();
  const { liveId, sandboxId } = await newTwins(db, { name: "Cascade Flight", timezone: "America/Denver" });
  const forgive = () => db.run(forgetTries, []);

  return {
    origin,
    db,
    liveId,
    sandboxId,
    addPerson: (email, roles, centerId = liveId) =>
      transaction(db, centerId, async (tx) => {
        const name = email.split("@")[0] ?? email;
        const { id } = ok(await createAccount(tx, { name, email, password: PASSWORD }));
        await addMember(tx, operator, id, roles);
        return { id, email };
      }),
    join: async (userId, roles, centerId) => {
      await transaction(db, centerId, (tx) => addMember(tx, operator, userId, roles));
    },
    visit: (wish) => visit(browser, origin, wish),
    signIn: async (page, email, path = "/") => {
      await forgive();
      const data = { email, password: PASSWORD };
      const headers = { origin };
      const answer = await page.request.post(`${origin}/api/auth/sign-in/email`, { data, headers });
      if (!answer.ok()) throw new Error(`${email} could not sign in: ${await answer.text()}`);
      await page.goto(`${origin}/app${path}`);
      await page.locator("main#main").waitFor();
    },
    forgive: async () => void (await forgive()),
    leave: async () => void (await Promise.all(browser.contexts().map((context) => context.close()))),
    async close() {
      await browser.close();
      await close();
      await worker.close();
      await listener.close();
      await database.drop();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
};

/** Tests in Chromium, or why they are skipped. What hangs, one of Playwright's own waits says sooner. */
export const describeInBrowser = (what: string, tests: () => void): void => {
  const name = noBrowser === undefined ? what : `${what} (skipped: ${noBrowser})`;
  describe.skipIf(noBrowser)(name, { timeout: 120_000 }, tests);
};

/** Tests that share a console: one server with a database of its own, and one browser. A test's pages end with it. */
export const describeConsole = (what: string, tests: (app: Console) => void): void =>
  describeInBrowser(what, () => {
    const opened: Partial<Console> = {};
    beforeAll(async () => void Object.assign(opened, await openConsole()));
    afterEach(() => opened.leave?.());
    afterAll(() => opened.close?.());
    // Whole before anybody reads it: what `tests` declares runs after the hook above.
    tests(opened as Console);
  });

/** A browser of its own: nobody is signed in. */
export const visit = async (browser: Browser, origin: string, wish: VisitWish = {}): Promise<Visit> => {
  const { width = 1440, scheme = "light", reducedMotion } = wish;
  const context = await browser.newContext({
    viewport: { width, height: 900 },
    colorScheme: scheme,
    permissions: ["clipboard-read", "clipboard-write"],
    ...(reducedMotion ? { reducedMotion } : {}),
  });
  const page = await context.newPage();
  return { page, ...watchPage(page, origin) };
};
