/** Longer than receivers usually take to answer. */
const SILENT_MS = 100;

interface Flight {
  readonly count: number;
  /** When something of it was answered last, or the first of it started; by performance.now(). */
  readonly since: number;
}

/** Deliveries in flight from this process, in all and to each endpoint. */
export interface Flights {
  all(): number;
  to(endpointId: string): number;
  start(endpointId: string, count: number): void;
  /** It answers, whatever it says. */
  answer(endpointId: string): void;
  /** They are settled. */
  land(endpointId: string, count: number): void;
  /** Has it something in flight, and answered nothing for a while? */
  isSilent(endpointId: string): boolean;
}

/** `onChange` is told how many there are in all. */
export const openFlights = (onChange: (all: number) => void): Flights => {
  const flights = new Map<string, Flight>();
  let all = 0;
  const change = (by: number): void => {
    all += by;
    onChange(all);
  };
  return {
    all: () => all,
    to: (id) => flights.get(id)?.count ?? 0,
    start(id, count) {
      if (count === 0) return;
      change(count);
      const known = flights.get(id);
      flights.set(id, { count: (known?.count ?? 0) + count, since: known?.since ?? performance.now() });
    },
    answer(id) {
      const known = flights.get(id);
      if (known) flights.set(id, { ...known, since: performance.now() });
    },
    land(id, count) {
      change(-count);
      const known = flights.get(id);
      if (known && known.count > count) flights.set(id, { ...known, count: known.count - count });
      else flights.delete(id);
    },
    isSilent(id) {
      const known = flights.get(id);
      return known !== undefined && performance.now() - known.since > SILENT_MS;
    },
  };
};
