import type { Db } from "@aviationalley/db/client.ts";
import { betterAuth } from "better-auth";
import { newId } from "../../lib/ids.ts";
import { connectionsOf } from "./connections.ts";
import { LONGEST_PASSWORD, SHORTEST_PASSWORD } from "./password.ts";

export interface AuthOptions {
  db: Db;
  /** Where browsers reach us; `https:` makes cookies secure. */
  publicUrl: string;
  /** Signs cookies; at least 32 characters, the same on every node. */
  secret: string;
  /** Attempts to sign in per minute and address. */
  signInsPerMinute?: number;
  /** The origins that the caller of this request may come from, beside `publicUrl`. */
  originsOf?: (request: Request) => string[];
}

/** The address that our HTTP server saw, which the library reads instead of headers that anybody can send. */
export const ADDRESS_HEADER = "x-aa-address";

/** The library's paths that we serve; whatever else it brings, now or in its next version, stays shut. */
export const AUTH_PATHS: ReadonlySet<string> = new Set([
  "/sign-in/email",
  "/sign-out",
  "/get-session",
  "/revoke-other-sessions",
  "/change-password",
  "/update-user",
]);

/** Sessions and passwords. Nobody signs up alone; members, roles and invitations are our own. */
export const createAuth = ({ db, publicUrl, secret, signInsPerMinute = 10, originsOf = () => [] }: AuthOptions) =>
  betterAuth({
    appName: "AviationAlley",
    baseURL: publicUrl,
    basePath: "/api/auth",
    secret,
    database: connectionsOf(db),
    telemetry: { enabled: false },
    logger: { disabled: true },
    // Thrown to our own handler, which knows a lost database and tells nobody the cause.
    onAPIError: { throw: true },
    trustedOrigins: (request) => (request ? originsOf(request) : []),
    emailAndPassword: {
      enabled: true,
      disableSignUp: true,
      minPasswordLength: SHORTEST_PASSWORD,
      maxPasswordLength: LONGEST_PASSWORD,
    },
    // Counted in the database: guessing must not get faster by the number of nodes.
    rateLimit: {
      enabled: true,
      storage: "database",
      window: 60,
      max: 60,
      customRules: {
        "/sign-in/email": { window: 60, max: signInsPerMinute },
        "/change-password": { window: 60, max: signInsPerMinute },
        "/get-session": false,
      },
      modelName: "sign_in_limits",
      fields: { lastRequest: "last_request" },
    },
    advanced: {
      cookiePrefix: "aa",
      useSecureCookies: publicUrl.startsWith("https:"),
      defaultCookieAttributes: { httpOnly: true, sameSite: "lax" },
      database: { generateId: () => newId() },
      ipAddress: { ipAddressHeaders: [ADDRESS_HEADER] },
    },
    user: {
      modelName: "users",
      fields: { emailVerified: "email_verified", createdAt: "created_at", updatedAt: "updated_at" },
    },
    session: {
      modelName: "sessions",
      fields: {
        userId: "user_id",
        expiresAt: "expires_at",
        ipAddress: "ip_address",
        userAgent: "user_agent",
        createdAt: "created_at",
        updatedAt: "updated_at",
      },
    },
    account: {
      modelName: "accounts",
      fields: {
        userId: "user_id",
        accountId: "account_id",
        providerId: "provider_id",
        accessToken: "access_token",
        refreshToken: "refresh_token",
        idToken: "id_token",
        accessTokenExpiresAt: "access_token_expires_at",
        refreshTokenExpiresAt: "refresh_token_expires_at",
        createdAt: "created_at",
        updatedAt: "updated_at",
      },
    },
    verification: {
      modelName: "verifications",
      fields: { expiresAt: "expires_at", createdAt: "created_at", updatedAt: "updated_at" },
    },
  });

export type Auth = ReturnType<typeof createAuth>;
