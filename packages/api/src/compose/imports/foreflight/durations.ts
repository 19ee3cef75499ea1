/** A duration as ForeFlight writes it, with how far its rounding may be off, both in minutes. */
export interface Duration {
  minutes: number;
  slack: number;
}

const HOURS = /^(\d{1,5})(?:\.(\d*))?$/;
const CLOCK = /^(\d{1,5}):([0-5]\d)$/;

/** Reads decimal hours (1.3 may stand for 75 to 81 minutes) or H:MM, which is exact; undefined for anything else. */
export const readDuration = (text: string): Duration | undefined => {
  const clock = CLOCK.exec(text);
  if (clock) return { minutes: Number(clock[1]) * 60 + Number(clock[2]), slack: 0 };
  const hours = HOURS.exec(text);
  if (!hours) return undefined;
  const decimals = hours[2]?.length ?? 0;
  return { minutes: Math.round(Number(text) * 60), slack: decimals === 0 ? 0 : Math.ceil(30 / 10 ** decimals) };
};

/**
 * A part that exceeds the whole by no more than the rounding of both is the whole: 1.3 h of 77 minutes is all of them.
 * One that exceeds it by more stays, for the rules to refuse.
 */
export const within = (part: Duration, whole: Duration): Duration =>
  part.minutes > whole.minutes && part.minutes - whole.minutes <= part.slack + whole.slack
    ? { ...part, minutes: whole.minutes }
    : part;

/** Together: 0.5 actual and 0.8 simulated instrument time. */
export const sum = (...durations: readonly Duration[]): Duration => ({
  minutes: durations.reduce((total, { minutes }) => total + minutes, 0),
  slack: durations.reduce((total, { slack }) => total + slack, 0),
});

export const NONE: Duration = { minutes: 0, slack: 0 };
