interface Step {
  readonly name: string;
  readonly run: () => Promise<unknown>;
}

/** How long one step of a shutdown may take: requests in flight are given this long to end. */
const LONGEST_STEP_MS = 10_000;

/** When something did not close, what it left open keeps the process no longer than this. */
const LAST_MS = 1_000;

/** Ctrl-C in a terminal reaches us twice: from the terminal, and from npm or the launcher, which pass it on. */
const SAME_SIGNAL_MS = 500;

/**
 * Everything that was opened, to be closed in reverse order when a signal asks for it, or when the start fails. A
 * second signal does not wait.
 */
export class Shutdown {
  /** Resolves when the first signal arrives. */
  readonly asked: Promise<void>;
  readonly #steps: Step[] = [];
  readonly #say: (line: string) => void;
  #closing: Promise<void> | undefined;
  #firstAt = 0;

  constructor(say: (line: string) => void) {
    this.#say = say;
    const { promise, resolve } = Promise.withResolvers<void>();
    this.asked = promise;
    let signals = 0;
    const onSignal = (signal: NodeJS.Signals): void => {
      signals++;
      if (signals === 1) {
        this.#firstAt = performance.now();
        resolve();
      } else if (performance.now() - this.#firstAt > SAME_SIGNAL_MS) process.exit(signal === "SIGINT" ? 130 : 143);
    };
    for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(signal, onSignal);
  }

  /**
   * Remembers how to close what was just opened; closes it at once when the end came while it opened. With `after` it is
   * closed after the step of that name, although it was opened later.
   */
  add(name: string, run: () => Promise<unknown>, { after }: { after?: string } = {}): void {
    const at = this.#steps.findIndex((step) => step.name === after);
    if (this.#closing) void this.#closeOne({ name, run });
    else this.#steps.splice(at === -1 ? this.#steps.length : at, 0, { name, run });
  }

  /** Closes all, the latest first. What does not close in time is left: the process ends anyway. */
  close(): Promise<void> {
    this.#closing ??= this.#closeAll();
    return this.#closing;
  }

  async #closeAll(): Promise<void> {
    for (const step of this.#steps.toReversed()) await this.#closeOne(step);
    setTimeout(() => process.exit(), LAST_MS).unref();
  }

  async #closeOne({ name, run }: Step): Promise<void> {
    const late = Promise.withResolvers<string>();
    const timer = setTimeout(() => late.resolve(`not closed within ${LONGEST_STEP_MS / 1000} s`), LONGEST_STEP_MS);
    const closed = run().then(
      () => undefined,
      (error: unknown) => (error instanceof Error ? error.message : String(error)),
    );
    const problem = await Promise.race([closed, late.promise]);
    clearTimeout(timer);
    if (problem !== undefined) this.#say(`${name}: ${problem}`);
  }
}
