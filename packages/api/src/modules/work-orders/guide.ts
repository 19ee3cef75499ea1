import type { Guide } from "../../lib/guide.ts";
import * as events from "./events.ts";
import { TRANSITIONS } from "./rules.ts";

export const workOrdersGuide: Guide = {
  router: "workOrders",
  name: "Work orders",
  is: "A work order is a defect of a simulator and its repair, from the finding to the resolution. Numbers are given in order and without gaps. While a `CRITICAL` one is unfinished its simulator is out of service and cannot be booked.",
  isNot:
    "Work orders are about training devices. A deferred defect of an aircraft is an MEL deferral. A finished work order is a record: if the defect returns, it is a new one.",
  states: {
    transitions: TRANSITIONS,
    steps: [
      { from: [], to: ["OPEN"], by: ["create"], event: events.workOrderCreated },
      { from: ["OPEN"], to: ["IN_PROGRESS"], by: ["start"], event: events.workOrderUpdated },
      { from: ["IN_PROGRESS"], to: ["AWAITING_PARTS"], by: ["awaitParts"], event: events.workOrderAwaitingParts },
      { from: ["AWAITING_PARTS"], to: ["IN_PROGRESS"], by: ["resume"], event: events.workOrderUpdated },
      { from: ["IN_PROGRESS"], to: ["COMPLETED"], by: ["complete"], event: events.workOrderCompleted },
      {
        from: ["OPEN", "IN_PROGRESS", "AWAITING_PARTS"],
        to: ["CANCELLED"],
        by: ["cancel"],
        event: events.workOrderCancelled,
      },
      {
        from: ["OPEN", "IN_PROGRESS", "AWAITING_PARTS"],
        to: [],
        by: ["change"],
        event: events.workOrderUpdated,
        when: "Priority, assignee or text",
      },
    ],
  },
  regulations: [
    {
      section: "14 CFR 60.25",
      says: "A missing, malfunctioning or inoperative component is repaired or replaced within 30 calendar days: such a work order has a `dueAt`.",
    },
    { section: "FAA MMEL PL-25", says: "How those days are counted: the day of discovery is not one of them." },
  ],
};
