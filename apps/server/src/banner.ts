import type { FirstStart } from "@aviationalley/api/compose/first-start.ts";

/** Where a browser on this machine reaches a server that listens on `host`. */
export const localUrl = (host: string, port: number): string => {
  const reachable = host === "0.0.0.0" || host === "::" ? "127.0.0.1" : host;
  return `http://${reachable.includes(":") ? `[${reachable}]` : reachable}:${port}`;
};

const made = (names: readonly string[]): string => {
  const quoted = names.map((name) => `"${name}"`);
  return quoted.length === 1
    ? `the center ${quoted.join()} and its sandbox, both with data`
    : `the centers ${quoted.join(" and ")}, each with a sandbox, all with data; the test key is of the first`;
};

/** What was made once and is never shown again. The curl line stands at the margin, to be pasted as it is. */
export const firstStartLines = ({ centerNames, email, password, token }: FirstStart, local: string): string[] => [
  "",
  `  First start: made ${made(centerNames)}.`,
  "  Shown this once – keep it:",
  "",
  `  sign in    ${local}/app`,
  `  owner      ${email}`,
  `  password   ${password}`,
  `  test key   ${token}`,
  "",
  "  Try it:",
  "",
  `curl -s -H "Authorization: Bearer ${token}" "${local}/api/v1/bookings?limit=3"`,
];

const KEY_HINT = "npx aa key create --mode test --scopes '*'";

/** Where everything is, at each start. */
export const readyLines = (publicUrl: string, startedInMs: number, isFirst: boolean): string[] => [
  "",
  `  console    ${publicUrl}/app`,
  `  API        ${publicUrl}/api/v1`,
  `  docs       ${publicUrl}/docs/api`,
  `  webhooks   ${publicUrl}/docs/webhooks`,
  ...(isFirst ? [] : [`  new key    ${KEY_HINT}`]),
  "",
  `  ready in ${(startedInMs / 1000).toFixed(1)} s – Ctrl-C stops it`,
  "",
];

/** A node without pages says where it can be watched. */
export const workerLine = (local: string, startedInMs: number): string =>
  `The worker runs; health and metrics are at ${local}, ready in ${(startedInMs / 1000).toFixed(1)} s`;
