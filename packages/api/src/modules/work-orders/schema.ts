import { z } from "zod";
import { listInput, listOf, pageOf, search } from "../../lib/pagination.ts";
import { instant, instantInput, nounBase, storedText, text, uuid } from "../../lib/schemas.ts";

export const WORK_ORDER_STATUSES = ["OPEN", "IN_PROGRESS", "AWAITING_PARTS", "COMPLETED", "CANCELLED"] as const;
export const PRIORITIES = ["LOW", "NORMAL", "HIGH", "CRITICAL"] as const;

export const workOrderStatus = z.enum(WORK_ORDER_STATUSES);
export type WorkOrderStatus = z.infer<typeof workOrderStatus>;

const priority = z
  .enum(PRIORITIES)
  .meta({ description: "CRITICAL takes the simulator out of service until the work order is finished." });

const missingMalfunctioningInoperative = z.boolean().meta({
  description: "Concerns a missing, malfunctioning or inoperative component (14 CFR 60.25), which gives it a `dueAt`.",
});

/** A work order on a simulator as the API serves it, as events carry it, and as the database keeps it. */
export const workOrder = z
  .object({
    ...nounBase,
    number: storedText(20).meta({ description: "Given in order of creation, without gaps.", example: "WO-000123" }),
    simulator: z
      .object({
        id: uuid,
        name: storedText(100).meta({ example: "B737-800 #1" }),
        type: storedText(60).meta({ example: "B738" }),
      })
      .meta({ id: "WorkOrderSimulator" }),
    title: storedText(200).meta({ example: "Visual channel 2 flickers" }),
    description: storedText(4000).nullable().meta({ example: "Right side window, after 20 minutes of warm-up" }),
    priority,
    status: workOrderStatus,
    missingMalfunctioningInoperative,
    discoveredAt: instant,
    dueAt: instant.nullable().meta({
      description:
        "Only for a missing, malfunctioning or inoperative component: the end of the 30th calendar day after the day of discovery, in the center's zone.",
      example: "2026-07-01T06:00:00.000Z",
    }),
    assignee: z
      .object({ id: uuid, name: storedText(201).meta({ example: "Devon Okafor" }) })
      .meta({ id: "WorkOrderAssignee", description: "A crew member." })
      .nullable(),
    startedAt: instant.nullable(),
    completedAt: instant.nullable().meta({ example: null }),
    resolution: storedText(2000)
      .nullable()
      .meta({ description: "What was done; of a cancelled one, why it was cancelled.", example: null }),
  })
  .meta({ id: "WorkOrder", description: "A defect of a simulator and its repair." });
export type WorkOrder = z.infer<typeof workOrder>;

export const workOrderPage = pageOf(workOrder, "WorkOrderPage");

export const workOrderFilters = listInput({
  status: listOf(workOrderStatus, WORK_ORDER_STATUSES.length)
    .optional()
    .meta({ description: "One status or several, comma-separated.", example: ["OPEN"] }),
  priority: listOf(priority, PRIORITIES.length)
    .optional()
    .meta({ description: "One priority or several, comma-separated.", example: ["CRITICAL"] }),
  simulatorId: uuid.optional(),
  search: search.optional(),
  from: instantInput.optional().meta({ description: "Work orders created at or after this instant." }),
  to: instantInput.optional().meta({ description: "Work orders created before this instant." }),
});

const changeable = {
  title: text(200),
  description: text(4000).nullable(),
  priority,
  assigneeId: uuid.nullable().meta({ description: "A crew member; null for nobody." }),
};

/** What a new work order is made from; discovered now, and of NORMAL priority, unless said. */
export const workOrderDraft = z.strictObject({
  simulatorId: uuid,
  ...z.object(changeable).partial().shape,
  title: changeable.title,
  missingMalfunctioningInoperative: missingMalfunctioningInoperative.optional(),
  discoveredAt: instantInput.optional(),
});
export type WorkOrderDraft = z.output<typeof workOrderDraft>;

/** The fields given are replaced, null clears. */
export const workOrderChange = z.strictObject(changeable).partial();
export type WorkOrderChange = z.output<typeof workOrderChange>;

/** What was done to repair it, or why it is not going to be. */
export const resolution = text(2000);
