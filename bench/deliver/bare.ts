import { randomBytes, randomUUID } from "node:crypto";
import { type Dispatcher, Pool } from "undici";
import { newThing } from "../webhooks/payload.ts";
import { composePost } from "./sender.ts";

/** `node bare.ts <origin> <posts> <connections>`: the same POSTs with the same signatures, and no database. Sends its rate. */
const [origin = "", posts = "0", connections = "0"] = process.argv.slice(2);
const total = Number(posts);
const pool = new Pool(origin, { connections: Number(connections), allowH2: false, headersTimeout: 0, bodyTimeout: 0 });
const event = {
  id: randomUUID(),
  centerId: randomUUID(),
  type: "thing.made",
  data: JSON.stringify({ object: newThing(), previous: null }),
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
  const { headers, body } = composePost(`${prefix}${String(sent++).padStart(12, "0")}`, event);
  pool.dispatch({ path: "/hook", method: "POST", headers: Object.entries(headers).flat(), body }, handler);
};

began = performance.now();
for (let index = 0; index < Math.min(Number(connections), total); index++) post();
