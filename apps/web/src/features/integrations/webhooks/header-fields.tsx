import { Plus, Trash2 } from "lucide-react";
import { Button, IconButton } from "../../../ui/button.tsx";
import { Input } from "../../../ui/input.tsx";

/** A header of ours for the receiver. `kept`: it has a value already, which is shown to nobody. */
export interface HeaderDraft {
  key: number;
  name: string;
  value: string;
  kept: boolean;
}

export interface HeaderFieldsProps {
  headers: readonly HeaderDraft[];
  onChange: (headers: HeaderDraft[]) => void;
}

const MOST = 20;

/** Headers that go with every delivery, such as a token for the receiver's gateway. */
export const HeaderFields = ({ headers, onChange }: HeaderFieldsProps) => {
  const change = (key: number, next: Partial<HeaderDraft>): void =>
    onChange(headers.map((one) => (one.key === key ? { ...one, ...next } : one)));
  const nextKey = Math.max(0, ...headers.map(({ key }) => key)) + 1;
  return (
    <fieldset className="grid gap-2">
      <legend className="mb-1.5 text-[13px] font-medium">
        Headers <span className="font-normal text-ink-faint">(optional)</span>
      </legend>
      {headers.map((header) => (
        <div key={header.key} className="flex items-center gap-2">
          <Input
            aria-label="Name of the header"
            placeholder="X-Api-Token"
            value={header.name}
            disabled={header.kept}
            onChange={(event) => change(header.key, { name: event.target.value })}
          />
          <Input
            aria-label={`Value of ${header.name || "the header"}`}
            placeholder={header.kept ? "•••• unchanged" : "Value"}
            autoComplete="off"
            value={header.value}
            onChange={(event) => change(header.key, { value: event.target.value })}
          />
          <IconButton
            label={`Remove ${header.name || "the header"}`}
            onClick={() => onChange(headers.filter(({ key }) => key !== header.key))}
          >
            <Trash2 aria-hidden />
          </IconButton>
        </div>
      ))}
      <div>
        <Button
          size="small"
          icon={<Plus aria-hidden />}
          disabled={headers.length >= MOST}
          onClick={() => onChange([...headers, { key: nextKey, name: "", value: "", kept: false }])}
        >
          Add header
        </Button>
      </div>
      <p className="text-[13px] text-ink-faint">
        Sent with every delivery. Values are kept encrypted and not shown again.
      </p>
    </fieldset>
  );
};
