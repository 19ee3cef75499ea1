/** Where a database is: one URL per host, and whether only a server that takes writes will do. */
export interface Target {
  readonly hosts: readonly string[];
  readonly writable: boolean;
  /** Hosts and database without credentials, for messages. */
  readonly label: string;
}

const SHAPE = /^(postgres(?:ql)?:\/\/)(?:([^@/?]*)@)?([^/?]*)(\/[^?]*)?(?:\?(.*))?$/;

/** Values of libpq's target_session_attrs under which a standby is as good as a primary. */
const READERS = new Set(["any", "read-only", "standby", "prefer-standby"]);

/**
 * Reads `postgres://user:password@a:5432,b/name?target_session_attrs=read-write`. `pg` knows one host only, so each
 * becomes a URL of its own. Throws without the text of the URL, which holds a password.
 */
export const parseTarget = (url: string): Target => {
  const match = SHAPE.exec(url);
  if (match === null) throw new Error("the database URL must look like postgres://user:password@host:5432/name");
  const [, scheme = "", credentials, hosts = "", path = "", query = ""] = match;
  const parameters = new URLSearchParams(query);
  const session = parameters.get("target_session_attrs") ?? "read-write";
  parameters.delete("target_session_attrs");
  const rest = parameters.size > 0 ? `?${parameters.toString()}` : "";
  const user = credentials === undefined ? "" : `${credentials}@`;
  return {
    hosts: hosts.split(",").map((host) => `${scheme}${user}${host}${path}${rest}`),
    writable: !READERS.has(session),
    label: `${hosts || parameters.get("host") || "localhost"}${path}`,
  };
};

/** The same servers and credentials, another database. */
export const withDatabase = (url: string, name: string): string => {
  const match = SHAPE.exec(url);
  if (match === null) throw new Error("the database URL must look like postgres://user:password@host:5432/name");
  const [, scheme, credentials, hosts, , query] = match;
  const user = credentials === undefined ? "" : `${credentials}@`;
  return `${scheme}${user}${hosts}/${encodeURIComponent(name)}${query === undefined ? "" : `?${query}`}`;
};
