import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import type { Problem } from "../../../lib/problem.ts";
import { useTRPC } from "../../../lib/trpc.ts";
import { Field, FieldError } from "../../../ui/field.tsx";
import { Input } from "../../../ui/input.tsx";
import { Skeleton, Unread } from "../../../ui/states.tsx";
import { type EndpointDraft, limitFaults } from "./endpoint-draft.ts";
import { EventPicker } from "./event-picker.tsx";
import { HeaderFields } from "./header-fields.tsx";
import { UrlField } from "./url-field.tsx";

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
  const faults = limitFaults(draft);
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
      <details
        open={more}
        onToggle={({ currentTarget }) => {
          // What is wrong in it stays in sight: nothing can be sent before it is mended.
          if (Object.keys(faults).length > 0) currentTarget.open = true;
          setMore(currentTarget.open);
        }}
      >
        <summary className="cursor-pointer text-[13px] font-medium text-accent-text">Headers and limits</summary>
        <div className="mt-4 grid gap-5">
          <HeaderFields headers={draft.headers} onChange={(headers) => set({ headers })} />
          <FieldError error={headerError(fields)} />
          <div className="grid gap-5 sm:grid-cols-2">
            <Field
              label="Deliveries a second, at most"
              optional
              error={faults.rate ?? fields["ratePerSecond"]}
              hint="As fast as they are accepted, unless set."
            >
              <Input inputMode="numeric" value={draft.rate} onChange={(event) => set({ rate: event.target.value })} />
            </Field>
            <Field
              label="At the same time, at most"
              error={faults.inFlight ?? fields["maxInFlight"]}
              hint="From 1 to 100; fewer while it fails."
            >
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
