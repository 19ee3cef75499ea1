import { newCrewMember } from "@aviationalley/testing/factories.ts";
import { byCommand, byMaking, byTime, type Scenario, type Stage } from "./scenario.fixture.ts";

const captain = async ({ db, centerId }: Stage): Promise<string> =>
  (await newCrewMember(db, centerId, { role: "CAPTAIN" })).id;

const reserveWindow = async (stage: Stage): Promise<object> => ({
  crewMemberId: await captain(stage),
  type: "SHORT_CALL",
  windowStart: stage.inHours(24),
  windowEnd: stage.inHours(36),
});
const assigned = async (stage: Stage) => stage.call("reserve.assign", await reserveWindow(stage));

const reserves: readonly Omit<Scenario, "list">[] = [
  {
    event: "reserve.assigned", // twice the same window overlaps
    prepare: async (stage) => byMaking(stage, "reserve.assign", await reserveWindow(stage), {}),
  },
  {
    event: "reserve.called_out",
    prepare: async (stage) => {
      const duty = { reportAt: stage.inHours(26), dutyEndsAt: stage.inHours(30) };
      return byCommand(stage, await assigned(stage), "reserve.callOut", duty);
    },
  },
  {
    event: "reserve.no_contact",
    prepare: async (stage) => {
      const { id } = await assigned(stage);
      await stage.call("reserve.recordAttempt", { id, method: "PHONE", outcome: "NO_ANSWER" });
      return byCommand(stage, { id }, "reserve.noContact");
    },
  },
  {
    event: "reserve.released",
    by: "by hand",
    prepare: async (stage) => byCommand(stage, await assigned(stage), "reserve.release"),
  },
  {
    event: "reserve.released",
    by: "by time",
    prepare: async (stage) => byTime(stage, await assigned(stage), stage.inHours(37)),
  },
];

const drop = async (stage: Stage): Promise<object> => {
  const requesterId = await captain(stage);
  const duties = [{ reportAt: stage.inHours(48), releaseAt: stage.inHours(56), blockMinutes: 300 }];
  const trip = { number: "P4127", base: "DEN", aircraftType: "B738", position: "CAPTAIN", duties };
  const { id: offeredTripId } = await stage.call("trips.create", { ...trip, crewMemberId: requesterId });
  return { kind: "DROP", requesterId, offeredTripId };
};
const requested = async (stage: Stage) => stage.call("tripTrades.request", await drop(stage));
const reason = { reason: "Minimum staffing" };

const trades: readonly Omit<Scenario, "list">[] = [
  {
    event: "trip_trade.requested", // a trip of someone else is not theirs to drop
    prepare: async (stage) =>
      byMaking(stage, "tripTrades.request", await drop(stage), { requesterId: await captain(stage) }),
  },
  {
    event: "trip_trade.approved",
    prepare: async (stage) => byCommand(stage, await requested(stage), "tripTrades.approve"),
  },
  {
    event: "trip_trade.denied",
    prepare: async (stage) => byCommand(stage, await requested(stage), "tripTrades.deny", reason),
  },
  {
    event: "trip_trade.cancelled",
    by: "by hand",
    prepare: async (stage) => byCommand(stage, await requested(stage), "tripTrades.cancel", reason),
  },
  {
    event: "trip_trade.cancelled",
    by: "by time",
    prepare: async (stage) => byTime(stage, await requested(stage), stage.inHours(45)),
  },
];

export const rosterScenarios: readonly Scenario[] = [
  ...reserves.map((one) => ({ ...one, list: "/reserve-assignments" as const })),
  ...trades.map((one) => ({ ...one, list: "/trip-trades" as const })),
];
