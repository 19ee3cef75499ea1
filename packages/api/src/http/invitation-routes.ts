import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import { z } from "zod";
import { fail, type Failure, isFailure } from "../lib/errors.ts";
import { text } from "../lib/schemas.ts";
import { sendProblem } from "./problem.ts";

/** Who asks: nobody yet, or someone signed in. */
export type Invitee = { id: string; name: string; email: string } | undefined;

export interface NewPerson {
  name: string;
  password: string;
}

/** What the composition does with invitations; the border knows no center. */
export interface Invitations {
  describe(token: string): Promise<{ email: string; centerName: string; hasAccount: boolean } | Failure>;
  /** @returns the center that the person is now a member of */
  accept(
    token: string,
    invitee: Invitee,
    person: NewPerson | undefined,
    address: string,
  ): Promise<{ centerId: string } | Failure>;
}

const token = z.string().regex(/^aai_[0-9a-f]{32}$/, "is not an invitation's token");
const reference = z.strictObject({ token });
const acceptance = z.strictObject({ token, name: text(120).optional(), password: z.string().max(200).optional() });

const read = <Shape extends z.ZodType>(shape: Shape, body: unknown): z.output<Shape> | Failure => {
  const parsed = shape.safeParse(parseJson(body));
  if (parsed.success) return parsed.data;
  const errors = parsed.error.issues.map(({ path, message }) => ({ path: path.join("."), message }));
  return fail("invalid_request", "Send { token }, and { name, password } too where there is no account yet.", {
    errors,
  });
};

const parseJson = (body: unknown): unknown => {
  try {
    return typeof body === "string" ? JSON.parse(body) : undefined;
  } catch {
    return undefined;
  }
};

/** The pages behind an invitation's link: what it is, and its acceptance with a new account or the signed-in one. */
export const invitationRoutes = (
  app: FastifyInstance,
  invitations: Invitations,
  publicUrl: string,
  inviteeOf: (request: FastifyRequest) => Promise<Invitee>,
): void => {
  const answer = (reply: FastifyReply, value: object): FastifyReply =>
    isFailure(value)
      ? sendProblem(reply, value, publicUrl)
      : reply.header("cache-control", "no-store").type("application/json").send(JSON.stringify(value));

  app.post("/api/auth/invitation", async (request, reply) => {
    const input = read(reference, request.body);
    return answer(reply, isFailure(input) ? input : await invitations.describe(input.token));
  });

  app.post("/api/auth/accept-invitation", async (request, reply) => {
    const input = read(acceptance, request.body);
    if (isFailure(input)) return answer(reply, input);
    const { name, password } = input;
    const person = name !== undefined && password !== undefined ? { name, password } : undefined;
    return answer(reply, await invitations.accept(input.token, await inviteeOf(request), person, request.ip));
  });
};
