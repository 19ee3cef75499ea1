import { Check } from "lucide-react";
import { DropdownMenu as Radix } from "radix-ui";
import type { ReactNode } from "react";
import { cx } from "./class-names.ts";

const ITEM =
  "flex min-h-9 cursor-pointer items-center gap-2.5 rounded-md px-2.5 py-1.5 text-sm outline-none select-none data-[disabled]:cursor-not-allowed data-[disabled]:opacity-50 data-[highlighted]:bg-hover [&_svg]:size-4 [&_svg]:shrink-0 [&_svg]:text-ink-faint";

export interface MenuProps {
  /** The button that opens it. */
  trigger: ReactNode;
  align?: "start" | "end";
  children: ReactNode;
  className?: string;
}

/** Actions behind a button. Fill it with MenuItem, MenuChoice, MenuLabel and MenuLine. */
export const Menu = ({ trigger, align = "end", children, className }: MenuProps) => (
  // Not modal: that would hide the page from screen readers while its buttons can still be focused.
  <Radix.Root modal={false}>
    <Radix.Trigger asChild>{trigger}</Radix.Trigger>
    <Radix.Portal>
      <Radix.Content
        align={align}
        sideOffset={4}
        collisionPadding={8}
        className={cx(
          "z-60 max-h-(--radix-dropdown-menu-content-available-height) min-w-52 overflow-y-auto rounded-lg border border-line bg-surface p-1 shadow-float data-[state=open]:animate-in data-[state=open]:fade-in-0 data-[state=open]:zoom-in-95",
          className,
        )}
      >
        {children}
      </Radix.Content>
    </Radix.Portal>
  </Radix.Root>
);

export interface MenuItemProps {
  icon?: ReactNode;
  onSelect?: () => void;
  disabled?: boolean;
  danger?: boolean;
  /** The only child is a link that takes the look. */
  asChild?: boolean;
  children: ReactNode;
}

export const MenuItem = ({
  icon,
  onSelect,
  disabled = false,
  danger = false,
  asChild = false,
  children,
}: MenuItemProps) => (
  <Radix.Item
    asChild={asChild}
    disabled={disabled}
    {...(onSelect ? { onSelect } : {})}
    className={cx(ITEM, danger && "text-bad-text [&_svg]:text-bad-text")}
  >
    {asChild ? (
      children
    ) : (
      <>
        {icon}
        {children}
      </>
    )}
  </Radix.Item>
);

/** One of a group of which one holds. */
export const MenuChoice = ({
  checked,
  onSelect,
  children,
}: {
  checked: boolean;
  onSelect: () => void;
  children: ReactNode;
}) => (
  <Radix.CheckboxItem checked={checked} onCheckedChange={onSelect} className={cx(ITEM, "pr-8")}>
    <span className="min-w-0 flex-1">{children}</span>
    <Radix.ItemIndicator className="absolute right-3">
      <Check aria-hidden className="size-4" />
    </Radix.ItemIndicator>
  </Radix.CheckboxItem>
);

export const MenuLabel = ({ children }: { children: ReactNode }) => (
  <Radix.Label className="px-2.5 pt-2 pb-1 text-xs font-medium text-ink-faint">{children}</Radix.Label>
);

export const MenuLine = () => <Radix.Separator className="-mx-1 my-1 h-px bg-line" />;
