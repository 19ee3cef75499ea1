interface Tag {
  name: string;
  description: string;
}

/** How the docs name and describe the first segment of a path. */
const TAGS: Record<string, Tag> = {
  trainees: { name: "Trainees", description: "People enrolled in a course." },
  bookings: {
    name: "Bookings",
    description: "Simulator sessions: who, on which device, when. Can be booked, changed and cancelled.",
  },
  "work-orders": {
    name: "Work orders",
    description: "Maintenance of training devices, from the finding to the repair.",
  },
  invoices: { name: "Invoices", description: "What was billed, and whether it was paid." },
  "compliance-items": {
    name: "Compliance",
    description: "Dated obligations of the center: what is due, overdue, waived.",
  },
  "flight-log": { name: "Flight log", description: "Flights that were logged, in minutes and landings." },
  crew: { name: "Crew", description: "Who is on duty, in reserve, at rest, as of now." },
  "mel-deferrals": {
    name: "MEL deferrals",
    description: "Deferred defects of aircraft, their categories and their repair deadlines.",
  },
  "reserve-assignments": {
    name: "Reserve assignments",
    description: "Reserve windows of crew members and what came of them.",
  },
  "trip-trades": { name: "Trip trades", description: "Trips that crew members drop, pick up and swap." },
  "fa-training": {
    name: "Flight attendant training",
    description: "Currencies of flight attendants: when each falls due and expires.",
  },
  "dat-tests": {
    name: "Drug and alcohol tests",
    description: "Tests under 49 CFR part 40. Results are confidential and need a scope of their own.",
  },
  "stage-checks": { name: "Stage checks", description: "Stage and end-of-course checks of trainees." },
};

/** The tag of a path; one that has no entry above is named after its segment. */
export const tagOf = (path: string): Tag => {
  const [segment = ""] = path.split("/").filter(Boolean);
  const words = segment.replaceAll("-", " ");
  const name = words.charAt(0).toUpperCase() + words.slice(1);
  return TAGS[segment] ?? { name, description: `Operations on ${words}.` };
};

/** The tag of the webhooks. */
export const WEBHOOKS_TAG: Tag = {
  name: "Webhooks",
  description: "Events that are sent to your endpoint as they happen.",
};
