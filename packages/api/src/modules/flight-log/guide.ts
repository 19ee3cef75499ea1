import type { Guide } from "../../lib/guide.ts";

export const flightLogGuide: Guide = {
  router: "flightLog",
  name: "Flight log",
  is: "One row is one flight in one person's log: from where to where, block times, and how its minutes divide into pilot in command, night, instrument and so on. No part exceeds the total.",
  isNot:
    "It is not the schedule: a trip or a booking does not become a flight by itself. Rows are appended and corrected; a correction raises `version` and keeps what it replaced. There are no states and no events: read changes with `updatedSince`.",
  imported: "flight-log",
};
