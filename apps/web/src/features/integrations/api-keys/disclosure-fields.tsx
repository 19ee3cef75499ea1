import type { Problem } from "../../../lib/problem.ts";
import { Checkbox } from "../../../ui/choice.tsx";
import { Field } from "../../../ui/field.tsx";
import { Input } from "../../../ui/input.tsx";
import { Note } from "../../../ui/note.tsx";

export interface DisclosureDraft {
  confirmed: boolean;
  recipient: string;
  purpose: string;
}

export interface DisclosureFieldsProps {
  /** The key may do everything, not only see results. */
  isEverything: boolean;
  draft: DisclosureDraft;
  onChange: (draft: DisclosureDraft) => void;
  problem: Problem | undefined;
}

/** Drug and alcohol test results leave the center only for somebody named, for a purpose named (49 CFR 40.321). */
export const DisclosureFields = ({ isEverything, draft, onChange, problem }: DisclosureFieldsProps) => (
  <Note tone="warn" title={isEverything ? "This key may do everything" : "This key shows confidential test results"}>
    <div className="mt-1 grid gap-3.5">
      <p>
        {isEverything
          ? "It reads and writes all data of this center, drug and alcohol test results too, and whatever is added to the API later. Choose single scopes where they suffice."
          : "Results of drug and alcohol tests are given only to those whom the law names, or with the employee’s written consent."}
      </p>
      <Field label="Who receives them" error={problem?.fields["disclosure.recipient"]}>
        <Input
          value={draft.recipient}
          maxLength={200}
          placeholder="Name of the person or company"
          onChange={(event) => onChange({ ...draft, recipient: event.target.value })}
        />
      </Field>
      <Field label="What for" error={problem?.fields["disclosure.purpose"]}>
        <Input
          value={draft.purpose}
          maxLength={500}
          placeholder="Annual report to the FAA"
          onChange={(event) => onChange({ ...draft, purpose: event.target.value })}
        />
      </Field>
      <Checkbox
        label="I confirm that they may receive these results. The audit log keeps it."
        checked={draft.confirmed}
        onChange={(confirmed) => onChange({ ...draft, confirmed })}
        className="text-ink"
      />
    </div>
  </Note>
);

export const isDisclosed = ({ confirmed, recipient, purpose }: DisclosureDraft): boolean =>
  confirmed && recipient.trim() !== "" && purpose.trim() !== "";
