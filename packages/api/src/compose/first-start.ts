import { type CenterId, type Db, statement } from "@aviationalley/db/client.ts";
import { send } from "@aviationalley/db/send.ts";
import { openSession } from "@aviationalley/db/session.ts";
import { parseTarget } from "@aviationalley/db/target.ts";
import { isFailure } from "../lib/errors.ts";
import { newId } from "../lib/ids.ts";
import { transaction } from "../lib/transaction.ts";
import { addMember } from "../modules/centers/commands/members.ts";
import { insertCenter, type Twins } from "../modules/centers/queries/centers.ts";
import type { CenterDraft, SampleData } from "../modules/centers/schema.ts";
import { createAccount } from "../platform/accounts/create.ts";
import { generatePassword } from "../platform/accounts/password.ts";
import { createKey, type KeyAdmin } from "../platform/api-keys/commands.ts";
import type { KeyPolicy } from "../platform/api-keys/policy.ts";
import { record } from "../platform/audit/record.ts";

/** What the first start made, to be shown once: neither the password nor the token is kept. */
export interface FirstStart {
  /** The first is that of the token. */
  readonly centerNames: readonly string[];
  readonly email: string;
  readonly password: string;
  readonly token: string;
}

export interface FirstStartOptions {
  readonly db: Db;
  /** The server itself, not a pooler: the lock belongs to a session. */
  readonly directUrl: string;
  readonly policy: KeyPolicy;
  /** Fills a new pair of twins with the first data. */
  readonly fill: (twins: Twins) => Promise<void>;
  /** A center of each of these kinds, the token's first; a training center alone unless given. */
  readonly sampleData?: readonly SampleData[];
  readonly log: (line: string) => void;
}

const LOCK = "4716502392";
const CENTERS: Readonly<Record<SampleData, CenterDraft>> = {
  "training-center": { name: "Cascade Flight Academy", timezone: "America/Denver" },
  carrier: { name: "Silver Mesa Air", timezone: "America/Denver" },
};
const OWNER = { name: "Olivia Owner", email: "owner@example.com" };
const operator: KeyAdmin = { actor: { kind: "operator" }, address: null, roles: new Set() };

/** What is not a first start's own, such as centers loaded from elsewhere, is somebody's, though nobody signed in yet. */
const selectState = statement<{ centers: boolean; used: boolean }>(
  "first_start.state",
  `select exists (select from centers) as centers,
          exists (select from users) or exists (select from audit_log)
            or exists (select from centers where mode = 'live' and name <> all ($1::text[])) as used`,
);

const emptyCenters = statement<unknown>("first_start.begin_anew", "truncate centers cascade");

/** One node at a time: the others wait here until the first center is there. */
const underLock = async <T>(url: string, log: (line: string) => void, work: () => Promise<T>): Promise<T> => {
  const target = parseTarget(url);
  const client = await openSession({ target, applicationName: "aviationalley first start", statementTimeout: 0 });
  try {
    const tried = await send(client, { text: "select pg_try_advisory_lock($1) as free", values: [LOCK] });
    if (tried.rows[0]?.free !== true) {
      log("another node makes the first center; waiting for it");
      await send(client, { text: "select pg_advisory_lock($1)", values: [LOCK] });
    }
    return await work();
  } finally {
    await client.end().catch(() => undefined);
  }
};

/**
 * Makes the first center (or one of each kind that is wished for), with sandbox and data, an owner and a test key, where
 * there is no center yet. The owner
 * comes last: a start that was killed before had nobody to show anything to, so the next one clears its rows away and
 * begins anew. Undefined where all is there already.
 */
export const firstStart = ({
  db,
  directUrl,
  policy,
  fill,
  sampleData = ["training-center"],
  log,
}: FirstStartOptions): Promise<FirstStart | undefined> =>
  underLock(directUrl, log, async () => {
    const { centers, used } = await db.one(selectState, [Object.values(CENTERS).map(({ name }) => name)]);
    if (used) return undefined;
    if (centers) {
      log("the first start was cut off before it was done; beginning anew");
      await db.run(emptyCenters, []);
    }
    const made: MadeCenter[] = [];
    for (const kind of sampleData) {
      const twins = { liveId: newId() as CenterId, sandboxId: newId() as CenterId }; // ids become centers here only
      const draft = { ...CENTERS[kind], sampleData: kind };
      await insertCenter(db, twins.liveId, twins.sandboxId, draft);
      await fill(twins);
      made.push({ ...twins, draft });
    }
    return welcomeOwner(db, policy, made);
  });

interface MadeCenter extends Twins {
  readonly draft: CenterDraft;
}

/** All in one transaction, but for the key, which comes last: it is what is left to lose. */
const welcomeOwner = async (db: Db, policy: KeyPolicy, made: readonly MadeCenter[]): Promise<FirstStart> => {
  const [first] = made;
  if (!first) throw new Error("A first start makes one center at least.");
  const password = generatePassword();
  await transaction(db, first.liveId, async (tx) => {
    const account = await createAccount(tx, { ...OWNER, password });
    if (isFailure(account)) throw new Error(account.detail);
    for (const { liveId, draft } of made) {
      const there = { ...tx, centerId: liveId };
      await record(there, operator, "center.created", { type: "center", id: liveId }, { ...draft });
      await addMember(there, operator, account.id, ["OWNER"]);
    }
  });
  const key = await createKey(db, operator, policy, first.sandboxId, { name: "First steps", scopes: ["*"] });
  if (isFailure(key)) throw new Error(key.detail);
  return { centerNames: made.map(({ draft }) => draft.name), email: OWNER.email, password, token: key.token };
};
