import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";

/** A program of a benchmark in a process of its own, which answers messages one at a time. */
export interface Child {
  readonly pid: number;
  /** Sends a message and waits for the next one back. What comes is what the program sends: callers say its type. */
  ask<Answer>(message: string): Promise<Answer>;
  /** The next message. */
  next<Answer>(): Promise<Answer>;
  /** Lets a program that waits to be told begin; resolves when it has ended by itself, throws where it failed. */
  finish(): Promise<void>;
  /** Asks it to end, and waits until it has. */
  stop(): Promise<void>;
}

/** Forks `new URL(name, import.meta.url)`; its output is ours. */
export const child = (
  program: URL,
  args: readonly (string | number)[] = [],
  nodeOptions: readonly string[] = [],
): Child => {
  const execArgv = [...nodeOptions];
  const process = fork(program, args.map(String), { stdio: ["ignore", "inherit", "inherit", "ipc"], execArgv });
  const exit = once(process, "exit");
  if (process.pid === undefined) throw new Error(`${program.pathname} has no process.`);
  const next = async <Answer>(): Promise<Answer> => {
    const [message] = await Promise.race([once(process, "message"), exit.then(() => failed(process, program))]);
    return message as Answer; // the programs are ours
  };
  return {
    pid: process.pid,
    next,
    ask<Answer>(message: string) {
      const answer = next<Answer>();
      process.send(message);
      return answer;
    },
    async finish() {
      process.send("begin");
      await exit;
      if (process.exitCode !== 0) failed(process, program);
    },
    async stop() {
      process.kill("SIGTERM");
      await exit;
    },
  };
};

const failed = ({ exitCode, signalCode }: ChildProcess, program: URL): never => {
  throw new Error(`${program.pathname} ended with ${exitCode ?? signalCode}.`);
};
