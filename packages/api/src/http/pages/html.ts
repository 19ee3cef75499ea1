/** Markup that is safe to write out: what `html` makes, or a text of our own. */
export class Html {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }
}

type Piece = string | number | Html | readonly Html[];

const ESCAPES: Record<string, string> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#39;" };

const escape = (text: string): string => text.replaceAll(/[&<>"']/g, (character) => ESCAPES[character] ?? character);

const write = (piece: Piece): string => {
  if (piece instanceof Html) return piece.text;
  if (typeof piece === "object") return piece.map(({ text }) => text).join("");
  return escape(String(piece));
};

/** A template whose values are escaped unless they are markup themselves. */
export const html = (strings: TemplateStringsArray, ...pieces: readonly Piece[]): Html =>
  new Html(String.raw({ raw: strings }, ...pieces.map(write)));

/** `code` in backticks, as our own sentences use it; all else is escaped. */
export const withCode = (sentence: string): Html =>
  new Html(
    sentence
      .split("`")
      .map((part, index) => (index % 2 === 1 ? `<code>${escape(part)}</code>` : escape(part)))
      .join(""),
  );

/** A table that scrolls by itself where it is wider than the page; `look`: a class of style.ts, `stack` for rows as cards. */
export const table = (headings: readonly string[], rows: readonly Html[], look = "stack"): Html =>
  html`<div class="scroll">
    <table class="${look}">
      <thead>
        <tr>
          ${headings.map((heading) => html`<th scope="col">${heading}</th>`)}
        </tr>
      </thead>
      <tbody>
        ${rows}
      </tbody>
    </table>
  </div>`;
