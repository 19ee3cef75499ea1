import { ERRORS, type ErrorCode } from "../../lib/errors.ts";
import { CODES } from "../openapi/codes.ts";
import { problemExample } from "../openapi/problem.ts";
import { html, type Html, table, withCode } from "./html.ts";
import type { PageContent } from "./layout.ts";

/** `/docs/errors`: every code, by status. */
export const errorsPage = (): PageContent => ({
  title: "Errors · AviationAlley API",
  description: "Every error code of the AviationAlley API: when it is answered and what to do about it.",
  path: "/docs/errors",
  body: html`<h1>Errors</h1>
    <p class="lead">
      Every error is <code>application/problem+json</code> (RFC 9457). Branch on <code>code</code>, show
      <code>detail</code>, and tell us the <code>requestId</code> when you need help.
    </p>
    ${table(["Code", "Status", "When"], CODES.map(row))}`,
});

const row = (code: ErrorCode): Html =>
  html`<tr>
    <td>
      <a href="/docs/errors/${code}"><code>${code}</code></a>
    </td>
    <td>${ERRORS[code].status}</td>
    <td>${withCode(ERRORS[code].when)}</td>
  </tr>`;

/** `/docs/errors/{code}`: where the `type` of every problem leads. */
export const errorPage = (code: ErrorCode, publicUrl: string): PageContent => {
  const { status, title, when, help } = ERRORS[code];
  return {
    title: `${code} · AviationAlley API`,
    description: `${title}. ${when}`,
    path: `/docs/errors/${code}`,
    body: html`<h1>${title}</h1>
      <dl>
        <dt>Code</dt>
        <dd><code>${code}</code></dd>
        <dt>HTTP status</dt>
        <dd>${status}</dd>
        ${generalOf(code)}
      </dl>
      <h2>When</h2>
      <p>${withCode(when)}</p>
      <h2>What to do</h2>
      <p>${withCode(help)}</p>
      <h2>Example</h2>
      <pre tabindex="0"><code>${JSON.stringify(problemExample(code, publicUrl), null, 2)}</code></pre>
      <p><a href="/docs/errors">All errors</a></p>`,
  };
};

const generalOf = (code: ErrorCode): Html => {
  const entry = ERRORS[code];
  return "general" in entry
    ? html`<dt>A kind of</dt>
        <dd>
          <a href="/docs/errors/${entry.general}"><code>${entry.general}</code></a>
        </dd>`
    : html``;
};

/** For a code that does not exist (any more, or yet). */
export const unknownErrorPage = (): PageContent => ({
  title: "Unknown code · AviationAlley API",
  description: "There is no such error code.",
  path: "/docs/errors/unknown",
  body: html`<h1>No such code</h1>
    <p class="lead">This API has no error of that name. <a href="/docs/errors">Here are all that it has.</a></p>`,
});
