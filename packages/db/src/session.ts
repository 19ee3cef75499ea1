import { Client } from "pg";
import { parsers } from "./parsers.ts";
import { parseTarget, type Target } from "./target.ts";
import { asUnavailable, DatabaseUnavailable, reasonOf } from "./unavailable.ts";

export interface SessionOptions {
  readonly target: Target;
  readonly applicationName: string;
  /** Milliseconds the server spends on one statement at most; 0 is no bound. */
  readonly statementTimeout: number;
  /** Milliseconds until a host that says nothing is given up; default 5,000. */
  readonly connectTimeout?: number;
}

const CONNECT_TIMEOUT = 5_000;
const IDLE_IN_TRANSACTION_TIMEOUT = 30_000;

/**
 * How long after the server should have given up we take its silence for a dead connection. That is the net under
 * watch.ts, which is sooner, for the one connection of many that a firewall has forgotten.
 */
const SILENCE = 5_000;

/** Milliseconds for our settings, beside those for the connection. */
const SETTINGS_TIMEOUT = 500;

/** By set_config rather than as startup parameters, which poolers such as PgBouncer refuse. */
const SETTINGS = `
  select current_setting('transaction_read_only') as read_only,
         set_config('TimeZone', 'UTC', false), set_config('DateStyle', 'ISO, YMD', false),
         set_config('IntervalStyle', 'postgres', false), set_config('bytea_output', 'hex', false),
         set_config('client_min_messages', 'warning', false),
         set_config('statement_timeout', $1, false),
         set_config('idle_in_transaction_session_timeout', $2, false)`;

const newClient = (url: string, options: SessionOptions): Client =>
  new Client({
    connectionString: url,
    application_name: options.applicationName,
    connectionTimeoutMillis: options.connectTimeout ?? CONNECT_TIMEOUT,
    ...(options.statementTimeout > 0 ? { query_timeout: options.statementTimeout + SILENCE } : {}),
    keepAlive: true,
    keepAliveInitialDelayMillis: 10_000,
    pipeline: true,
    types: parsers,
  });

/** Cuts a connection without a goodbye: the answer to one that no longer answers. */
export const destroySession = (client: Client): void => {
  client.connection.stream.destroy();
};

const urls = new WeakMap<Client, string>();

/** The one URL, out of its target's, that a session leads to. */
export const hostOf = (client: Client): string | undefined => urls.get(client);

/** Opens a connection with our settings to one host. Throws what `pg` throws. */
export const openHost = async (url: string, options: SessionOptions): Promise<Client> => {
  const client = newClient(url, options);
  urls.set(client, url);
  // Without a listener, the error of a connection that breaks while idle would end the process.
  client.on("error", () => undefined);
  const late = setTimeout(destroySession, (options.connectTimeout ?? CONNECT_TIMEOUT) + SETTINGS_TIMEOUT, client);
  try {
    await client.connect();
    const values = [String(options.statementTimeout), String(IDLE_IN_TRANSACTION_TIMEOUT)];
    const settings = await client.query<{ read_only: string }>(SETTINGS, values);
    if (options.target.writable && settings.rows[0]?.read_only !== "off") throw new Error("it is a read-only standby");
    return client;
  } catch (error) {
    destroySession(client);
    throw error;
  } finally {
    clearTimeout(late);
  }
};

/**
 * Opens a connection with our settings (UTC, ISO dates, timeouts) to the host that takes writes. All hosts are asked
 * at once, since one that is cut off answers nothing for seconds. Throws DatabaseUnavailable, never with a password.
 */
export const openSession = async (options: SessionOptions): Promise<Client> => {
  const attempts = options.target.hosts.map((url) => openHost(url, options));
  try {
    const first = await Promise.any(attempts);
    for (const attempt of attempts) {
      // The losers: a failure is of no interest any more, a second success is closed.
      attempt.then(
        (other) => (other === first ? undefined : other.end()),
        () => undefined,
      );
    }
    return first;
  } catch (error) {
    const reasons = error instanceof AggregateError ? error.errors.map(reasonOf) : [reasonOf(error)];
    throw new DatabaseUnavailable(`${options.target.label}: ${reasons.join("; ")}`, error);
  }
};

/** Makes a fresh connection ready for its use. One that breaks meanwhile, as a failing server's do, is DatabaseUnavailable. */
export const prepareSession = async (
  client: Client,
  prepare: (client: Client) => Promise<unknown>,
): Promise<Client> => {
  try {
    await prepare(client);
    return client;
  } catch (error) {
    destroySession(client);
    throw asUnavailable(error);
  }
};

/** Gives a connection without a bound on time to administrative work, and closes it. */
export const withSession = async <T>(url: string, use: (client: Client) => Promise<T>): Promise<T> => {
  const target = parseTarget(url);
  const client = await openSession({ target, applicationName: "aviationalley admin", statementTimeout: 0 });
  try {
    return await use(client);
  } finally {
    await client.end();
  }
};
