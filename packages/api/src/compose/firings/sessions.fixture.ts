import { newSimulator } from "@aviationalley/testing/factories.ts";
import { byCommand, type Ready, type Scenario, type Stage } from "./scenario.fixture.ts";

const list = "/bookings";

const session = async (stage: Stage): Promise<object> => ({
  simulatorId: (await newSimulator(stage.db, stage.centerId)).id,
  trainees: [],
  startsAt: stage.inHours(24),
  endsAt: stage.inHours(26),
  sessionType: "TRAINING",
});

const booked = async (stage: Stage) => stage.call("bookings.create", await session(stage));

const started = async (stage: Stage) => stage.call("bookings.start", { id: (await booked(stage)).id });

const byPatch = async (stage: Stage, body: object): Promise<Ready> => {
  const { id } = await booked(stage);
  const patch = () => stage.patch(`${list}/${id}`, body);
  return { fire: async () => (await patch()).id, repeat: patch };
};

export const sessionScenarios: readonly Scenario[] = [
  {
    event: "booking.created",
    list,
    prepare: async (stage) => {
      const wanted = await session(stage);
      const post = () => stage.post(list, wanted, "order-1");
      return { fire: async () => (await post()).id, repeat: post };
    },
  },
  { event: "booking.updated", list, prepare: (stage) => byPatch(stage, { notes: "LOFT, winter operations" }) },
  {
    event: "booking.updated",
    by: "by another time",
    list,
    prepare: (stage) => byPatch(stage, { startsAt: stage.inHours(30), endsAt: stage.inHours(33) }),
  },
  { event: "booking.started", list, prepare: async (stage) => byCommand(stage, await booked(stage), "bookings.start") },
  {
    event: "booking.completed",
    list,
    prepare: async (stage) => byCommand(stage, await started(stage), "bookings.complete"),
  },
  {
    event: "booking.cancelled",
    list,
    prepare: (stage) => byPatch(stage, { status: "CANCELLED", cancelReason: "Instructor unwell" }),
  },
  {
    event: "booking.no_show",
    list,
    prepare: async (stage) => {
      const booking = await booked(stage);
      await stage.advance(stage.inHours(25));
      return byCommand(stage, booking, "bookings.noShow");
    },
  },
];
