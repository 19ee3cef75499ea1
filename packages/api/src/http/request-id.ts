import { randomUUID } from "node:crypto";
import type { IncomingMessage } from "node:http";
import { looksSecret } from "../lib/secret-shape.ts";

const SANE = /^[A-Za-z0-9._-]{1,128}$/;

/**
 * The caller's own request id where it is a sane one, so that both sides' logs speak of the same; else a new one. A token
 * that somebody sends as their id would stand in both.
 */
export const requestIdOf = ({ headers }: Pick<IncomingMessage, "headers">): string => {
  const given = headers["x-request-id"];
  return typeof given === "string" && SANE.test(given) && !looksSecret(given) ? given : randomUUID();
};
