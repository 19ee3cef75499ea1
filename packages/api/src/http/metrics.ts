import type { FastifyPluginCallback } from "fastify";
import { Registry } from "prom-client";
import { fail } from "../lib/errors.ts";
import { carriesToken } from "./bearer.ts";
import { sendProblem } from "./problem.ts";

export interface MetricsOptions {
  /** Read at each scrape; a name may stand in one of them only. */
  readonly registries: readonly Registry[];
  /** Without one, only callers on this machine see the metrics. */
  readonly token: string | undefined;
  readonly publicUrl: string;
}

const LOOPBACK = new Set(["127.0.0.1", "::1", "::ffff:127.0.0.1"]);

/** `GET /metrics`, in the text format of Prometheus. */
export const metricsPlugin =
  ({ registries, token, publicUrl }: MetricsOptions): FastifyPluginCallback =>
  (app, _options, done) => {
    const merged = Registry.merge([...registries]);
    app.get("/metrics", async (request, reply) => {
      // The connection's own address: a header that a proxy adds proves nothing here.
      const { remoteAddress = "" } = request.raw.socket;
      const direct = LOOPBACK.has(remoteAddress) && request.headers["x-forwarded-for"] === undefined;
      if (token === undefined ? !direct : !carriesToken(request, token))
        return sendProblem(
          reply,
          fail("token_unknown", "Metrics are shown to the operator's scraper only."),
          publicUrl,
        );
      return reply
        .header("cache-control", "no-store")
        .type(merged.contentType)
        .send(await merged.metrics());
    });
    done();
  };
