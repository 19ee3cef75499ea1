import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import type { Problem } from "../../../lib/problem.ts";
import { useTRPC } from "../../../lib/trpc.ts";
import { Field, FieldError } from "../../../ui/field.tsx";
import { Input } from "../../../ui/input.tsx";
import { Skeleton, Unread } from "../../../ui/states.tsx";
import { EventPicker } from "./event-picker.tsx";
import { type HeaderDraft, HeaderFields } from "./header-fields.tsx";
import type { Endpoint } from "./types.ts";
import { UrlField } from "./url-field.tsx";

/** What is typed, as it is typed. */
export interface EndpointDraft {
  url: string;
  events: string[];
  description: string;
  contactEmail: string;
  headers: HeaderDraft[];
  rate: string;
  inFlight: string;
}

export const draftOf = (endpoint?: Endpoint): EndpointDraft => ({
  url: endpoint?.url ?? "",
  events: endpoint?.events ?? [],
  description: endpoint?.description ?? "",
  contactEmail: endpoint?.contactEmail ?? "",
  headers: (endpoint?.headerNames ?? []).map((name, key) => ({ key, name, value: "", kept: true })),
  rate: endpoint?.ratePerSecond?.toString() ?? "",
  inFlight: endpoint?.maxInFlight.toString() ?? "10",
});

/** As the server takes it. */
export const inputOf = (draft: EndpointDraft) => ({
  url: draft.url.trim(),
  events: draft.events,
  description: draft.description.trim() || null,
  contactEmail: draft.contactEmail.trim() || null,
  headers: draft.headers.map(({ name, value, kept }) => ({
    name: name.trim(),
    ...(kept && value === "" ? {} : { value }),
  })),
  ratePerSecond: draft.rate.trim() === "" ? null : Number(draft.rate),
  maxInFlight: Number(draft.inFlight),
});

export interface EndpointFormProps {
  draft: EndpointDraft;
  onChange: (draft: EndpointDraft) => void;
  problem: Problem | undefined;
}

/** The fields of an endpoint, for making and for changing one. */
export const EndpointForm = ({ draft, onChange, problem }: EndpointFormProps) => {
  const trpc = useTRPC();
  const types = useQuery(trpc.webhooks.endpoints.eventTypes.queryOptions({}, { staleTime: Infinity }));
  const [more, setMore] = useState(draft.headers.length > 0 || draft.rate !== "");
  const set = (next: Partial<EndpointDraft>): void => onChange({ ...draft, ...next });
  const fields = problem?.fields ?? {};
  return (
    <div className="grid gap-5">
      <UrlField value={draft.url} onChange={(url) => set({ url })} error={fields["url"]} />
      <Field label="Description" optional error={fields["description"]}>
        <Input
          value={draft.description}
          maxLength={500}
          placeholder="Billing service"
          onChange={(event) => set({ description: event.target.value })}
        />
      </Field>
      <fieldset className="grid gap-1.5">
        <legend className="mb-1.5 text-[13px] font-medium">Events</legend>
        {types.isPending && <Skeleton className="h-64" />}
        <Unread query={types} />
        {types.data && <EventPicker types={types.data} value={draft.events} onChange={(events) => set({ events })} />}
        <FieldError error={fields["events"]} />
      </fieldset>
      <Field
        label="Contact"
        optional
        error={fields["contactEmail"]}
        hint="Told when deliveries fail for good, instead of the center’s owners and admins."
      >
        <Input
          type="email"
          value={draft.contactEmail}
          placeholder="oncall@example.com"
          onChange={(event) => set({ contactEmail: event.target.value })}
        />
      </Field>
      <details open={more} onToggle={(event) => setMore(event.currentTarget.open)}>
        <summary className="cursor-pointer text-[13px] font-medium text-accent-text">Headers and limits</summary>
        <div className="mt-4 grid gap-5">
          <HeaderFields headers={draft.headers} onChange={(headers) => set({ headers })} />
          <FieldError error={headerError(fields)} />
          <div className="grid gap-5 sm:grid-cols-2">
            <Field
              label="Deliveries a second, at most"
              optional
              error={fields["ratePerSecond"]}
              hint="As fast as they are accepted, unless set."
            >
              <Input inputMode="numeric" value={draft.rate} onChange={(event) => set({ rate: event.target.value })} />
            </Field>
            <Field label="At the same time, at most" error={fields["maxInFlight"]} hint="From 1 to 100.">
              <Input
                inputMode="numeric"
                value={draft.inFlight}
                onChange={(event) => set({ inFlight: event.target.value })}
              />
            </Field>
          </div>
        </div>
      </details>
    </div>
  );
};

const headerError = (fields: Readonly<Record<string, string>>): string | undefined =>
  Object.entries(fields).find(([path]) => path.startsWith("headers"))?.[1];
