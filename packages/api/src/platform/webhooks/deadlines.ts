/** Something that must end in time; a link of the list that Deadlines keeps. */
export abstract class Timed {
  /** By performance.now(). */
  abstract readonly deadline: number;
  abstract expire(): void;
  /** Set by Deadlines alone. */
  before: Timed | undefined;
  after: Timed | undefined;
}

const SWEEP_MS = 50;

/**
 * Timers for what all takes equally long at most: in order of their start they are in order of their end, so one
 * sweep looks at the oldest only. An AbortSignal.timeout for each POST halves the rate of sending.
 *
 * A list whose links point to nothing once they left it. The Set that was here moved to a new table whenever it had seen
 * its size in additions, and each table went on pointing to the next and to what was in flight: as soon as one of them
 * had grown old, V8's collector of young objects kept nearly everything that was ever sent after it, a fifth of all that
 * was allocated, until it marked the whole heap.
 */
export class Deadlines {
  #first: Timed | undefined;
  #last: Timed | undefined;
  #timer: NodeJS.Timeout | undefined;

  add(one: Timed): void {
    one.before = this.#last;
    if (this.#last) this.#last.after = one;
    else this.#first = one;
    this.#last = one;
    this.#timer ??= setInterval(() => this.#sweep(), SWEEP_MS);
  }

  /** Does nothing where it is not among them. */
  delete(one: Timed): void {
    const { before, after } = one;
    if (!before && this.#first !== one) return;
    if (before) before.after = after;
    else this.#first = after;
    if (after) after.before = before;
    else this.#last = before;
    one.before = undefined;
    one.after = undefined;
  }

  #sweep(): void {
    const now = performance.now();
    for (let one = this.#first; one && one.deadline <= now; one = this.#first) {
      this.delete(one);
      one.expire();
    }
    if (this.#first) return;
    clearInterval(this.#timer);
    this.#timer = undefined;
  }
}
