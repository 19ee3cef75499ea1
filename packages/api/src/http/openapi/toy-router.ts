import { z } from "zod";
import { defineEvent } from "../../lib/events.ts";
import { fail } from "../../lib/errors.ts";
import { listInput, listOf, pageOf, search } from "../../lib/pagination.ts";
import { EVERYONE } from "../../lib/roles.ts";
import { count, instant, instantInput, nounBase, plainDate, storedText, text, uuid } from "../../lib/schemas.ts";
import { consoleProcedure, endpoint, router } from "../../lib/trpc.ts";

/** A small router for tests of the document and the docs: one noun that has every kind of field. */
const balloonState = z.enum(["GROUNDED", "ALOFT"]);

const pilot = z.object({ id: uuid, name: storedText(100).meta({ example: "Kim Oduya" }) }).meta({ id: "BalloonPilot" });

export const balloon = z
  .object({
    ...nounBase,
    pilot: pilot.nullable(),
    passengers: z.array(pilot).max(8),
    state: balloonState,
    lastState: balloonState.nullable(),
    inspectedOn: plainDate.nullable(),
    launchesAt: instant,
    litres: count().nullable(),
    tethered: z.boolean(),
    notes: storedText(500).nullable().meta({ example: null }),
  })
  .meta({ id: "Balloon", description: "A hot-air balloon." });

const draft = z
  .strictObject({
    pilotId: uuid.nullable(),
    state: balloonState.nullable(),
    launchesAt: instantInput,
    litres: z.int().min(0).max(9_000_000_000),
    notes: text(500).nullish().meta({ example: "Windy" }),
  })
  .meta({ id: "BalloonDraft" });

const unused = () => Promise.resolve(fail("internal_error", "Only the declaration is used."));

export const toyRouter = router({
  balloons: router({
    list: endpoint("GET /balloons", "balloons:read", EVERYONE, "List balloons", { extraScopes: ["ballast:read"] })
      .input(
        listInput({
          state: listOf(balloonState, 2)
            .optional()
            .meta({ description: "One state or both.", example: ["ALOFT"] }),
          pilotId: uuid.optional().meta({ description: "Flown by this pilot." }),
          tethered: z.boolean().optional().meta({ description: "On a rope.", example: true }),
          search: search.optional(),
        }),
      )
      .returns(pageOf(balloon, "BalloonPage"))
      .query(unused),
    create: endpoint("POST /balloons", "balloons:write", EVERYONE, "Add a balloon", {
      success: 201,
      location: ({ id }) => `/balloons?id=${id}`,
    })
      .input(draft)
      .returns(balloon)
      .mutation(unused),
    change: endpoint("PATCH /balloons/{id}", "balloons:write", EVERYONE, "Change a balloon")
      .input(
        draft
          .partial()
          .extend({ id: uuid })
          .meta({ example: { id: "0197a3c2-6f1e-7cc0-8a55-3b9a1d2e4f60", litres: 2_600 } }),
      )
      .returns(balloon)
      .mutation(unused),
    pop: consoleProcedure(EVERYONE, "Pop a balloon")
      .input(z.strictObject({ id: uuid }))
      .returns(balloon)
      .mutation(unused),
  }),
});

export const toyEvents = [
  defineEvent("balloon.launched", "A balloon rose.", balloon),
  defineEvent("balloon.hard_landing", "A balloon came down hard.", balloon),
] as const;
