import { useMemo, useState } from "react";
import { Button } from "../../../ui/button.tsx";
import { Checkbox } from "../../../ui/choice.tsx";
import { Input } from "../../../ui/input.tsx";
import { EVERYTHING, matchesText, type ScopeGroup, scopeGroups, scopeWord, withScope } from "./scope-groups.ts";
import type { ScopeOffer } from "./types.ts";

export interface ScopePickerProps {
  offers: readonly ScopeOffer[];
  value: readonly string[];
  onChange: (scopes: string[]) => void;
}

/** Chooses scopes by resource, or everything. */
export const ScopePicker = ({ offers, value, onChange }: ScopePickerProps) => {
  const [sought, setSought] = useState("");
  const groups = useMemo(() => scopeGroups(offers), [offers]);
  const everything = offers.find(({ scope }) => scope === EVERYTHING);
  const all = value.includes(EVERYTHING);
  const found = groups.filter((group) => matchesText(group, sought));
  const readable = offers.filter(
    ({ scope, grantable, confidential }) => scope.endsWith(":read") && grantable && !confidential,
  );
  return (
    <div className="grid gap-2">
      <div className="flex flex-wrap items-center justify-between gap-2">
        <Input
          type="search"
          aria-label="Search scopes"
          placeholder="Search scopes"
          value={sought}
          disabled={all}
          onChange={(event) => setSought(event.target.value)}
          className="sm:w-64"
        />
        <div className="flex items-center gap-3">
          <p aria-live="polite" className="text-[13px] text-ink-faint tabular-nums">
            {all ? "Everything" : `${value.length} of ${offers.length - 1} chosen`}
          </p>
          <Button
            size="small"
            disabled={all}
            onClick={() => onChange([...new Set([...value, ...readable.map(({ scope }) => scope)])])}
          >
            Read all
          </Button>
          <Button size="small" disabled={value.length === 0} onClick={() => onChange([])}>
            Clear
          </Button>
        </div>
      </div>
      <div className="max-h-80 overflow-y-auto rounded-lg border border-line" tabIndex={-1}>
        {everything && sought === "" && (
          <div className="border-b border-line bg-canvas/60 px-3.5 py-2.5">
            <Checkbox
              label={<span className="font-medium">Everything</span>}
              hint={
                everything.grantable
                  ? "Reads and writes all of it, confidential test results and what is added later too"
                  : "Only an owner gives it"
              }
              checked={all}
              disabled={!everything.grantable}
              onChange={(on) => onChange(on ? [EVERYTHING] : [])}
            />
          </div>
        )}
        {found.map((group) => (
          <GroupRow
            key={group.resource}
            group={group}
            value={value}
            all={all}
            onToggle={(offer, on) => onChange(withScope(offers, value, offer, on))}
          />
        ))}
        {found.length === 0 && <p className="px-3.5 py-8 text-center text-[13px] text-ink-faint">Nothing matches.</p>}
      </div>
    </div>
  );
};

interface GroupRowProps {
  group: ScopeGroup;
  value: readonly string[];
  all: boolean;
  onToggle: (offer: ScopeOffer, on: boolean) => void;
}

const GroupRow = ({ group, value, all, onToggle }: GroupRowProps) => (
  <div
    role="group"
    aria-label={group.label}
    className="grid gap-x-4 gap-y-2 border-b border-line px-3.5 py-2.5 last:border-0 sm:grid-cols-[10rem_minmax(0,1fr)]"
  >
    <span className="font-medium">{group.label}</span>
    <div className="grid gap-2">
      {group.offers.map((offer) => (
        <Checkbox
          key={offer.scope}
          label={
            <>
              {scopeWord(offer)} <span className="font-mono text-[12.5px] text-ink-faint">{offer.scope}</span>
            </>
          }
          hint={hintOf(offer)}
          checked={all || value.includes(offer.scope)}
          disabled={all || !offer.grantable}
          onChange={(on) => onToggle(offer, on)}
        />
      ))}
    </div>
  </div>
);

const hintOf = ({ grantable, confidential, operations }: ScopeOffer): string => {
  if (!grantable) return "Only an owner gives it";
  if (confidential) return "Confidential: asks who receives them, and what for";
  // One sentence: each begins with a verb.
  return operations
    .map(({ summary }, index) => (index === 0 ? summary : summary.charAt(0).toLowerCase() + summary.slice(1)))
    .join("; ");
};
