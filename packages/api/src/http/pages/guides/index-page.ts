import { html, withCode } from "../html.ts";
import type { PageContent } from "../layout.ts";
import type { Noun } from "./nouns.ts";

/** `/docs/guides`: every noun, with what it is in a sentence. */
export const guidesPage = (nouns: readonly Noun[]): PageContent => ({
  title: "Guides · AviationAlley API",
  description: "What each resource means, the states that it goes through, and the events that tell of it.",
  path: "/docs/guides",
  body: html`<h1>Guides</h1>
    <p class="lead">What each resource means, the states that it goes through, and the events that tell of it.</p>
    <dl class="guides">
      ${nouns.map(
        ({ slug, name, description, events }) =>
          html`<dt><a href="/docs/guides/${slug}">${name}</a></dt>
            <dd>${withCode(description)} ${events.length === 0 ? "" : `${events.length} events.`}</dd>`,
      )}
    </dl>`,
});
