/** The client that openapi-typescript and openapi-fetch make for TypeScript, used as a customer would use it. */
import createClient from "openapi-fetch";
import type { paths } from "./api";

declare const process: { env: Record<string, string> };
const world = JSON.parse(process.env["WORLD"] ?? "");

const connect = (token: string) =>
  createClient<paths>({ baseUrl: world.api, headers: { authorization: `Bearer ${token}` } });
const client = connect(world.token);

interface Page {
  data: unknown[];
  pagination: { nextCursor: string | null };
}
interface Answer {
  data?: Page;
  error?: unknown;
}

const every = async (read: (query: { limit: number; cursor?: string }) => Promise<Answer>): Promise<number> => {
  let count = 0;
  for (let cursor: string | undefined; ;) {
    const { data, error } = await read({ limit: world.limit, ...(cursor === undefined ? {} : { cursor }) });
    if (!data) throw new Error(JSON.stringify(error));
    count += data.data.length;
    if (data.pagination.nextCursor === null) return count;
    cursor = data.pagination.nextCursor;
  }
};

const counts = [
  // LISTS
];

const create = () =>
  client.POST("/bookings", {
    params: { header: { "Idempotency-Key": world.key } },
    body: {
      simulatorId: world.simulatorId,
      trainees: [{ id: world.trainee, seat: "LEFT" }],
      startsAt: world.startsAt,
      endsAt: world.endsAt,
      sessionType: "TRAINING",
      notes: "żółw ✈",
    },
  });
const made = (await create()).data;
if (!made) throw new Error("no booking was made");
const again = (await create()).data;
const cancelled = await client.PATCH("/bookings/{id}", {
  params: { path: { id: made.id }, header: { "If-Match": `"${made.version}"` } },
  body: { status: "CANCELLED", cancelReason: "Conformance" },
});
const found = await client.GET("/bookings", {
  params: { query: { id: [made.id], status: ["CANCELLED"], from: world.startsAt, to: world.endsAt } },
});
const { error } = await connect(`aa_test_${"0".repeat(32)}`).GET("/bookings");

console.log(
  JSON.stringify({
    counts,
    booked: made.id,
    replayed: again?.id === made.id,
    notes: made.notes,
    status: cancelled.data?.status,
    found: found.data?.data.length,
    refused: error?.code,
  }),
);
