import xxhash from "xxhash-wasm";
import { fail, type Failure } from "../lib/errors.ts";
import { NO_VERSION } from "../lib/versions.ts";

const hasher = await xxhash();

/**
 * A strong entity tag of a body: equal bytes, equal tag. XXH64 takes 4 µs for a page of 50 where SHA-256 takes 25, a
 * tenth of the request. Its 64 bits guard against chance, not against intent: whoever could write two pages of one tag
 * would spare only a reader who has the first a look at the second.
 */
export const etagOf = (body: Buffer): string => `"${hasher.h64Raw(body).toString(16).padStart(16, "0")}"`;

/** The entity tag of a resource: its version. */
export const versionTag = (version: number): string => `"${version}"`;

interface Tags {
  readonly any: boolean;
  readonly tags: readonly { readonly weak: boolean; readonly tag: string }[];
}

const ONE_TAG = /(W\/)?("[\x21\x23-\x7e\x80-\xff]*")/y;
const SEPARATOR = /[ \t]*(,[ \t]*)+/y;

/** The entity tags of a precondition (RFC 9110, section 13.1); a failure when it is not a list of them. */
const parseTags = (name: string, header: string): Tags | Failure => {
  if (header === "*") return { any: true, tags: [] };
  const tags: { weak: boolean; tag: string }[] = [];
  for (let at = 0; ;) {
    ONE_TAG.lastIndex = at;
    const [found, weak, tag] = ONE_TAG.exec(header) ?? [];
    if (found === undefined || tag === undefined)
      return fail("invalid_request", `\`${name}\` must be \`*\` or entity tags in double quotes, e.g. ${name}: "3".`, {
        errors: [{ path: name, message: "must be * or entity tags in double quotes" }],
      });
    tags.push({ weak: weak !== undefined, tag });
    at += found.length;
    if (at === header.length) return { any: false, tags };
    SEPARATOR.lastIndex = at;
    at += SEPARATOR.exec(header)?.[0].length ?? 0;
  }
};

/** Does the caller have this body already? `If-None-Match` compares weakly (RFC 9110, section 13.1.2). */
export const isUnchanged = (header: string, etag: string): boolean | Failure => {
  const parsed = parseTags("If-None-Match", header);
  if (!("tags" in parsed)) return parsed;
  return parsed.any || parsed.tags.some(({ tag }) => tag === etag);
};

const MOST_TAGS = 10;

/** The versions that `If-Match` accepts, to be tried in turn; [null] for any. It compares strongly. */
export const acceptedVersions = (header: string | undefined): readonly (number | null)[] | Failure => {
  if (header === undefined) return [null];
  const parsed = parseTags("If-Match", header);
  if (!("tags" in parsed)) return parsed;
  if (parsed.any) return [null];
  if (parsed.tags.length > MOST_TAGS) return fail("invalid_request", `\`If-Match\` takes at most ${MOST_TAGS} tags.`);
  const versions = parsed.tags.flatMap(({ weak, tag }) => {
    const [, digits] = /^"([1-9]\d{0,9})"$/.exec(tag) ?? [];
    return weak || digits === undefined ? [] : [Number(digits)];
  });
  return versions.length === 0 ? [NO_VERSION] : versions;
};
