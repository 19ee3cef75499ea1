import { publicDeliveryId, type StoredEvent, composeBody } from "@aviationalley/api/platform/webhooks/wire.ts";
import { newSecret } from "@aviationalley/api/platform/webhooks/secret-text.ts";
import { signatureHeaders, signingKey } from "@aviationalley/api/platform/webhooks/signature.ts";
import { type Dispatcher, Pool } from "undici";

/** One POST as the others make it, ready to go: the product's body and both its signatures. */
export interface Post {
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

const key = signingKey(newSecret());
const keys = { promised: key, standard: [key] };

export const composePost = (deliveryId: string, event: StoredEvent): Post => {
  const body = composeBody(deliveryId, event, "test");
  const signed = signatureHeaders({
    keys,
    deliveryId: publicDeliveryId(deliveryId),
    timestamp: Math.floor(Date.now() / 1000),
    body,
  });
  return { headers: { "Content-Type": "application/json", "User-Agent": "bench", ...signed }, body };
};

/** What is kept of a POST. */
export interface Attempt {
  readonly deliveryId: string;
  readonly startedAt: number;
  readonly duration: number;
  readonly status: number;
  readonly requestHeaders: string;
  readonly responseHeaders: string;
}

/** Sends by undici's fastest way. */
export const openSender = (origin: string, connections: number) => {
  const pool = new Pool(origin, { connections, allowH2: false, headersTimeout: 0, bodyTimeout: 0 });
  return (deliveryId: string, event: StoredEvent): Promise<Attempt> =>
    new Promise((resolve, reject) => {
      const { headers, body } = composePost(deliveryId, event);
      const startedAt = Date.now();
      const began = performance.now();
      let status = 0;
      let responseHeaders = "";
      const handler: Dispatcher.DispatchHandler = {
        onRequestStart: () => undefined,
        onResponseStart(_controller, code, received) {
          status = code;
          responseHeaders = JSON.stringify(received);
        },
        onResponseData: () => undefined,
        onResponseEnd: () =>
          resolve({
            deliveryId,
            startedAt,
            duration: performance.now() - began,
            status,
            requestHeaders: JSON.stringify(headers),
            responseHeaders,
          }),
        onResponseError: (_controller, error) => reject(error),
      };
      pool.dispatch({ path: "/hook", method: "POST", headers: Object.entries(headers).flat(), body }, handler);
    });
};
