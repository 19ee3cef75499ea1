import type { Guide } from "../../lib/guide.ts";

export const simulatorsGuide: Guide = {
  router: "simulators",
  name: "Simulators",
  is: "A simulator is a flight simulation training device with its qualification level. Its status follows from its work orders: `OUT_OF_SERVICE` while a `CRITICAL` one is unfinished, else `IN_SERVICE`. Out of service it cannot be booked.",
  isNot:
    "Nobody sets the status by hand, and no event of its own tells of it: `work_order.created`, `.updated`, `.completed` and `.cancelled` do. The REST API shows a simulator inside bookings and work orders; an id that is unknown is answered with the ones there are.",
  regulations: [{ section: "14 CFR part 60", says: "Qualification levels of simulators and training devices." }],
  imported: "simulators",
};

export const aircraftGuide: Guide = {
  router: "aircraft",
  name: "Aircraft",
  is: "An aircraft is one airframe by its registration. Its status follows from its MEL deferrals: `GROUNDED` while one is `EXPIRED`, else `AVAILABLE`.",
  isNot:
    "Nobody sets the status by hand, and no event of its own tells of it: `mel.deferral.expired` and `mel.deferral.closed` do. The REST API shows an aircraft inside its deferrals. A simulator is no aircraft.",
  imported: "aircraft",
};
