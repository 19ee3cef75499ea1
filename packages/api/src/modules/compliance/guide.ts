import type { Guide } from "../../lib/guide.ts";
import * as events from "./events.ts";
import { TRANSITIONS } from "./rules.ts";

export const complianceGuide: Guide = {
  router: "compliance",
  name: "Compliance items",
  is: "A compliance item is something that the center must have done by a date, once or every so many months: an evaluation of a simulator, an instructor's currency, a certificate. Time moves it towards `OVERDUE`; completing it starts the next interval.",
  isNot:
    "It is not the evidence: documents are kept elsewhere. A waiver is not a completion; when it ends, the item is where its date puts it. Time does not overwrite `WAIVED`, and leaves `IN_PROGRESS` as it is, though it still fires `compliance.item.overdue` once.",
  states: {
    transitions: TRANSITIONS,
    steps: [
      { from: [], to: ["COMPLIANT"], by: ["create"], when: "Within a minute time puts it where its due date does" },
      {
        from: ["COMPLIANT"],
        to: ["DUE_SOON"],
        by: "time",
        event: events.itemDueSoon,
        when: "`leadDays` before `dueOn`",
      },
      {
        from: ["COMPLIANT", "DUE_SOON"],
        to: ["OVERDUE"],
        by: "time",
        event: events.itemOverdue,
        when: "The day after `dueOn` begins",
      },
      { from: ["DUE_SOON", "OVERDUE"], to: ["IN_PROGRESS"], by: ["start"] },
      {
        from: ["COMPLIANT", "DUE_SOON", "OVERDUE", "IN_PROGRESS"],
        to: ["COMPLIANT"],
        by: ["complete"],
        event: events.itemCompleted,
      },
      { from: ["DUE_SOON"], to: ["COMPLIANT"], by: ["change"], when: "A later `dueOn` or fewer `leadDays`" },
      {
        from: ["COMPLIANT", "DUE_SOON", "OVERDUE", "IN_PROGRESS", "WAIVED"],
        to: ["WAIVED"],
        by: ["waive"],
        event: events.itemWaived,
        when: "With reason, authority and last day",
      },
      { from: ["WAIVED"], to: ["COMPLIANT"], by: "time", when: "The waiver's last day is over" },
      {
        from: ["WAIVED"],
        to: ["DUE_SOON"],
        by: "time",
        event: events.itemDueSoon,
        when: "The waiver's last day is over, within the lead time",
      },
      {
        from: ["WAIVED"],
        to: ["OVERDUE"],
        by: "time",
        event: events.itemOverdue,
        when: "The waiver's last day is over, after `dueOn`",
      },
      {
        from: ["IN_PROGRESS"],
        to: [],
        by: "time",
        event: events.itemOverdue,
        when: "The day after `dueOn` begins",
      },
    ],
  },
  regulations: [
    { section: "14 CFR part 142", says: "Certification of training centers: the category `PART_142`." },
    { section: "14 CFR part 60", says: "Qualification of simulators: the category `NSP`." },
  ],
  imported: "compliance-items",
};
