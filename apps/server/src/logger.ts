import type { Settings } from "@aviationalley/api/lib/environment.ts";
import { type Logger, pino } from "pino";

const WARN = 40;

/** What pino writes: one JSON object a line, these fields in each. */
interface Line {
  level: number;
  time: number;
  msg?: string;
  method?: string;
  path?: string;
  status?: number;
  ms?: number;
  [fact: string]: unknown;
}

/** A log line as a person reads it in a terminal: the request, or the message with what is special about it. */
export const readable = (text: string): string => {
  const {
    level,
    time,
    msg = "",
    method,
    path,
    status,
    ms,
    pid: _pid,
    hostname: _host,
    ...facts
  }: Line = JSON.parse(text);
  const at = new Date(time).toTimeString().slice(0, 8);
  if (method !== undefined) return `${at}  ${status} ${method} ${path}  ${ms} ms`;
  const special = Object.keys(facts).length > 0 ? ` ${JSON.stringify(facts)}` : "";
  return `${at}  ${level >= WARN ? "! " : ""}${msg}${special}`;
};

/** JSON lines, as machines read them; readable ones only where a person develops at a terminal. */
export const openLogger = ({ nodeEnv, logLevel }: Settings): Logger =>
  nodeEnv !== "production" && process.stdout.isTTY
    ? pino({ level: logLevel }, { write: (text: string) => process.stdout.write(`${readable(text)}\n`) })
    : pino({ level: logLevel });
