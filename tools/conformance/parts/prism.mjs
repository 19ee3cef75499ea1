import { prismName, VIOLATIONS, withPrism } from "../lib/prism.mjs";
import { ask } from "../lib/server.mjs";

/** Every operation with everything that a caller might send and be answered: done, not changed, refused. */
const callsOf = async ({ server, document }) => {
  const lists = Object.entries(document.paths).filter(([, { get }]) => get);
  const reads = lists.flatMap(([path]) => [
    { path: `${path}?limit=3` },
    { path: `${path}?limit=3`, token: "aa_test_00000000000000000000000000000000", want: 401 },
  ]);
  const body = { simulatorId: server.simulatorId, trainees: [], sessionType: "DEMO", ...server.slot(2_000) };
  const create = { method: "POST", path: "/bookings", body };
  const headers = { "idempotency-key": crypto.randomUUID() };
  return [
    ...reads,
    { ...create, headers, want: 201 },
    { ...create, headers, want: 201 },
    { ...create, want: 409 },
    { ...create, body: { ...body, simulatorId: server.trainees[0], ...server.slot(2_001) }, want: 422 },
    { ...create, token: server.readOnly, want: 403 },
  ];
};

/** Every page of every list; what is read again with its ETag is answered 304. */
const walk = async ([path, { get }], judge) => {
  for (let cursor = ""; ;) {
    const url = `${path}?limit=50${cursor}`;
    const { body, headers } = await judge({ path: url });
    if (cursor === "" && !isSnapshot(get))
      await judge({ path: url, headers: { "if-none-match": headers.get("etag") }, want: 304 });
    if (!body?.pagination?.nextCursor) return;
    cursor = `&cursor=${body.pagination.nextCursor}`;
  }
};

/** What shows the present moment may be another answer a moment later. */
const isSnapshot = ({ parameters }) => !parameters.some(({ name }) => name === "updatedSince");

const change = async (server, judge) => {
  const body = { simulatorId: server.simulatorId, trainees: [], sessionType: "DEMO", ...server.slot(2_002) };
  const made = await judge({ method: "POST", path: "/bookings", body, want: 201 });
  const one = { method: "PATCH", path: `/bookings/${made.body.id}` };
  await judge({ ...one, body: { notes: "żółw ✈" } });
  await judge({ ...one, body: { notes: null }, headers: { "if-match": '"1"' }, want: 412 });
  await judge({ ...one, body: { status: "CANCELLED", cancelReason: "Conformance" } });
  await judge({ ...one, body: { status: "CANCELLED", cancelReason: "Twice" }, want: 409 });
  await judge({ ...one, path: `/bookings/${server.trainees[0]}`, body: { notes: "x" }, want: 404 });
};

export const prismPart = {
  name: "prism",
  tool: prismName,
  needs: ["npm"],
  run: (context) =>
    withPrism(context.documentFile, context.server.api, async (proxy) => {
      const { server, document } = context;
      const findings = [];
      let calls = 0;
      const judge = async ({ method = "GET", path, token = server.star, body, headers, want = 200 }) => {
        calls += 1;
        const answer = await ask(`${proxy}${path}`, token, { method, body, headers });
        const label = `${method} ${path.replace(/cursor=.*/, "cursor=…")}`;
        if (answer.status !== want) findings.push(`${label} was answered ${answer.status}, not ${want}`);
        const violations = answer.headers.get(VIOLATIONS);
        if (violations) findings.push(`${label} ${answer.status}: ${violations}`);
        return answer;
      };
      for (const call of await callsOf(context)) await judge(call);
      for (const list of Object.entries(document.paths)) if (list[1].get) await walk(list, judge);
      await change(server, judge);
      // An unknown parameter is a violation that Prism must see, or it sees none.
      const planted = await ask(`${proxy}/bookings?limit=0`, server.star);
      return {
        did: `as a validating proxy under ${calls} calls: every page of every list, 304, 401, 403, 404, 409, 412, 422, every write`,
        findings,
        enough: planted.headers.has(VIOLATIONS) || "Prism did not see a limit of 0",
      };
    }),
};
