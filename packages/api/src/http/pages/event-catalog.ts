import type { z } from "zod";
import type { EventDefinition } from "../../lib/events.ts";
import { exampleOf } from "../openapi/example.ts";
import { eventComponent, eventSchemas } from "../openapi/webhooks.ts";
import type { Noun } from "./guides/nouns.ts";
import { stepRows } from "./guides/table.ts";
import { html, type Html, withCode } from "./html.ts";

/** Every event: what it tells, who fires it, its schema and an example. */
export const eventCatalog = (events: readonly EventDefinition[], nouns: readonly Noun[]): Html => {
  const schemas = eventSchemas(events);
  return html`<h2>The ${events.length} events</h2>
    <p>
      Subscribe to exact types, to a family such as <code>booking.*</code>, or to <code>*</code>. Their schemas are in
      the <a href="/api/v1/openapi.json">OpenAPI document</a> under <code>x-webhooks</code>.
    </p>
    ${events.map((event) => entry(event, schemas[eventComponent(event.type)], nouns))}`;
};

const entry = (event: EventDefinition, schema: z.ZodType | undefined, nouns: readonly Noun[]): Html =>
  html`<details id="${event.type}">
    <summary><code>${event.type}</code> ${withCode(event.summary)}</summary>
    ${facts(event, nouns)}
    <pre tabindex="0"><code>${schema ? JSON.stringify(exampleOf(schema), null, 2) : ""}</code></pre>
  </details>`;

const facts = (event: EventDefinition, nouns: readonly Noun[]): Html => {
  const noun = nouns.find(({ events }) => events.includes(event));
  if (!noun) return html``;
  const steps = stepRows(noun).filter((row) => row.event === event);
  return html`<dl>
    ${steps.length === 0 ? "" : html`<dt>Fired by</dt>`}
    ${steps.map(
      ({ how, who, when }) =>
        html`<dd>${how.join(", or: ")} (${who}). ${when === undefined ? "" : html`${withCode(when)}.`}</dd>`,
    )}
    <dt>Schema</dt>
    <dd>
      <code>data.object</code> has the <a href="/docs/guides/${noun.slug}#fields">fields of ${noun.name}</a>;
      <code>data.previous</code> those of them that changed, with their earlier values, or null.
    </dd>
  </dl>`;
};
