import type { FastifyInstance } from "fastify";
import { Counter, Histogram, Registry } from "prom-client";

/** Counts and times what a server answers. */
export interface RequestMetrics {
  readonly registry: Registry;
  /** From now on everything that this server answers. */
  watch(app: FastifyInstance): void;
}

/** What has no route is one line, whatever was asked for: callers must not make up series. */
const NO_ROUTE = "none";

export const openRequestMetrics = (): RequestMetrics => {
  const registry = new Registry();
  const registers = [registry];
  const answers = new Counter({
    name: "aa_http_requests_total",
    help: "Requests answered, by route and status.",
    labelNames: ["method", "route", "status"],
    registers,
  });
  const seconds = new Histogram({
    name: "aa_http_request_seconds",
    help: "From a request's headers to the end of its answer, by route.",
    labelNames: ["method", "route"],
    buckets: [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 1, 5],
    registers,
  });
  return {
    registry,
    watch(app) {
      app.addHook("onResponse", (request, reply, done) => {
        const known = request.is404 ? undefined : request.routeOptions.url;
        const series = { method: known === undefined ? NO_ROUTE : request.method, route: known ?? NO_ROUTE };
        answers.inc({ ...series, status: reply.raw.statusCode });
        seconds.observe(series, reply.elapsedTime / 1000);
        done();
      });
    },
  };
};
