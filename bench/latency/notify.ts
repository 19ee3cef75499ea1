import { openListener } from "@aviationalley/db/listen.ts";
import { Pool } from "undici";

/** `node notify.ts <database url> <origin>`: POSTs what a NOTIFY brings, and does nothing else. */
const [url = "", origin = ""] = process.argv.slice(2);
const pool = new Pool(origin, { connections: 10, headersTimeout: 0, bodyTimeout: 0 });
const listener = await openListener({ url });
listener.on("bench", (payload) => {
  pool
    .request({ path: "/hook", method: "POST", headers: ["content-type", "application/json"], body: payload })
    .then(({ body }) => body.dump())
    .catch((error: unknown) => console.error(error));
});
process.send?.("ready");
process.on("disconnect", () => process.exit(0));
