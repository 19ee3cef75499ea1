import { mayWork } from "./duty.ts";
import type { Planning, Session, Trained } from "./sessions.ts";

const OBSERVED_SHARE = 0.025;

/** The clients' sessions, some of them with a colleague of the same operator in the observer's seat. */
export const withObservers = ({ random, calendar }: Planning, trained: readonly Trained[]): Session[] => {
  const byOperator = Map.groupBy(trained, operatorOf);
  return trained.flatMap((one) =>
    one.sessions.map((session) => {
      if (session.course !== "TYPE_RATING" || session.status === "CANCELLED" || !random.chance(OBSERVED_SHARE))
        return session;
      const colleagues = (byOperator.get(operatorOf(one)) ?? []).filter(
        (other) => other !== one && isEnrolled(other, session),
      );
      const observer = random
        .shuffled(colleagues.flatMap(({ crew }) => crew.seats))
        .find(({ email }) => mayWork(calendar, email, session));
      if (!observer) return session;
      calendar.take([observer.email], { from: session.from, to: session.to });
      return { ...session, trainees: [...session.trainees, { email: observer.email, seat: "OBSERVER" as const }] };
    }),
  );
};

const operatorOf = ({ crew }: Trained): string => `${crew.employer}/${crew.programme.type}`;

/** Between their own first and last session; who left half way does not come to watch. */
const isEnrolled = ({ crew, sessions }: Trained, { from, to }: Session): boolean => {
  const first = sessions.at(0);
  const last = sessions.at(-1);
  return crew.absence === null && first !== undefined && last !== undefined && first.from < from && to < last.to;
};
