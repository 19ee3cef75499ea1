import { randomUUID } from "node:crypto";

/** Columns of texts, each as one text, of which `textsOf` makes an array again. */
export interface Joined {
  readonly columns: readonly string[];
  readonly apart: string;
  /** Stands for null. */
  readonly none: string;
}

/** The array of a joined column; the arguments are placeholders. */
export const textsOf = (column: string, apart: string, none: string): string =>
  `trim_array(string_to_array(${column}, ${apart}, ${none}), 1)`;

/** In no JSON, and hardly in what receivers answer. */
const APART = "\u001f";
const NONE = "\u001e";

/**
 * An array of long texts full of quotes costs both sides more than all else of a batch: each quote is escaped here, and
 * PostgreSQL reads an array literal character by character. Taking a text apart at a mark costs a fraction of it. Where
 * a text holds the usual mark, an unusual one is taken. A null more stands at the end, since a single text that is empty
 * would be no text at all.
 */
export const joinTexts = (columns: readonly (readonly (string | null)[])[]): Joined => {
  const holds = (mark: string): boolean => columns.some((texts) => texts.some((text) => text?.includes(mark)));
  const apart = holds(APART) ? randomUUID() : APART;
  const none = holds(NONE) ? randomUUID() : NONE;
  return { columns: columns.map((texts) => [...texts, null].map((text) => text ?? none).join(apart)), apart, none };
};
