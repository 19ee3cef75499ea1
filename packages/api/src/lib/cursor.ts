import { hash } from "node:crypto";
import type { CenterId } from "@aviationalley/db/client.ts";
import { fail, type Failure } from "./errors.ts";
import type { Instant } from "./time.ts";

/** Where a page ended: the key of its last row. */
export interface Position {
  createdAt: Instant;
  id: string;
}

/** Before the first row of any list: later than every key. */
export const START: Position = { createdAt: "infinity", id: "ffffffff-ffff-ffff-ffff-ffffffffffff" };

const VERSION = 1;
const TIME_BYTES = 6;
const ID_BYTES = 16;
const KEY_BYTES = 1 + TIME_BYTES + ID_BYTES;
const SEAL_BYTES = 8;

/** The last millisecond of the year 9999: a later one, which only a forger writes, has no text of four digits. */
const LAST_MS = 253_402_300_799_999;

/** What a cursor is bound to. Used with another list, center or filter it does not open. */
export interface CursorScope {
  list: string;
  centerId: CenterId;
  filters: object;
}

/**
 * version (1 byte) · milliseconds (6) · id (16) · seal (8), as base64url: 42 characters. The seal is a digest over the
 * key and the scope. It is no secret: it tells damage and mix-ups, and a forged one reaches only the caller's own rows.
 */
export const encodeCursor = (position: Position, scope: CursorScope): string => {
  const bytes = Buffer.alloc(KEY_BYTES + SEAL_BYTES);
  bytes.writeUInt8(VERSION, 0);
  bytes.writeUIntBE(Date.parse(position.createdAt), 1, TIME_BYTES);
  bytes.write(position.id.replaceAll("-", ""), 1 + TIME_BYTES, "hex");
  bytes.set(seal(bytes.subarray(0, KEY_BYTES), scope), KEY_BYTES);
  return bytes.toString("base64url");
};

export const decodeCursor = (cursor: string, scope: CursorScope): Position | Failure => {
  const bytes = Buffer.from(cursor, "base64url");
  const key = bytes.subarray(0, KEY_BYTES);
  const intact =
    bytes.length === KEY_BYTES + SEAL_BYTES &&
    bytes.toString("base64url") === cursor &&
    bytes.readUInt8(0) === VERSION &&
    bytes.readUIntBE(1, TIME_BYTES) <= LAST_MS &&
    seal(key, scope).equals(bytes.subarray(KEY_BYTES));
  if (!intact)
    return fail(
      "invalid_cursor",
      "This cursor is damaged, or was made by another list or with other filters. Pass `nextCursor` of the previous " +
        "page unchanged and keep the filters, or start again without a cursor.",
    );
  const id = key.subarray(1 + TIME_BYTES).toString("hex");
  return {
    createdAt: new Date(key.readUIntBE(1, TIME_BYTES)).toISOString(),
    id: `${id.slice(0, 8)}-${id.slice(8, 12)}-${id.slice(12, 16)}-${id.slice(16, 20)}-${id.slice(20)}`,
  };
};

const seal = (key: Buffer, { list, centerId, filters }: CursorScope): Buffer => {
  const canonical = JSON.stringify(
    Object.entries(filters)
      .filter(([, value]) => value !== undefined)
      .toSorted(([a], [b]) => (a < b ? -1 : 1)),
  );
  return hash("sha256", `${key.toString("hex")}|${list}|${centerId}|${canonical}`, "buffer").subarray(0, SEAL_BYTES);
};
