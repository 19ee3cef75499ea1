import type { Role } from "@aviationalley/api/lib/roles.ts";
import { Checkbox } from "../../../ui/choice.tsx";
import { useSeat } from "../../session/seat.tsx";
import { isOwnersOnly, ROLE_CHOICES } from "./roles.ts";

export interface RolePickerProps {
  value: readonly Role[];
  onChange: (roles: Role[]) => void;
}

/** Roles with what each allows; those that only an owner may give are closed to others. */
export const RolePicker = ({ value, onChange }: RolePickerProps) => {
  const isOwner = useSeat().membership.roles.includes("OWNER");
  const toggle = (role: Role, on: boolean): void =>
    onChange(ROLE_CHOICES.map((choice) => choice.role).filter((one) => (one === role ? on : value.includes(one))));
  return (
    <fieldset className="grid gap-3">
      <legend className="mb-2 text-[13px] font-medium">Roles</legend>
      {ROLE_CHOICES.map(({ role, label, hint }) => {
        const closed = isOwnersOnly(role) && !isOwner;
        return (
          <Checkbox
            key={role}
            label={<span className="font-medium">{label}</span>}
            hint={closed ? `${hint} Only an owner gives it.` : hint}
            checked={value.includes(role)}
            disabled={closed}
            onChange={(on) => toggle(role, on)}
          />
        );
      })}
    </fieldset>
  );
};
