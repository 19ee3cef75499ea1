const HOUR_MS = 3_600_000;

/** Hours ahead of now that a lane goes through before it comes back to the first: cancelled sessions free them. */
const HOURS = 10_000;

type Send = (method: "POST" | "PATCH", path: string, body?: object) => Promise<unknown>;

/** One simulator's sessions, one write after the other. */
export interface Lane {
  readonly busy: boolean;
  /** The next write: books a session, annotates it, or cancels it. */
  write(): Promise<void>;
}

const idOf = (answer: unknown): string => {
  if (typeof answer === "object" && answer !== null && "id" in answer) return String(answer.id);
  throw new Error("A booking has an id.");
};

export const openLane = (send: Send, simulatorId: string): Lane => {
  const first = Math.ceil(Date.now() / HOUR_MS) + 24;
  let [hour, step, id, busy] = [0, 0, "", false];

  const book = async (): Promise<void> => {
    const [startsAt, endsAt] = [0, 1].map((more) => new Date((first + hour + more) * HOUR_MS).toISOString());
    hour = (hour + 1) % HOURS;
    id = idOf(
      await send("POST", "/bookings", { simulatorId, startsAt, endsAt, sessionType: "TRAINING", trainees: [] }),
    );
  };
  const annotate = async (): Promise<void> => {
    await send("PATCH", `/bookings/${id}`, { notes: `LOFT, winter operations, hour ${hour}` });
  };
  const cancel = async (): Promise<void> => {
    await send("PATCH", `/bookings/${id}`, { status: "CANCELLED", cancelReason: "Weather" });
  };
  const steps = [book, annotate, cancel] as const;

  return {
    get busy() {
      return busy;
    },
    async write() {
      busy = true;
      try {
        await steps[step % steps.length]?.();
        step++;
      } finally {
        busy = false;
      }
    },
  };
};
