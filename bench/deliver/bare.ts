import { randomBytes, randomUUID } from "node:crypto";
import { signatureHeaders, signingKey } from "@aviationalley/api/platform/webhooks/signature.ts";
import { newSecret } from "@aviationalley/api/platform/webhooks/secret-text.ts";
import { composeBody, publicDeliveryId } from "@aviationalley/api/platform/webhooks/wire.ts";
import { type Dispatcher, Pool } from "undici";
import { PAYLOAD } from "./payload.ts";

/** `node bare.ts <origin> <posts> <connections>`: the same POSTs with the same signatures, and no database. Sends its rate. */
const [origin = "", posts = "0", connections = "0"] = process.argv.slice(2);
const total = Number(posts);
const pool = new Pool(origin, { connections: Number(connections), allowH2: false, headersTimeout: 0, bodyTimeout: 0 });
const key = signingKey(newSecret());
const keys = { promised: key, standard: [key] };
const event = {
  id: randomUUID(),
  centerId: randomUUID(),
  type: "thing.made",
  data: JSON.stringify(PAYLOAD),
  createdAt: new Date().toISOString(),
  apiVersion: "1.0.0",
};
const prefix = randomBytes(10).toString("hex");

let sent = 0;
let answered = 0;
let began = performance.now();

const handler: Dispatcher.DispatchHandler = {
  onRequestStart: () => undefined,
  onResponseStart: () => undefined,
  onResponseData: () => undefined,
  onResponseEnd() {
    answered++;
    if (sent < total) post();
    else if (answered === total) {
      process.send?.(total / ((performance.now() - began) / 1000));
      process.disconnect();
    }
  },
  onResponseError(_controller, error) {
    throw error;
  },
};

const post = (): void => {
  const deliveryId = `${prefix}${String(sent++).padStart(12, "0")}`;
  const body = composeBody(deliveryId, event, "test");
  const headers = signatureHeaders({
    keys,
    deliveryId: publicDeliveryId(deliveryId),
    timestamp: Math.floor(Date.now() / 1000),
    body,
  });
  const all = { "Content-Type": "application/json", "User-Agent": "bare", ...headers };
  pool.dispatch({ path: "/hook", method: "POST", headers: Object.entries(all).flat(), body }, handler);
};

began = performance.now();
for (let index = 0; index < Math.min(Number(connections), total); index++) post();
