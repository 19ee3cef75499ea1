import { initTRPC, tracked, type TrackedEnvelope, TRPCError } from "@trpc/server";
import type { z } from "zod";
import type { Context } from "./context.ts";
import { ERRORS, fail, type Failure, FailureError, isFailure } from "./errors.ts";
import { Page } from "./pagination.ts";
import { holdsOneOf, type Role } from "./roles.ts";
import { grants, type Scope } from "./scopes.ts";
import { publicShape } from "./trpc-error.ts";

/** Fields of the REST surface that only some endpoints have. */
export interface EndpointOptions {
  /** Longer text for the OpenAPI document (Markdown). */
  description?: string;
  /** The OpenAPI tag; the first path segment unless said. */
  tag?: string;
  /** 201 for what creates. */
  success?: 200 | 201;
  /** The `Location` of what was created, below the API's base path. */
  location?: (output: { id: string }) => string;
  /** Scopes beyond the endpoint's own that show more of a row. */
  extraScopes?: readonly Scope[];
}

export type Method = "GET" | "POST" | "PATCH";

/** One REST operation: all that the route, the OpenAPI document, the docs and the scope picker know of it. */
export interface EndpointMeta extends EndpointOptions {
  kind: "endpoint";
  method: Method;
  path: `/${string}`;
  scope: Scope;
  roles: readonly Role[];
  summary: string;
  input: z.ZodType;
  output: z.ZodType;
}

/** A procedure of the console only. */
export interface ConsoleMeta {
  kind: "console";
  roles: readonly Role[];
  summary: string;
  output: z.ZodType;
}

export type Meta = EndpointMeta | ConsoleMeta;

const t = initTRPC
  .context<Context>()
  .meta<Meta>()
  .create({
    // Stacks go to the log, never to a caller.
    isDev: false,
    // Proxies end what is silent for a minute; a console whose stream is silent for longer than a beat connects anew.
    sse: { ping: { enabled: true, intervalMs: 15_000 }, client: { reconnectAfterInactivityMs: 40_000 } },
    errorFormatter: ({ shape, error }) => publicShape(shape, error, failureOf(error)),
  });

export const router = t.router;
export const createCallerFactory = t.createCallerFactory;

/** The failure inside whatever was thrown, if it was an expected one. */
export const failureOf = (error: unknown): Failure | undefined => {
  if (error instanceof FailureError) return error.failure;
  return error instanceof TRPCError && error.cause instanceof FailureError ? error.cause.failure : undefined;
};

/** May this caller call this procedure? Keys reach endpoints by scope, people reach everything by role. */
export const refusal = (meta: Meta, { actor, scopes, roles }: Context): Failure | undefined => {
  switch (actor.kind) {
    case "operator":
      return undefined;
    case "key":
      if (meta.kind === "console") return fail("not_found", "This is not an operation of the REST API.");
      return grants(scopes, meta.scope)
        ? undefined
        : fail(
            "insufficient_scope",
            `This operation needs the scope ${meta.scope}. Ask an owner or admin of the center for a key that has it.`,
            { requiredScope: meta.scope, scopes: [...scopes] },
          );
    case "user":
      return holdsOneOf(roles, meta.roles)
        ? undefined
        : fail(
            "insufficient_role",
            `This needs one of the roles ${["OWNER", ...meta.roles].join(", ")} in this center.`,
          );
  }
};

const guarded = t.procedure.use(async ({ ctx, meta, next }) => {
  if (!meta) throw new Error("A procedure without meta: declare it with endpoint(), query() or command().");
  const refused = refusal(meta, ctx);
  if (refused) throw asTrpcError(refused);
  const result = await next();
  return result.ok && result.data instanceof Page && ctx.wire === "value"
    ? { ...result, data: result.data.toValue() }
    : result;
});

/** A failure as tRPC throws it: with the code of its status, and its sentence. */
export const asTrpcError = (failure: Failure): TRPCError =>
  new TRPCError({
    code: TRPC_CODE[ERRORS[failure.code].status],
    message: failure.detail,
    cause: new FailureError(failure),
  });

const TRPC_CODE = {
  400: "BAD_REQUEST",
  401: "UNAUTHORIZED",
  403: "FORBIDDEN",
  404: "NOT_FOUND",
  405: "METHOD_NOT_SUPPORTED",
  409: "CONFLICT",
  412: "PRECONDITION_FAILED",
  413: "PAYLOAD_TOO_LARGE",
  415: "UNSUPPORTED_MEDIA_TYPE",
  422: "UNPROCESSABLE_CONTENT",
  429: "TOO_MANY_REQUESTS",
  500: "INTERNAL_SERVER_ERROR",
  503: "SERVICE_UNAVAILABLE",
} as const;

