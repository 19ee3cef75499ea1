import { defineEvent } from "../../lib/events.ts";
import { melDeferral } from "./schema.ts";

export const deferralOpened = defineEvent("mel.deferral.opened", "A repair was deferred under the MEL.", melDeferral);
export const deferralExtended = defineEvent(
  "mel.deferral.extended",
  "A deferral's repair interval was extended.",
  melDeferral,
);
export const deferralExpiring = defineEvent(
  "mel.deferral.expiring",
  "A deferral reaches its repair deadline within 48 hours.",
  melDeferral,
);
export const deferralExpired = defineEvent(
  "mel.deferral.expired",
  "A deferral passed its repair deadline; the aircraft is grounded.",
  melDeferral,
);
export const deferralClosed = defineEvent(
  "mel.deferral.closed",
  "A deferred item was repaired, with the corrective action.",
  melDeferral,
);

export const melEvents = [deferralOpened, deferralExtended, deferralExpiring, deferralExpired, deferralClosed] as const;
