import type { AppRouter } from "@aviationalley/api/root.ts";
import { startReceiver } from "@aviationalley/testing/receiver.ts";
import { until } from "@aviationalley/testing/until.ts";
import { createTRPCClient, httpLink } from "@trpc/client";
import type { BrowserPage, Console } from "./console.fixture.ts";

/** The console's API in the sandbox, called as the page's person. */
export const callAs = async (app: Console, page: BrowserPage) => {
  const cookies = await page.context().cookies();
  const headers = {
    origin: app.origin,
    cookie: cookies.map(({ name, value }) => `${name}=${value}`).join("; "),
    "x-aa-center": app.liveId,
    "x-aa-mode": "test",
  };
  return createTRPCClient<AppRouter>({ links: [httpLink({ url: `${app.origin}/trpc`, headers })] });
};

export interface Filled {
  readonly endpointId: string;
  readonly token: string;
}

/**
 * Fills the sandbox, as the signed-in owner of the page: a key with a name that breaks nowhere, one that asked for
 * something, an endpoint with deliveries that arrived and one that is retried, an invitation.
 */
export const fillSandbox = async (app: Console, page: BrowserPage): Promise<Filled> => {
  const call = await callAs(app, page);
  const disclosure = { confirmed: true, recipient: "Tests", purpose: "Looking at pages" } as const;
  await call.apiKeys.create.mutate({ name: "A_name_without_an_end".repeat(4), scopes: ["bookings:read"] });
  const { token } = await call.apiKeys.create.mutate({ name: "Scheduling service", scopes: ["*"], disclosure });
  const headers = { authorization: `Bearer ${token}` };
  for (const path of ["/bookings?limit=3", "/bookings?limit=lots", "/crew"])
    await fetch(`${app.origin}/api/v1${path}`, { headers });

  const receiver = await startReceiver();
  const { endpoint } = await call.webhooks.endpoints.create.mutate({
    url: receiver.url,
    events: ["*"],
    description: "Crew app",
  });
  const { id: endpointId } = endpoint;
  const send = () => call.webhooks.endpoints.test.mutate({ id: endpointId, type: "booking.created" });
  for (let count = 0; count < 5; count++) await send();
  await until(async () => {
    const { data } = await call.webhooks.deliveries.list.query({ endpointId, state: ["DELIVERED"] });
    return data.length >= 5;
  }, 30_000);
  receiver.behave({ status: 503, body: '{"error":"maintenance"}', headers: { "content-type": "application/json" } });
  await send();
  await until(() => receiver.received.length >= 6);
  await receiver.close();
  await call.members.invite.mutate({ email: "new@example.com", roles: ["DISPATCHER"] });
  return { endpointId, token };
};
