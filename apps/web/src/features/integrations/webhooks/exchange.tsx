import type { ReactNode } from "react";
import { CodeBlock } from "../../../ui/code.tsx";
import { ExactTime } from "../../../ui/time.tsx";
import type { Attempt, Endpoint } from "./types.ts";

export interface ExchangeProps {
  /** Where deliveries go now. Attempts do not keep where they went. */
  target: Pick<Endpoint, "url" | "updatedAt"> | undefined;
  /** The bytes that every attempt sends. */
  body: string;
  attempt: Attempt | undefined;
}

/** What was sent and what came back, side by side. */
export const Exchange = ({ target, body, attempt }: ExchangeProps) => (
  <div className="grid min-w-0 gap-6 lg:grid-cols-2">
    <Side title="Request" line={requestLine(target, attempt)}>
      {attempt && <ExactTime at={attempt.startedAt} className="-mt-2 text-[13px] text-ink-faint" />}
      {attempt && <HeaderTable headers={attempt.requestHeaders} label="Request headers" />}
      <CodeBlock code={pretty(body)} label="request body" title="Body" wrap maxHeight="24rem" />
    </Side>
    <Side title="Response" line={attempt ? answerLine(attempt) : "No attempt yet"}>
      {attempt?.responseHeaders && <HeaderTable headers={attempt.responseHeaders} label="Response headers" />}
      {attempt && attempt.responseBody !== null && attempt.responseBody !== "" && (
        <>
          <CodeBlock code={pretty(attempt.responseBody)} label="response body" title="Body" wrap maxHeight="24rem" />
          {attempt.responseCut && <p className="text-[13px] text-ink-faint">Only the first 16 KiB are kept.</p>}
        </>
      )}
      {attempt?.responseBody === "" && <p className="text-[13px] text-ink-faint">An empty body.</p>}
    </Side>
  </div>
);

/** An address that may have been changed after the attempt is not said to be where it went. */
export const requestLine = (
  target: ExchangeProps["target"],
  attempt: Pick<Attempt, "startedAt"> | undefined,
): string => {
  if (!target) return "POST";
  return attempt && attempt.startedAt < target.updatedAt
    ? `POST, to the endpoint’s address now: ${target.url}`
    : `POST ${target.url}`;
};

const answerLine = ({ number, status, error }: Attempt): string =>
  `#${number}: ${status === null ? (error ?? "nothing came back") : `HTTP ${status}`}`;

const Side = ({ title, line, children }: { title: string; line: string; children: ReactNode }) => (
  <section aria-label={title} className="grid min-w-0 content-start gap-3">
    <div>
      <h3 className="font-semibold">{title}</h3>
      <p className="line-clamp-3 font-mono text-[12.5px] break-all text-ink-soft">{line}</p>
    </div>
    {children}
  </section>
);

const HeaderTable = ({ headers, label }: { headers: Readonly<Record<string, unknown>>; label: string }) => (
  <div className="max-h-64 overflow-auto rounded-lg border border-line" tabIndex={0} role="region" aria-label={label}>
    <table className="w-full text-left text-[12.5px]" aria-label={label}>
      <tbody>
        {Object.entries(headers).map(([name, value]) => (
          <tr key={name} className="border-b border-line align-top last:border-0">
            <th scope="row" className="w-2/5 px-3 py-1.5 font-normal break-words text-ink-faint">
              {name}
            </th>
            <td className="px-3 py-1.5 font-mono wrap-anywhere">{textOf(value)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  </div>
);

const textOf = (value: unknown): string => (typeof value === "string" ? value : JSON.stringify(value));

/** JSON with its structure shown; anything else as it is. */
const pretty = (text: string): string => {
  try {
    return JSON.stringify(JSON.parse(text), undefined, 2);
  } catch {
    return text;
  }
};
