import { spawn } from "node:child_process";
import { constants } from "node:os";

/** 128 + the signal's number: what a shell reports for a process that a signal ended. */
const exitCodeOf = (code, signal) => code ?? 128 + (constants.signals[signal] ?? 0);

/** On a terminal, Ctrl-C is sent to the whole foreground group: the child has it already. */
const childHasIt = (signal) =>
  signal === "SIGINT" && [process.stdin, process.stdout, process.stderr].some((s) => s.isTTY);

const runAsChild = (node, argv, env) => {
  // The channel carries nothing. That it closes tells the child that we are gone, kill -9 included.
  const tie = new URL("parent-tie.mjs", import.meta.url).href;
  const child = spawn(node, ["--import", tie, ...argv], { env, stdio: ["inherit", "inherit", "inherit", "ipc"] });
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) {
    process.on(signal, () => {
      if (!childHasIt(signal)) child.kill(signal);
    });
  }
  child.on("error", (error) => {
    console.error(`${node} cannot be run: ${error.message}`);
    process.exit(126);
  });
  child.on("exit", (code, signal) => process.exit(exitCodeOf(code, signal)));
};

/**
 * Runs `argv` in `node` in our place: same standard streams, same signals, its exit code ours. Where the system and
 * the running Node can, by becoming it (execve), so that one process is left; else as a child that ends with us.
 */
export const launch = (node, argv, env = process.env) => {
  if (node === process.execPath && process.execve && process.platform !== "win32") {
    process.execve(
      node,
      [node, ...argv],
      Object.fromEntries(Object.entries(env).filter(([, value]) => value !== undefined)),
    );
  }
  runAsChild(node, argv, env);
};
