import { defineEvent } from "../../lib/events.ts";
import { datNotice } from "./schema.ts";

export const datTestNotified = defineEvent("dat.test.notified", "A person was notified of a test.", datNotice);
export const datTestResulted = defineEvent(
  "dat.test.resulted",
  "A test has a result, or its result was corrected. The result itself is read with `dat_results:read`.",
  datNotice,
);
export const datTestCancelled = defineEvent(
  "dat.test.cancelled",
  "A test that the person was notified of was cancelled.",
  datNotice,
);

export const datEvents = [datTestNotified, datTestResulted, datTestCancelled] as const;
