import type { CenterId } from "@aviationalley/db/client.ts";
import { testDatabase } from "@aviationalley/testing/database.ts";
import { newTwins, ok } from "@aviationalley/testing/factories.ts";
import { afterAll, expect, test } from "vitest";
import { createKey, type KeyAdmin } from "./commands.ts";
import { latestRequests, openRequestNotes, type ServedRequest } from "./requests.ts";
import { keyRequestList } from "./schema.ts";

const database = await testDatabase();
const { db } = database;
afterAll(() => database.drop());

const operator: KeyAdmin = { actor: { kind: "operator" }, address: null, roles: new Set() };
const policy = { scopes: ["things:read"], ownersOnly: [], confidential: [] } as const;
const { sandboxId, liveId } = await newTwins(db);

const newKey = async (centerId: CenterId): Promise<string> =>
  ok(await createKey(db, operator, policy, centerId, { name: "Key", scopes: ["things:read"] })).key.id;

const request = (keyId: string, number: number, centerId = sandboxId): ServedRequest => ({
  centerId,
  keyId,
  at: Date.UTC(2026, 0, 1) + number,
  requestId: `req_${number}`,
  method: "GET",
  path: `/api/v1/things?n=${number}`,
  status: 200,
  duration: 1.5,
});

const numbers = async (keyId: string, centerId = sandboxId) =>
  keyRequestList.parse(await latestRequests(db, centerId, keyId)).map(({ requestId }) => Number(requestId.slice(4)));

test("the latest 100 requests of a key stay, whichever node they were made at", async () => {
  const [one, other] = [await newKey(sandboxId), await newKey(sandboxId)];
  const [here, there] = [openRequestNotes(db), openRequestNotes(db)];
  for (let number = 0; number < 1_000; number++) here.note(request(one, number));
  here.note(request(other, 1));
  await here.flush();
  for (let number = 1_000; number < 1_040; number++) there.note(request(one, number));
  await Promise.all([here.close(), there.close()]);
  expect(await numbers(one)).toEqual(Array.from({ length: 100 }, (_, index) => 1_039 - index));
  expect(await numbers(other)).toEqual([1]);
});

test("requests stay in their center", async () => {
  const key = await newKey(liveId);
  const notes = openRequestNotes(db);
  notes.note(request(key, 1, liveId));
  notes.note(request(key, 2, sandboxId)); // a key of another center: there is none
  await notes.close();
  expect(await numbers(key, liveId)).toEqual([1]);
  expect(await numbers(key, sandboxId)).toEqual([]);
});