/** What a resolver may return: the declared shape, a page of stored documents in that shape, or a failure. */
type Reply<Output extends z.ZodType> = z.output<Output> | Page | Failure;
type Resolver<Input extends z.ZodType, Output extends z.ZodType> = (call: {
  ctx: Context;
  input: z.output<Input>;
}) => Promise<Reply<Output>>;

const settled =
  <Input extends z.ZodType, Output extends z.ZodType>(resolve: Resolver<Input, Output>) =>
  async (call: { ctx: Context; input: z.output<Input> }): Promise<z.output<Output>> => {
    const reply = await resolve(call);
    if (isFailure(reply)) throw asTrpcError(reply);
    // A Page stands for its shape until a border writes it out; `guarded` turns it into the value for all but REST.
    return reply as z.output<Output>;
  };

/** What goes on after the answer began: a value at a time, until `signal`. `recheck` throws once the caller may not. */
type Stream<Input extends z.ZodType, Output extends z.ZodType> = (call: {
  ctx: Context;
  input: z.output<Input>;
  signal: AbortSignal;
  recheck: () => Promise<void>;
}) => AsyncIterable<z.output<Output>>;

/** Numbers what a stream yields, so that a browser that lost the connection says how far it got. */
const streamed = <Input extends z.ZodType, Output extends z.ZodType>(meta: Meta, stream: Stream<Input, Output>) =>
  async function* (call: { ctx: Context; input: z.output<Input>; signal: AbortSignal | undefined }) {
    const { ctx, input, signal = new AbortController().signal } = call;
    const recheck = async (): Promise<void> => {
      const refused = ctx.renew && refusal(meta, await ctx.renew());
      if (refused) throw asTrpcError(refused);
    };
    try {
      for await (const value of stream({ ctx, input, signal, recheck })) yield tracked(new Date().toISOString(), value);
    } catch (error) {
      throw error instanceof FailureError ? asTrpcError(error.failure) : error;
    }
  };

/**
 * The output is declared to TypeScript, the walker and the docs, and not parsed: validating 50 rows costs as much as
 * reading them (160 µs), and an output parser that does nothing still costs 5. The border parses answers of sandboxes
 * and samples live ones; tests parse all.
 */
const shaped = <Input extends z.ZodType, Output extends z.ZodType>(meta: Meta, input: Input, _output: Output) => {
  const procedure = guarded.meta(meta).input(input);
  // tRPC cannot see through its conditional types while Input is generic; Resolver<Input, Output> says the same.
  return {
    query: (resolve: Resolver<Input, Output>) => procedure.query<z.output<Output>>(settled(resolve) as never),
    mutation: (resolve: Resolver<Input, Output>) => procedure.mutation<z.output<Output>>(settled(resolve) as never),
    subscription: (stream: Stream<Input, Output>) =>
      procedure.subscription<AsyncIterable<TrackedEnvelope<z.output<Output>>, void>>(streamed(meta, stream) as never),
  };
};

/**
 * One operation of the REST API, and the same procedure for the console.
 *
 *     list: endpoint("GET /bookings", "bookings:read", EVERYONE, "List simulator bookings")
 *       .input(bookingFilters).returns(bookingPage)
 *       .query(({ ctx, input }) => listBookings(ctx.db, ctx.centerId, input))
 */
export const endpoint = (
  route: `${Method} /${string}`,
  scope: Scope,
  roles: readonly Role[],
  summary: string,
  options: EndpointOptions = {},
) => ({
  input: <Input extends z.ZodType>(input: Input) => ({
    returns: <Output extends z.ZodType>(output: Output) => {
      const { method, path } = splitRoute(route);
      const meta: Meta = { kind: "endpoint", method, path, scope, roles, summary, input, output, ...options };
      return shaped(meta, input, output);
    },
  }),
});

/** A procedure that only the console calls, by the roles named. */
export const consoleProcedure = (roles: readonly Role[], summary: string) => ({
  input: <Input extends z.ZodType>(input: Input) => ({
    returns: <Output extends z.ZodType>(output: Output) =>
      shaped({ kind: "console", roles, summary, output }, input, output),
  }),
});

const splitRoute = (route: `${Method} /${string}`): { method: Method; path: `/${string}` } => {
  const [method, path] = route.split(" ", 2) as [Method, `/${string}`]; // the parameter's type says so
  return { method, path };
};
