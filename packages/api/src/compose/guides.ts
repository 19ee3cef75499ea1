import type { Guide } from "../lib/guide.ts";
import { bookingsGuide } from "../modules/bookings/guide.ts";
import { complianceGuide } from "../modules/compliance/guide.ts";
import { crewGuide } from "../modules/crew/guide.ts";
import { datGuide } from "../modules/dat/guide.ts";
import { aircraftGuide, simulatorsGuide } from "../modules/devices/guide.ts";
import { faTrainingGuide } from "../modules/fa-training/guide.ts";
import { flightLogGuide } from "../modules/flight-log/guide.ts";
import { invoicesGuide } from "../modules/invoices/guide.ts";
import { melGuide } from "../modules/mel/guide.ts";
import { reserveGuide } from "../modules/reserve/guide.ts";
import { stageChecksGuide } from "../modules/stage-checks/guide.ts";
import { traineesGuide } from "../modules/trainees/guide.ts";
import { tripTradesGuide } from "../modules/trip-trades/guide.ts";
import { tripsGuide } from "../modules/trips/guide.ts";
import { workOrdersGuide } from "../modules/work-orders/guide.ts";

/** What each noun's page in the docs says beside what is derived. A noun without an entry has a page all the same. */
export const GUIDES: readonly Guide[] = [
  bookingsGuide,
  traineesGuide,
  workOrdersGuide,
  invoicesGuide,
  complianceGuide,
  flightLogGuide,
  crewGuide,
  melGuide,
  reserveGuide,
  tripsGuide,
  tripTradesGuide,
  faTrainingGuide,
  datGuide,
  stageChecksGuide,
  simulatorsGuide,
  aircraftGuide,
];
