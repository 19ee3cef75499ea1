import type { CenterId, Db } from "@aviationalley/db/client.ts";
import type { Role } from "./roles.ts";
import type { CenterTx } from "./transaction.ts";

/** Who acts. `operator` is the command line on the server's own machine, which stands above every center's roles. */
export type Actor =
  | { readonly kind: "key"; readonly id: string; readonly name: string }
  | { readonly kind: "user"; readonly id: string; readonly name: string }
  | { readonly kind: "operator" };

/** What every procedure knows of its call. */
export interface Context {
  /** A pool, or the transaction of an idempotent write, which the command then joins. */
  readonly db: Db | CenterTx;
  readonly centerId: CenterId;
  readonly actor: Actor;
  /** What a key was granted; empty for people. */
  readonly scopes: ReadonlySet<string>;
  /** What a member may be in this center; empty for keys. */
  readonly roles: ReadonlySet<Role>;
  /** The caller's network address, for the audit log. */
  readonly address: string | null;
  /** The version that the caller saw (`If-Match`); null for whichever it is. */
  readonly expectedVersion: number | null;
  /** `text` leaves pages as the database's JSON texts (the REST border); `value` parses them (everyone else). */
  readonly wire: "text" | "value";
  /** Asks again who calls and what they may, for what lasts longer than a request. Throws when nobody does any more. */
  readonly renew?: (() => Promise<Context>) | undefined;
}
