import type { Failure } from "@aviationalley/api/lib/errors.ts";
import type { Page } from "@aviationalley/api/lib/pagination.ts";
import { orFault } from "./operator.ts";

const MOST = 200;

/** All rows of a list, page after page. */
export const everyRow = async <Row>(
  read: (paging: { limit: number; cursor: string | undefined }) => Promise<Page | Failure>,
  parse: (document: unknown) => Row,
): Promise<Row[]> => {
  const rows: Row[] = [];
  for (let cursor: string | null | undefined; cursor !== null;) {
    const page = orFault(await read({ limit: MOST, cursor }));
    rows.push(...page.documents.map((document) => parse(JSON.parse(document))));
    cursor = page.nextCursor;
  }
  return rows;
};
