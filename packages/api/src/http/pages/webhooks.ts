import { readFileSync } from "node:fs";
import type { EventDefinition } from "../../lib/events.ts";
import { HOUR_MS, MINUTE_MS } from "../../lib/time.ts";
import { retryTable, type ScheduledAttempt } from "../../platform/webhooks/backoff.ts";
import { FIRST_PROBE_SECONDS, LONGEST_PROBE_SECONDS, OPEN_AFTER } from "../../platform/webhooks/circuit.ts";
import { eventCatalog } from "./event-catalog.ts";
import type { Noun } from "./guides/nouns.ts";
import { html, type Html, table, withCode } from "./html.ts";
import type { PageContent } from "./layout.ts";

/** The verification snippets, each a file that is run by the checks. */
const SNIPPETS = [
  ["Node.js", "node.mjs"],
  ["Python", "python.py"],
  ["Go", "go.go"],
  ["PHP", "php.php"],
  ["Ruby", "ruby.rb"],
  ["Java", "Java.java"],
  ["C#", "csharp.cs"],
] as const;

const snippet = (file: string): string =>
  readFileSync(new URL(`../../../../../docs/webhooks/verify/${file}`, import.meta.url), "utf8");

/** `/docs/webhooks`: the contract, how to verify, when a delivery is retried, and every event. */
export const webhooksPage = (events: readonly EventDefinition[], nouns: readonly Noun[]): PageContent => ({
  title: "Webhooks · AviationAlley API",
  description: "Signed webhooks: the contract, verification in seven languages, the retry table and all events.",
  path: "/docs/webhooks",
  body: html`<h1>Webhooks</h1>
    <p class="lead">
      What happens in a center is POSTed to your endpoint, signed, within milliseconds of its commit, and again for 24
      hours until you answer 2xx.
    </p>
    ${contract()} ${verification()} ${retries(retryTable())} ${eventCatalog(events, nouns)}`,
});

const HEADERS: readonly (readonly [name: string, meaning: string])[] = [
  [
    "X-AviationAlley-Signature",
    "Hex HMAC-SHA256 of the raw body; the key is the endpoint's secret as shown, `whsec_` included, as UTF-8.",
  ],
  ["X-AviationAlley-Event", "The event's type."],
  ["X-AviationAlley-Delivery", "The delivery's id, equal to the body's `id` and the same on every retry."],
  ["webhook-id", "The same id, for libraries of Standard Webhooks 1.0.0."],
  ["webhook-timestamp", "This attempt's time in seconds since 1970, signed anew each time: against replay."],
  [
    "webhook-signature",
    "`v1,` and base64 of HMAC-SHA256 over `id.timestamp.body`; during a secret's rotation two, separated by a space.",
  ],
];

const contract = (): Html =>
  html`<h2>The contract</h2>
    <ul>
      <li>
        Answer any 2xx within 5 seconds; do the work afterwards. Redirects count as failures and are not followed.
      </li>
      <li>
        Delivery is at least once and unordered. Drop duplicates by <code>id</code>; order by <code>version</code>.
      </li>
      <li><code>data.object</code> is the resource exactly as the REST API returns it.</li>
      <li>A body has at most 64 KiB.</li>
      <li>
        <code>410 Gone</code> disables your endpoint at once. <code>Retry-After</code> on 429 and 503 is honoured.
      </li>
      <li>Live centers deliver to <code>https</code> only, and never to private addresses.</li>
    </ul>
    ${table(
      ["Header", "Meaning"],
      HEADERS.map(([name, meaning]) => row(name, withCode(meaning))),
    )}`;

const row = (code: string, text: Html): Html =>
  html`<tr>
    <td><code>${code}</code></td>
    <td>${text}</td>
  </tr>`;

const verification = (): Html =>
  html`<h2>Verify a delivery</h2>
    <p>Verify the raw bytes, before any parser touches them. The secret is shown once, when the endpoint is made.</p>
    ${SNIPPETS.map(
      ([language, file]) =>
        html`<details>
          <summary>${language}</summary>
          <pre tabindex="0"><code>${snippet(file)}</code></pre>
        </details>`,
    )}`;

const retries = (schedule: readonly ScheduledAttempt[]): Html =>
  html`<h2>Retries</h2>
    <p>
      After a failure the delay doubles, spread by ±20 %; the last attempt falls on the 24 hour mark. Then the delivery
      has failed, and the center's owners and admins, or the endpoint's contact, get one mail per endpoint and hour.
    </p>
    <p>
      Each failure in a row halves how many requests your endpoint gets at the same time. After ${OPEN_AFTER} one
      delivery is tried for all, ${duration(FIRST_PROBE_SECONDS * 1000)} later, then after twice as long each time, up
      to ${duration(LONGEST_PROBE_SECONDS * 1000)}. The first success ends that, and what waited is sent.
    </p>
    ${table(
      ["Attempt", "After", "Since the first"],
      schedule.map(
        ({ attempt, delay, at }) =>
          html`<tr>
            <td>${attempt}</td>
            <td>${duration(delay)}</td>
            <td>${duration(at)}</td>
          </tr>`,
      ),
      "times",
    )}`;

const duration = (ms: number): string => {
  if (ms === 0) return "at once";
  const [hours, minutes] = [Math.floor(ms / HOUR_MS), Math.floor((ms % HOUR_MS) / MINUTE_MS)];
  const seconds = Math.round((ms % MINUTE_MS) / 1000);
  return [
    [hours, "h"],
    [minutes, "min"],
    [seconds, "s"],
  ]
    .flatMap(([count, unit]) => (count === 0 ? [] : [`${count} ${unit}`]))
    .join(" ");
};
