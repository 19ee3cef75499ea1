import { type ChildProcess, spawn, type StdioOptions } from "node:child_process";
import { once } from "node:events";
import { openSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";

export interface Part {
  readonly name: string;
  /** What this Node runs. */
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  /** Its output is appended there. */
  readonly log: string;
  /** Whether it does its work by now. */
  readonly ready: (child: ChildProcess) => Promise<boolean>;
  /** A program of the ledger's own, which speaks with it. */
  readonly speaks?: true;
}

const POLL_MS = 50;
const RETRY_MS = 300;

/** Node itself takes ten seconds to start on a machine that is busy enough. */
const PATIENCE_MS = 120_000;

/** A process that is started, killed and started anew, as a supervisor would. */
export class Actor {
  readonly name: string;
  /** How often it ended although nobody had asked for it, once it was ready. */
  collapses = 0;
  readonly #part: Part;
  #child: ChildProcess | undefined;
  #isUp = false;
  #wanted = false;

  constructor(part: Part) {
    this.name = part.name;
    this.#part = part;
  }

  get isUp(): boolean {
    return this.#isUp;
  }

  get pid(): number | undefined {
    return this.#child?.pid;
  }

  /** Starts it, as often as it takes, and resolves when it is ready: a node may not start while the database is away. */
  async start(): Promise<ChildProcess> {
    this.#wanted = true;
    const end = performance.now() + PATIENCE_MS;
    while (performance.now() < end) {
      const child = this.#spawn();
      if (await this.#untilReady(child)) {
        this.#isUp = true;
        return child;
      }
      if (!this.#wanted) return child;
      await sleep(RETRY_MS);
    }
    throw new Error(`${this.name} does not start: see ${this.#part.log}`);
  }

  /** With -9. */
  async kill(): Promise<void> {
    await this.#end("SIGKILL");
  }

  async stop(): Promise<void> {
    await this.#end("SIGTERM");
  }

  /** Sends a message to a program of the ledger's own and waits for its end. */
  async dismiss(): Promise<void> {
    const child = this.#child;
    if (!child || !this.#isUp) return;
    this.#wanted = false;
    const exit = once(child, "exit");
    child.send("stop");
    await exit;
  }

  signal(name: "SIGSTOP" | "SIGCONT"): void {
    this.#child?.kill(name);
  }

  async #end(signal: "SIGKILL" | "SIGTERM"): Promise<void> {
    this.#wanted = false;
    this.#isUp = false;
    const child = this.#child;
    if (!child || hasEnded(child)) return;
    const exit = once(child, "exit");
    child.kill(signal);
    await exit;
  }

  #spawn(): ChildProcess {
    const { args, env, log, speaks } = this.#part;
    const out = openSync(log, "a");
    const stdio: StdioOptions = speaks ? ["ignore", out, out, "ipc"] : ["ignore", out, out];
    const child = spawn(process.execPath, args, { env: { ...process.env, ...env }, stdio });
    this.#child = child;
    child.once("exit", () => {
      if (this.#child !== child || !this.#wanted || !this.#isUp) return;
      this.#isUp = false;
      this.collapses++;
      this.start().catch((error: unknown) => console.error(this.name, error));
    });
    return child;
  }

  async #untilReady(child: ChildProcess): Promise<boolean> {
    const ready = this.#part.ready(child).catch(() => false);
    if (this.#part.speaks) return await Promise.race([ready, once(child, "exit").then(() => false)]);
    while (!hasEnded(child)) {
      if (await this.#part.ready(child).catch(() => false)) return true;
      await sleep(POLL_MS);
    }
    return false;
  }
}

const hasEnded = ({ exitCode, signalCode }: ChildProcess): boolean => exitCode !== null || signalCode !== null;
