import { samplesOf } from "@aviationalley/api/compose/webhook-policy.ts";
import { nearest } from "@aviationalley/api/lib/nearest.ts";
import { EVENTS } from "@aviationalley/api/lib/webhooks.ts";
import { sendTestEvent } from "@aviationalley/api/platform/webhooks/test-event.ts";
import { command } from "../command.ts";
import { withDatabase } from "../database.ts";
import { centerOfEndpoint } from "../endpoint.ts";
import { usageFault } from "../fault.ts";
import { operator, orFault } from "../operator.ts";

const NAME = "endpoint test";

const checkType = (type: string): void => {
  const types = EVENTS.map((event): string => event.type);
  if (types.includes(type)) return;
  const meant = nearest(type, types);
  const hint = meant === undefined ? `there are: ${types.join(", ")}` : `did you mean ${meant}?`;
  throw usageFault(`aa ${NAME}: there is no event "${type}": ${hint}`);
};

export const endpointTest = command({
  name: NAME,
  summary: "Send an endpoint an example of an event; prints the delivery's id",
  options: {
    event: { type: "string", value: "type", help: "Subscribed or not, e.g. booking.created", required: true },
  },
  operands: ["id"],
  run: ({ event }, [id = ""]) =>
    withDatabase(async (db) => {
      checkType(event);
      const centerId = await centerOfEndpoint(db, id);
      const made = orFault(await sendTestEvent(db, operator, samplesOf(EVENTS), centerId, id, event));
      console.error("The running server sends it, as it sends every delivery. Its id:");
      console.log(made.deliveryId);
    }),
});
