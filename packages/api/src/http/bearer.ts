import { hash, timingSafeEqual } from "node:crypto";
import type { FastifyRequest } from "fastify";

/** Whether a request carries this bearer token, in a time that says nothing of how much of it was right. */
export const carriesToken = ({ headers }: Pick<FastifyRequest, "headers">, token: string): boolean =>
  timingSafeEqual(hash("sha256", headers.authorization ?? "", "buffer"), hash("sha256", `Bearer ${token}`, "buffer"));
