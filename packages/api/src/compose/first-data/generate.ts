import { DAY_MS, HOUR_MS, type Instant, type Zone } from "../../lib/time.ts";
import type { CrewDraft } from "../../modules/crew/schema.ts";
import type { AircraftDraft } from "../../modules/devices/schema.ts";
import { createCalendar } from "./calendar.ts";
import { type Period, planClients } from "./clients.ts";
import { OUTAGE } from "./defects.ts";
import { devicesOf, planFleet, type Programme, programmesAt, type TrainingDevice } from "./devices.ts";
import { planFlights } from "./flights.ts";
import type { FlightPlan } from "./logbook.ts";
import { createNames } from "./names.ts";
import { type Operations, planOperations } from "./operations.ts";
import { type Organisation, trainingCenter } from "./organisations.ts";
import { planDemos, planLateRequests, planMaintenance } from "./other-sessions.ts";
import { withObservers } from "./observers.ts";
import { planCrew } from "./people.ts";
import { createRandom } from "./random.ts";
import { withReferences } from "./references.ts";
import { runningNow } from "./running-now.ts";
import { type Outage, type Planning, planSessions, type Session } from "./sessions.ts";
import { planTrainees, type TraineePlan } from "./trainees.ts";
import { createWallClock, type WallClock } from "./wall-clock.ts";
import { planWorkOrders, type WorkOrderPlan } from "./work-orders.ts";

/** An organisation with two years behind it, complete but for ids: rows name each other by their natural keys. */
export interface FirstData extends Operations {
  devices: TrainingDevice[];
  fleet: AircraftDraft[];
  crew: CrewDraft[];
  trainees: TraineePlan[];
  /** In order of their beginning. Nobody is in two places at once. */
  sessions: Session[];
  /** Booked last, without a look at the calendar: some collide and will be refused. */
  lateRequests: Session[];
  workOrders: WorkOrderPlan[];
  flights: FlightPlan[];
}

export interface Wanted {
  seed: number;
  now: Instant;
  zone: Zone;
  /** 1 is a center of eight devices and about 10,000 sessions. A smaller one has as long a history. */
  scale: number;
  /** A training center unless given. */
  organisation?: Organisation;
}

const LATE_REQUESTS = 12;
const HISTORY_DAYS = 730;
const PLANNED_DAYS = 30;

/** The same wish gives the same data. */
export const generate = ({ seed, now, zone, scale, organisation = trainingCenter }: Wanted): FirstData => {
  const random = createRandom(seed);
  const clock = createWallClock(zone);
  const instant = Date.parse(now);
  const period = periodAt(clock, instant);
  const programmes = programmesAt(organisation.programmes, scale);
  const devices = devicesOf(programmes);
  const nextName = createNames(random.branch("names"));
  const crew = planCrew(random.branch("crew"), nextName, programmes, organisation.staff, scale);
  const fleet = planFleet(random.branch("fleet"), programmes);
  const outage = outageOf(programmes, instant);
  const planning: Planning = {
    random: random.branch("sessions"),
    clock,
    calendar: createCalendar(),
    crew,
    period,
    now: instant,
    outage,
    customers: organisation.customers,
  };
  const maintenance = planMaintenance(planning, devices, Math.sqrt(Math.min(1, scale)));
  const clients = planClients(
    random.branch("clients"),
    nextName,
    programmes,
    { employers: organisation.employers, count: crewsAt(organisation, scale) },
    period,
  );
  const trained = planSessions(planning, clients);
  if (outage) planning.calendar.take([outage.simulator], outage);
  const demos = planDemos(planning, programmes, Math.round(organisation.demos * scale));
  const planned = [...maintenance, ...withObservers(planning, trained), ...demos];
  const sessions = [...planned, ...runningNow(planning, programmes, planned)].toSorted((a, b) => a.from - b.from);
  const { lineEvery, obligationsOf } = organisation;
  const flights = planFlights({ ...planning, random: random.branch("flights"), programmes, fleet, lineEvery });
  const around = { ...planning, random, zone, fleet, devices, programmes, trained, flights, obligationsOf };
  return {
    ...planOperations(around),
    devices,
    fleet,
    crew,
    trainees: planTrainees(trained, period),
    sessions: withReferences(sessions, trained),
    lateRequests: planLateRequests(planning, programmes, Math.max(3, Math.round(LATE_REQUESTS * scale))),
    workOrders: planWorkOrders(
      {
        random: random.branch("work orders"),
        devices,
        crew,
        from: instant - HISTORY_DAYS * DAY_MS,
        now: instant,
        outage,
      },
      scale,
    ),
    flights,
  };
};

/** However small the organisation, enough crews that some course begins, goes on and ends at any time. */
const LEAST_CREWS = 30;

const crewsAt = ({ clientCrews }: Organisation, scale: number): number =>
  Math.max(Math.min(LEAST_CREWS, clientCrews), Math.round(clientCrews * scale));

const periodAt = (clock: WallClock, now: number): Period => {
  const today = clock.day(now);
  return { from: today - HISTORY_DAYS, today, until: today + PLANNED_DAYS };
};

/** One device is down since this morning: the last programme's, which the fewest come for. */
const outageOf = (programmes: readonly Programme[], now: number): Outage | null => {
  const simulator = programmes.at(-1)?.fixed.name;
  return simulator === undefined
    ? null
    : { simulator, from: now - 5 * HOUR_MS, to: now + 18 * HOUR_MS, reason: OUTAGE.cancelReason };
};
