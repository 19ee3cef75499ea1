import type { Guide } from "../../lib/guide.ts";
import * as events from "./events.ts";
import { TRANSITIONS } from "./rules.ts";

export const datGuide: Guide = {
  router: "dat",
  name: "Drug and alcohol tests",
  is: "One row is one test of one crew member, from selection to result. With `dat:read` alone it says that there was a test, of which type, when the person was notified and whether there is a result. `result`, `reason`, `collectedAt` and what else is confidential need `dat_results:read` too, and every such read is written to the center's audit log.",
  isNot:
    "A test that the person was not notified of does not exist for the API and fires nothing, whatever becomes of it. Events never carry a result or a name. There is no laboratory value here: a drug result is what the medical review officer verified. A result is corrected by an appended one, never overwritten.",
  states: {
    transitions: TRANSITIONS,
    steps: [
      { from: [], to: ["SELECTED"], by: ["select", "draw"], when: "Invisible to the API" },
      { from: ["SELECTED"], to: ["NOTIFIED"], by: ["notify"], event: events.datTestNotified },
      {
        from: ["NOTIFIED"],
        to: ["COLLECTED"],
        by: ["collect"],
        when: "Without `dat_results:read` still NOTIFIED",
      },
      {
        from: ["NOTIFIED"],
        to: ["RESULTED"],
        by: ["result"],
        event: events.datTestResulted,
        when: "A REFUSAL only",
      },
      { from: ["COLLECTED"], to: ["RESULTED"], by: ["result"], event: events.datTestResulted },
      { from: ["SELECTED"], to: ["CANCELLED"], by: ["cancel"], when: "Stays invisible" },
      {
        from: ["NOTIFIED", "COLLECTED"],
        to: ["CANCELLED"],
        by: ["cancel"],
        event: events.datTestCancelled,
      },
      {
        from: ["RESULTED"],
        to: ["CANCELLED"],
        by: ["cancel"],
        event: events.datTestCancelled,
        when: "The split specimen does not confirm the result",
      },
      {
        from: ["RESULTED"],
        to: [],
        by: ["correct"],
        event: events.datTestResulted,
        when: "Another result is appended",
      },
    ],
  },
  events: events.datEvents,
  regulations: [
    { section: "14 CFR 120.109", says: "Drug testing: its reasons, reasonable cause among them." },
    { section: "14 CFR 120.217", says: "Alcohol testing: its reasons, reasonable suspicion among them." },
    { section: "49 CFR part 40", says: "How tests are done." },
    { section: "49 CFR 40.163", says: "The medical review officer reports drug results." },
    { section: "49 CFR 40.171", says: "Of which tests the split specimen may be tested." },
    { section: "49 CFR 40.187", says: "A result that the split specimen does not confirm is cancelled." },
    { section: "49 CFR 40.191", says: "A refusal by conduct is the employer's to find." },
    { section: "49 CFR 40.255", says: "The breath alcohol technician determines alcohol results." },
    { section: "49 CFR 40.321", says: "Results are confidential." },
  ],
  imported: "dat",
};
