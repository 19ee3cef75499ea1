import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { CircleCheck, LoaderCircle } from "lucide-react";
import { useEffect, useState } from "react";
import { useTRPC } from "../../../lib/trpc.ts";
import { Field } from "../../../ui/field.tsx";
import { Input } from "../../../ui/input.tsx";
import { useSeat } from "../../session/seat.tsx";

const PAUSE_MS = 400;

/** The value once typing paused. */
const usePaused = (value: string): string => {
  const [paused, setPaused] = useState(value);
  useEffect(() => {
    const timer = setTimeout(() => setPaused(value), PAUSE_MS);
    return () => clearTimeout(timer);
  }, [value]);
  return paused;
};

export interface UrlFieldProps {
  value: string;
  onChange: (url: string) => void;
  /** What the server said of it as it was sent. */
  error: string | undefined;
}

/** An address, judged by the server as it is typed: whether deliveries may go there, its name resolved. */
export const UrlField = ({ value, onChange, error }: UrlFieldProps) => {
  const trpc = useTRPC();
  const { mode } = useSeat();
  const url = usePaused(value.trim());
  const isTyped = /^https?:\/\/[^/]+/i.test(url);
  const check = useQuery(
    trpc.webhooks.endpoints.checkUrl.queryOptions(
      { url },
      { enabled: isTyped, placeholderData: keepPreviousData, staleTime: 30_000 },
    ),
  );
  const isCurrent = isTyped && url === value.trim() && check.isSuccess && !check.isPlaceholderData;
  const objection = isCurrent ? (check.data.objection ?? undefined) : undefined;
  return (
    <Field
      label="URL"
      error={error ?? objection}
      hint={
        mode === "live"
          ? "https only. Redirects are not followed."
          : "In Test, http on this machine works too where the server allows it."
      }
    >
      <div className="relative">
        <Input
          type="url"
          inputMode="url"
          autoComplete="off"
          spellCheck={false}
          placeholder="https://example.com/webhooks"
          value={value}
          onChange={(event) => onChange(event.target.value)}
          className="pr-10"
        />
        <span aria-hidden className="pointer-events-none absolute top-1/2 right-3 -translate-y-1/2">
          {isTyped && !isCurrent && check.isFetching && <LoaderCircle className="size-4 animate-spin text-ink-faint" />}
          {isCurrent && objection === undefined && <CircleCheck className="size-4 text-ok-text" />}
        </span>
      </div>
    </Field>
  );
};
