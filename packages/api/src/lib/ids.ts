import { v7 } from "uuid";

/** A new UUIDv7: time-ordered, so that inserts touch the right edge of each index (RFC 9562, section 5.7). */
export const newId = (): string => v7();
