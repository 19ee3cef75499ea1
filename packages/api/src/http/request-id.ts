import { randomUUID } from "node:crypto";
import type { IncomingMessage } from "node:http";

/** The caller's own request id where it is a sane one, so that both sides' logs speak of the same; else a new one. */
export const requestIdOf = ({ headers }: Pick<IncomingMessage, "headers">): string => {
  const given = headers["x-request-id"];
  return typeof given === "string" && /^[A-Za-z0-9._-]{1,128}$/.test(given) ? given : randomUUID();
};
