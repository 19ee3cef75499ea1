import { isAPIError } from "better-auth/api";
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import { ADDRESS_HEADER, type Auth, AUTH_PATHS } from "../platform/accounts/auth.ts";
import { sendProblem } from "./problem.ts";
import { refuseSessionBody } from "./session-bodies.ts";

const PREFIX = "/api/auth";

/** The request as the session library reads it: the path, what a browser says of itself, and the address we saw. */
const asWebRequest = (request: FastifyRequest, publicUrl: string): Request => {
  const headers = new Headers();
  for (const name of ["content-type", "cookie", "origin", "referer", "user-agent", "host"] as const) {
    const value = request.headers[name];
    if (value !== undefined) headers.set(name, value);
  }
  for (const name of ["sec-fetch-site", "sec-fetch-mode", "sec-fetch-dest"]) {
    const value = request.headers[name];
    if (typeof value === "string") headers.set(name, value);
  }
  headers.set(ADDRESS_HEADER, request.ip);
  return new Request(new URL(request.url, publicUrl), {
    method: request.method,
    headers,
    ...(typeof request.body === "string" ? { body: request.body } : {}),
  });
};

/** What the library refuses it throws; everything else that is thrown is for the border's own handler. */
const answerOf = async (auth: Auth, request: Request): Promise<Response> => {
  try {
    return await auth.handler(request);
  } catch (error) {
    if (!isAPIError(error)) throw error;
    return Response.json(error.body ?? {}, { status: error.statusCode, headers: new Headers(error.headers) });
  }
};

/** What proves a session is in its cookie, which no script reads: the library would write it into the answer too. */
const withoutTokens = (key: string, value: unknown): unknown => (key === "token" ? undefined : value);

const send = async (reply: FastifyReply, answer: Response): Promise<FastifyReply> => {
  reply.code(answer.status).header("cache-control", "no-store");
  for (const cookie of answer.headers.getSetCookie()) reply.header("set-cookie", cookie);
  const retryAfter = answer.headers.get("x-retry-after");
  if (retryAfter !== null) reply.header("retry-after", retryAfter);
  return reply.type("application/json").send(JSON.stringify(await answer.json(), withoutTokens));
};

/** Signing in and out, own sessions, own password: the library's routes, those of AUTH_PATHS and no others. */
export const sessionRoutes = (app: FastifyInstance, auth: Auth, publicUrl: string): void => {
  for (const path of AUTH_PATHS) {
    app.route({
      method: path.startsWith("/get-") ? "GET" : "POST",
      url: `${PREFIX}${path}`,
      handler: async (request, reply) => {
        const refused = refuseSessionBody(path, request.body);
        if (refused) return sendProblem(reply, refused, publicUrl);
        return send(reply, await answerOf(auth, asWebRequest(request, publicUrl)));
      },
    });
  }
};
