import { exampleOf } from "../../openapi/example.ts";
import { html, type Html, table, withCode } from "../html.ts";
import type { PageContent } from "../layout.ts";
import { stateDiagram } from "./diagram.ts";
import { fieldsOf } from "./fields.ts";
import { eventPath, operationPath, regulationUrl } from "./links.ts";
import type { Noun } from "./nouns.ts";
import { type StepRow, stepRows } from "./table.ts";

/** `/docs/guides/{noun}`: what it is, its states, its events, operations, fields, and an example. */
export const guidePage = (noun: Noun): PageContent => ({
  title: `${noun.name} · AviationAlley API`,
  description: noun.description,
  path: `/docs/guides/${noun.slug}`,
  body: html`<h1>${noun.name}</h1>
    <p class="lead">${withCode(noun.description)}</p>
    ${about(noun)} ${states(noun)} ${events(noun)} ${operations(noun)} ${regulations(noun)} ${imports(noun)}
    ${fields(noun)}
    <h2>Example</h2>
    <pre tabindex="0"><code>${JSON.stringify(exampleOf(noun.shape), null, 2)}</code></pre>
    <p><a href="/docs/guides">All guides</a> · <a href="/docs/guides/${noun.slug}.md">This page as Markdown</a></p>`,
});

const about = ({ guide }: Noun): Html =>
  guide
    ? html`<p>${withCode(guide.is)}</p>
        <h2>What it is not</h2>
        <p>${withCode(guide.isNot)}</p>`
    : html``;

const states = (noun: Noun): Html => {
  const told = noun.guide?.states;
  if (!told) return html``;
  const rows = stepRows(noun);
  return html`<h2>States</h2>
    <div class="scroll">${stateDiagram(noun.name, told.transitions, rows)}</div>
    <p>
      The numbers are those of the steps below. What they do not lead to is refused with
      <a href="/docs/errors/invalid_transition"><code>invalid_transition</code></a
      >. A state with a bold edge is final.
    </p>
    ${table(["Step", "From → to", "How", "Who may", "Event"], rows.map(stepRow), "stack steps")}`;
};

const stepRow = (row: StepRow): Html =>
  html`<tr>
    <td>${row.number}</td>
    <td>${fromTo(row)}</td>
    <td>${how(row)}</td>
    <td><span class="label">Who may: </span>${row.who}</td>
    <td>${row.event ? eventLink(row.event.type) : html`<span class="none">no event</span>`}</td>
  </tr>`;

const fromTo = ({ from, to }: StepRow): Html => {
  const left = from.length === 0 ? html`new` : codes(from);
  return to.length === 0 ? html`${left}, stays` : html`${left} → ${codes(to)}`;
};

const codes = (names: readonly string[]): Html =>
  html`${names.map((name, index) => html`${index === 0 ? "" : ", "}<code>${name}</code>`)}`;

const how = ({ how: ways, operations: own, when }: StepRow): Html => {
  const links = own.map((meta) => html` <a href="${operationPath(meta)}"><code>${meta.method} ${meta.path}</code></a>`);
  const condition = when === undefined ? html`` : html`<br /><span class="when">${withCode(when)}.</span>`;
  return html`${ways.join(", or: ")}${links}${condition}`;
};

/** Long types may break after a dot, nowhere else. */
const eventLink = (type: string): Html =>
  html`<a href="${eventPath(type)}"
    ><code>${type.split(".").map((part, index) => html`${index === 0 ? "" : html`.<wbr />`}${part}`)}</code></a
  >`;

const events = ({ events: own }: Noun): Html =>
  html`<h2>Events</h2>
    ${
      own.length === 0
        ? html`<p>None.</p>`
        : html`<ul>
            ${own.map(({ type, summary }) => html`<li>${eventLink(type)}: ${withCode(summary)}</li>`)}
          </ul>`
    }`;

const operations = ({ operations: own }: Noun): Html =>
  html`<h2>REST operations</h2>
    ${
      own.length === 0
        ? html`<p>None of its own: it is seen inside other resources.</p>`
        : html`<ul>
            ${own.map(
              (meta) =>
                html`<li>
                  <a href="${operationPath(meta)}"><code>${meta.method} ${meta.path}</code></a
                  >: ${meta.summary}; scope <code>${meta.scope}</code>${(meta.extraScopes ?? []).map(
                    (scope) => html`, with <code>${scope}</code> more of it`,
                  )}.
                </li>`,
            )}
          </ul>`
    }`;

const regulations = ({ guide }: Noun): Html =>
  guide?.regulations
    ? html`<h2>Regulation</h2>
        <dl>
          ${guide.regulations.map(
            ({ section, says }) =>
              html`<dt>${sectionLink(section)}</dt>
                <dd>${withCode(says)}</dd>`,
          )}
        </dl>`
    : html``;

const sectionLink = (section: string): Html => {
  const url = regulationUrl(section);
  return url === undefined ? html`${section}` : html`<a href="${url}">${section}</a>`;
};

const imports = ({ guide }: Noun): Html =>
  guide?.imported === undefined
    ? html``
    : html`<h2>CSV import</h2>
        <p>
          <code>npx aa import ${guide.imported} file.csv</code> brings in what a center has already; it fires no events.
        </p>`;

const fields = ({ shape }: Noun): Html =>
  html`<h2 id="fields">Fields</h2>
    ${table(
      ["Field", "Type", "Meaning"],
      fieldsOf(shape).map(
        ({ name, type, meaning }) =>
          html`<tr>
            <td><code>${name}</code></td>
            <td class="type">${type}</td>
            <td>${withCode(meaning)}</td>
          </tr>`,
      ),
    )}`;
