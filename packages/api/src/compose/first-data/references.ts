import type { Session, Trained } from "./sessions.ts";

/** Operators whose own scheduling system booked them, and whose identifiers we keep. */
const REFERENCES: Readonly<Record<string, string>> = {
  "Front Range Air": "FRA",
  "Prairie Star Airlines": "PSA",
  "Cascadia Express": "CSX",
  "Great Divide Airlines": "GDA",
};

/** The sessions with the identifiers that their operators gave them, numbered in order. */
export const withReferences = (sessions: readonly Session[], trained: readonly Trained[]): Session[] => {
  const employers = new Map(trained.flatMap(({ crew }) => crew.seats.map(({ email }) => [email, crew.employer])));
  const last = new Map<string, number>();
  return sessions.map((session) => {
    const prefix = REFERENCES[employers.get(session.trainees[0]?.email ?? "") ?? ""];
    if (prefix === undefined) return session;
    const number = (last.get(prefix) ?? 0) + 1;
    last.set(prefix, number);
    const year = new Date(session.from).getUTCFullYear();
    return { ...session, externalRef: `${prefix}-${year}-${String(number).padStart(5, "0")}` };
  });
};
