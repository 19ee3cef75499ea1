import { useQuery } from "@tanstack/react-query";
import { serverNow } from "../../../lib/clock.ts";
import type { Problem } from "../../../lib/problem.ts";
import { useTRPC } from "../../../lib/trpc.ts";
import { useZone } from "../../../lib/zone.ts";
import { Field, FieldError } from "../../../ui/field.tsx";
import { Input } from "../../../ui/input.tsx";
import { Select } from "../../../ui/select.tsx";
import { Skeleton, Unread } from "../../../ui/states.tsx";
import { type DisclosureDraft, DisclosureFields, isDisclosed } from "./disclosure-fields.tsx";
import { EXPIRIES, type Expiry, expiresAt } from "./expiry.ts";
import { EVERYTHING } from "./scope-groups.ts";
import { ScopePicker } from "./scope-picker.tsx";
import type { KeyDraft, ScopeOffer } from "./types.ts";

/** What is typed, as it is typed. */
export interface FormDraft {
  name: string;
  scopes: string[];
  expiry: Expiry;
  date: string;
  disclosure: DisclosureDraft;
}

export const EMPTY_DRAFT: FormDraft = {
  name: "",
  scopes: [],
  expiry: "never",
  date: "",
  disclosure: { confirmed: false, recipient: "", purpose: "" },
};

const isConfidential = (offers: readonly ScopeOffer[], scopes: readonly string[]): boolean =>
  offers.some(({ scope, confidential }) => confidential && scopes.includes(scope));

export const useScopeOffers = () => {
  const trpc = useTRPC();
  return useQuery(trpc.apiKeys.scopes.queryOptions({}, { staleTime: Infinity }));
};

/** As the server takes it; undefined while something is missing. */
export const inputOf = (draft: FormDraft, offers: readonly ScopeOffer[], zone: string): KeyDraft | undefined => {
  const { name, scopes, expiry, date, disclosure } = draft;
  const expires = expiresAt(expiry, date, serverNow(), zone);
  if (name.trim() === "" || scopes.length === 0 || expires === undefined) return undefined;
  const input = { name: name.trim(), scopes, expiresAt: expires };
  if (!isConfidential(offers, scopes)) return input;
  const { recipient, purpose } = disclosure;
  return isDisclosed(disclosure)
    ? { ...input, disclosure: { confirmed: true, recipient: recipient.trim(), purpose: purpose.trim() } }
    : undefined;
};

export interface KeyFormProps {
  draft: FormDraft;
  onChange: (draft: FormDraft) => void;
  problem: Problem | undefined;
}

/** The fields of a key. */
export const KeyForm = ({ draft, onChange, problem }: KeyFormProps) => {
  const offers = useScopeOffers();
  const set = (next: Partial<FormDraft>): void => onChange({ ...draft, ...next });
  const fields = problem?.fields ?? {};
  return (
    <div className="grid gap-5">
      <Field label="Name" hint="Who uses it, so that it can be found and ended later." error={fields["name"]}>
        <Input
          value={draft.name}
          maxLength={120}
          placeholder="Billing service"
          autoComplete="off"
          onChange={(event) => set({ name: event.target.value })}
        />
      </Field>
      <fieldset className="grid min-w-0 gap-1.5">
        <legend className="mb-1.5 text-[13px] font-medium">What it may do</legend>
        {offers.isPending && <Skeleton className="h-64" />}
        <Unread query={offers} />
        {offers.data && (
          <ScopePicker offers={offers.data} value={draft.scopes} onChange={(scopes) => set({ scopes })} />
        )}
        <FieldError error={Object.entries(fields).find(([path]) => path.startsWith("scopes"))?.[1]} />
      </fieldset>
      {isConfidential(offers.data ?? [], draft.scopes) && (
        <DisclosureFields
          isEverything={draft.scopes.includes(EVERYTHING)}
          draft={draft.disclosure}
          onChange={(disclosure) => set({ disclosure })}
          problem={problem}
        />
      )}
      <ExpiryFields draft={draft} set={set} error={fields["expiresAt"]} />
    </div>
  );
};

interface ExpiryFieldsProps {
  draft: FormDraft;
  set: (next: Partial<FormDraft>) => void;
  error: string | undefined;
}

const ExpiryFields = ({ draft, set, error }: ExpiryFieldsProps) => {
  const zone = useZone();
  const isDated = draft.expiry === "date";
  return (
    <div className="grid gap-4 sm:grid-cols-2">
      <Field label="Expires" error={isDated ? undefined : error}>
        <Select value={draft.expiry} options={EXPIRIES} onChange={(expiry) => set({ expiry })} />
      </Field>
      {isDated && (
        <Field label="Last day" hint={`In ${zone}`} error={error}>
          <Input type="date" value={draft.date} onChange={(event) => set({ date: event.target.value })} />
        </Field>
      )}
    </div>
  );
};
