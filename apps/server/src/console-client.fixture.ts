import { z } from "zod";

/** What a caller was told: kept as it was written. */
export interface Told {
  readonly status: number;
  readonly text: string;
  readonly cookie: string;
}

/** HTTP with a server, which remembers every answer but those whose very purpose is to show a secret. */
export interface Caller {
  readonly answers: readonly string[];
  send(method: string, path: string, headers?: Readonly<Record<string, string>>, body?: string): Promise<Told>;
  /** A procedure of the console; answers its result. */
  call(cookie: string, procedure: string, input?: object, how?: { kind?: "query"; shows?: boolean }): Promise<unknown>;
  /** A POST of the session library's routes. */
  session(path: string, body: object, cookie?: string): Promise<Told>;
}

const result = z.object({ result: z.object({ data: z.unknown() }) });

export const callerOf = (origin: string): Caller => {
  const answers: string[] = [];
  /** As the console's own pages in a center's sandbox, whose webhooks may go to this machine. */
  const page = { "content-type": "application/json", origin, "x-aa-mode": "test" };

  const ask: Caller["send"] = async (method, path, sent = {}, body) => {
    const answer = await fetch(`${origin}${path}`, { method, headers: sent, ...(body === undefined ? {} : { body }) });
    const cookie = answer.headers.getSetCookie()[0]?.split(";")[0] ?? "";
    const headers = [...answer.headers].filter(([name]) => name !== "set-cookie"); // where a cookie belongs
    const text = `${JSON.stringify(headers)}\n${await answer.text()}`;
    return { status: answer.status, text, cookie };
  };

  const send: Caller["send"] = async (...request) => {
    const told = await ask(...request);
    answers.push(told.text);
    return told;
  };

  return {
    answers,
    send,
    session: (path, body, cookie = "") => send("POST", `/api/auth${path}`, { ...page, cookie }, JSON.stringify(body)),
    async call(cookie, procedure, input = {}, { kind, shows = false } = {}) {
      const headers = { ...page, cookie };
      const request = shows ? ask : send;
      const { status, text } =
        kind === "query"
          ? await request("GET", `/trpc/${procedure}?input=${encodeURIComponent(JSON.stringify(input))}`, headers)
          : await request("POST", `/trpc/${procedure}`, headers, JSON.stringify(input));
      if (status !== 200) throw new Error(`${procedure}: ${status} ${text}`);
      return result.parse(JSON.parse(text.slice(text.indexOf("\n") + 1))).result.data;
    },
  };
};
