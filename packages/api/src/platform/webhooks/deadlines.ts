/** Something that must end in time. */
export interface Timed {
  /** By performance.now(). */
  readonly deadline: number;
  expire(): void;
}

const SWEEP_MS = 50;

/**
 * Timers for what all takes equally long at most: in order of their start they are in order of their end, so one
 * sweep looks at the oldest only. An AbortSignal.timeout for each POST halves the rate of sending.
 */
export class Deadlines {
  readonly #running = new Set<Timed>();
  #timer: NodeJS.Timeout | undefined;

  add(one: Timed): void {
    this.#running.add(one);
    this.#timer ??= setInterval(() => this.#sweep(), SWEEP_MS);
  }

  delete(one: Timed): void {
    this.#running.delete(one);
  }

  #sweep(): void {
    const now = performance.now();
    for (const one of this.#running) {
      if (one.deadline > now) break;
      this.#running.delete(one);
      one.expire();
    }
    if (this.#running.size > 0) return;
    clearInterval(this.#timer);
    this.#timer = undefined;
  }
}
