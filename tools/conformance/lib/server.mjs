import { run } from "../../smoke/process.mjs";
import { startFreshServer } from "../../smoke/fresh-server.mjs";

const DAY_MS = 86_400_000;
const HOUR_MS = 3_600_000;

/** Tools ask as fast as they can; what they would learn of the limit is that it is there. */
const NO_LIMIT = { RATE_LIMIT_PER_SECOND: "1000000", RATE_LIMIT_BURST: "1000000" };

/** A fresh server, two keys to its sandbox and what is needed to book there. `stop` leaves nothing behind. */
export const startServer = async (document) => {
  const { origin, env, log, stop } = await startFreshServer("conformance", { LOG_LEVEL: "error", ...NO_LIMIT });
  try {
    const aa = (...args) => command(env, args);
    const star = await aa("key", "create", "--mode", "test", "--scopes", "*", ...DISCLOSURE);
    const readOnly = await aa("key", "create", "--mode", "test", "--scopes", readScopes(document));
    const api = `${origin}/api/v1`;
    return { origin, api, aa, star, readOnly, ...(await placeToBook(api, star)), log, stop };
  } catch (error) {
    await stop();
    throw error;
  }
};

const DISCLOSURE = ["--recipient", "Conformance tools", "--purpose", "A run against invented data"];

const command = async (env, args) => {
  const { code, out, err } = await run(process.execPath, ["bin/aa.mjs", ...args], env, 60_000);
  if (code !== 0) throw new Error(`aa ${args.join(" ")} ended with ${code}:\n${err}`);
  return out.trim();
};

/** Every scope that a GET names. */
const readScopes = ({ paths }) =>
  [...new Set(Object.values(paths).map(({ get }) => get?.["x-required-scope"]))].filter(Boolean).join(",");

/** Asks the API and answers `{ status, headers, body }`. */
export const ask = async (url, token, { method = "GET", body, headers = {} } = {}) => {
  const answer = await fetch(url, {
    method,
    headers: {
      authorization: `Bearer ${token}`,
      ...(body === undefined ? {} : { "content-type": "application/json" }),
      ...headers,
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const text = await answer.text();
  return { status: answer.status, headers: answer.headers, body: text === "" ? undefined : JSON.parse(text) };
};

/** A device that is in service, with people; `slot(n)` is a time at which nothing of the first data is booked. */
const placeToBook = async (api, token) => {
  const trainees = (await ask(`${api}/trainees?status=ACTIVE&limit=20`, token)).body.data.map(({ id }) => id);
  const { data } = (await ask(`${api}/bookings?limit=200`, token)).body;
  const instructors = [...new Set(data.flatMap(({ instructor }) => instructor?.id ?? []))];
  const devices = [...new Set(data.map(({ simulator }) => simulator.id))];
  for (const [index, simulatorId] of devices.entries()) {
    const made = await ask(`${api}/bookings`, token, {
      method: "POST",
      body: { simulatorId, trainees: [], sessionType: "DEMO", ...slot(index) },
    });
    if (made.status === 201) return { simulatorId, trainees, instructors, slot };
  }
  throw new Error("no device of the sandbox takes a booking");
};

/** Two hours, `index` days after a day that lies beyond all that first data books. */
const slot = (index) => {
  const begins = Math.ceil(Date.now() / DAY_MS) * DAY_MS + (400 + index) * DAY_MS;
  const at = (ms) => new Date(ms).toISOString();
  return { startsAt: at(begins), endsAt: at(begins + 2 * HOUR_MS) };
};
