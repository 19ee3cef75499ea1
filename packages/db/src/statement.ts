/** PostgreSQL cuts identifiers, and so the names of prepared statements, at NAMEDATALEN - 1 bytes. */
const LONGEST_NAME = 63;

/** One written SQL statement; prepared under its name on each connection. `Row` is what it returns (text for timestamps). */
export interface Statement<Row> {
  readonly name: string;
  readonly text: string;
  readonly __row?: Row;
}

const texts = new Map<string, string>();

/** Names a statement. Throws when the name is longer than 63 bytes or already stands for another text. */
export const statement = <Row>(name: string, text: string): Statement<Row> => {
  if (name === "" || Buffer.byteLength(name) > LONGEST_NAME) {
    throw new Error(`the statement name "${name}" must have 1 to ${LONGEST_NAME} bytes`);
  }
  const known = texts.get(name);
  if (known !== undefined && known !== text) throw new Error(`two statements are named "${name}"; rename one`);
  texts.set(name, text);
  return { name, text };
};

/** Every statement that was named so far, by its name: its text. */
export const statementTexts: ReadonlyMap<string, string> = texts;
