import type { Db } from "@aviationalley/db/client.ts";
import type { FastifyRequest } from "fastify";
import type { Context } from "../lib/context.ts";
import { fail, type Failure } from "../lib/errors.ts";
import { uuid } from "../lib/schemas.ts";
import { asTrpcError } from "../lib/trpc.ts";
import type { Auth } from "../platform/accounts/auth.ts";
import { findSeat } from "../platform/accounts/queries.ts";

/** The live center that the call is about; without it, the one that the person joined first. */
export const CENTER_HEADER = "x-aa-center";
/** `test` for the center's sandbox. */
export const MODE_HEADER = "x-aa-mode";

/** Who is signed in by this request's cookie. The session's life is extended by `/api/auth/get-session` only. */
export const signedInUser = async (auth: Auth, request: FastifyRequest) => {
  const { cookie } = request.headers;
  if (cookie === undefined) return undefined;
  const headers = new Headers({ cookie });
  return (await auth.api.getSession({ headers, query: { disableRefresh: true } }))?.user;
};

/**
 * Where the call is: its headers, or for a stream, which a browser opens without headers of ours, what its address says.
 */
type Place = Readonly<Record<string, string | string[] | undefined>>;

const modeOf = (place: Place): "live" | "test" => {
  const mode = place[MODE_HEADER] ?? "live";
  if (mode === "live" || mode === "test") return mode;
  throw asTrpcError(fail("invalid_request", `${MODE_HEADER} must be live or test.`));
};

/** The same for a center of others, one that does not exist, and what is no id, so that ids cannot be probed. */
const notAMember = (): Failure =>
  fail("not_found", "You are not a member of this center. Ask one of its owners to invite you.", {
    title: "No such center",
  });

const centerOf = (place: Place): string | undefined => {
  const wanted = place[CENTER_HEADER];
  if (wanted === undefined || uuid.safeParse(wanted).success) return wanted?.toString();
  throw asTrpcError(notAMember());
};

/** What every procedure knows of a call from the console. Roles are read at each request: a change holds at once. */
export const consoleContext = async (
  db: Db,
  auth: Auth,
  request: FastifyRequest,
  connection: Place | null = null,
): Promise<Context> => {
  const place = connection ?? request.headers;
  const user = await signedInUser(auth, request);
  if (!user) throw asTrpcError(fail("unauthenticated", "Sign in, then try again."));
  const seat = await findSeat(db, user.id, centerOf(place), modeOf(place));
  if (!seat) throw asTrpcError(notAMember());
  return {
    db,
    centerId: seat.centerId,
    actor: { kind: "user", id: user.id, name: user.name },
    scopes: new Set(),
    roles: new Set(seat.roles),
    address: request.ip,
    expectedVersion: null,
    wire: "value",
    renew: () => consoleContext(db, auth, request, connection),
  };
};
