import type { Settings } from "@aviationalley/api/lib/environment.ts";
import { type Logger, pino } from "pino";
import { z } from "zod";

const WARN = 40;

const line = z.looseObject({
  level: z.number(),
  time: z.number(),
  msg: z.string().optional(),
  method: z.string().optional(),
  path: z.string().optional(),
  status: z.number().optional(),
  ms: z.number().optional(),
});

/** A log line as a person reads it in a terminal: the request, or the message with what is special about it. */
export const readable = (text: string): string => {
  const { level, time, msg = "", method, path, status, ms, ...rest } = line.parse(JSON.parse(text));
  const at = new Date(time).toTimeString().slice(0, 8);
  if (method !== undefined) return `${at}  ${status} ${method} ${path}  ${ms} ms`;
  const { pid: _pid, hostname: _hostname, name: _name, v: _v, ...facts } = rest;
  return `${at}  ${level >= WARN ? "! " : ""}${msg} ${Object.keys(facts).length > 0 ? JSON.stringify(facts) : ""}`.trimEnd();
};

/** JSON lines, as machines read them; readable ones only where a person develops at a terminal. */
export const openLogger = ({ nodeEnv, logLevel }: Settings): Logger =>
  nodeEnv !== "production" && process.stdout.isTTY
    ? pino({ level: logLevel }, { write: (text: string) => process.stdout.write(`${readable(text)}\n`) })
    : pino({ level: logLevel });
