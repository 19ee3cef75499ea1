import type { FastifyBaseLogger } from "fastify";
import { pino } from "pino";
import type { Settings } from "../lib/environment.ts";

/** JSON lines to standard output, or to `write`. Times are ISO 8601, so that people can read them too. */
export const openLogger = (level: Settings["logLevel"], write?: (line: string) => void): FastifyBaseLogger => {
  const options = { level, base: null, timestamp: pino.stdTimeFunctions.isoTime };
  return write ? pino(options, { write }) : pino(options);
};
