import { fail, type Failure } from "../../lib/errors.ts";

/** A header that staff add to each delivery. Without a value: the one that the endpoint has under this name. */
export interface HeaderDraft {
  readonly name: string;
  readonly value?: string | undefined;
}

/** What HTTP, the connection or the contract itself uses. */
const RESERVED = new Set([
  "accept-encoding",
  "connection",
  "content-encoding",
  "content-length",
  "content-type",
  "date",
  "expect",
  "host",
  "keep-alive",
  "te",
  "trailer",
  "transfer-encoding",
  "upgrade",
  "user-agent",
]);
const RESERVED_PREFIX = /^(webhook-|x-aviationalley-|proxy-)/;

/** RFC 9110: a token; and visible ASCII with blanks between, so that nothing can end the line. */
export const HEADER_NAME = /^[!#$%&'*+.^_`|~0-9A-Za-z-]{1,64}$/;
export const HEADER_VALUE = /^[\x21-\x7e]([\x20-\x7e]*[\x21-\x7e])?$/;

export const isReservedHeader = (name: string): boolean =>
  RESERVED.has(name.toLowerCase()) || RESERVED_PREFIX.test(name.toLowerCase());

export type Headers = Readonly<Record<string, string>>;

/** The headers by name, with values kept where none is given; or what is wrong with them. */
export const readHeaders = (drafts: readonly HeaderDraft[], present: Headers): Headers | Failure => {
  const kept = new Map(Object.entries(present).map(([name, value]) => [name.toLowerCase(), value]));
  const seen = new Set<string>();
  const errors = drafts.flatMap(({ name, value }, index) => {
    const lower = name.toLowerCase();
    const message = isReservedHeader(name)
      ? "is reserved: deliveries use it themselves"
      : seen.has(lower)
        ? "is given twice"
        : value === undefined && !kept.has(lower)
          ? "needs a value: the endpoint has no header of this name"
          : undefined;
    seen.add(lower);
    return message === undefined ? [] : [{ path: `headers.${index}.name`, message }];
  });
  if (errors.length > 0) return fail("invalid_request", "A custom header cannot be sent so.", { errors });
  return Object.fromEntries(drafts.map(({ name, value }) => [name, value ?? kept.get(name.toLowerCase()) ?? ""]));
};
