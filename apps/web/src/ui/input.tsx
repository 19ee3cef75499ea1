import { Search, X } from "lucide-react";
import { type ComponentProps, useEffect, useRef, useState } from "react";
import { cx } from "./class-names.ts";
import { useFieldAttributes } from "./field.tsx";

const LOOK =
  "w-full min-w-0 rounded-lg border border-line-strong/60 bg-surface px-3 text-ink placeholder:text-ink-faint/80 hover:border-line-strong focus-visible:border-accent focus-visible:outline-2 focus-visible:outline-offset-0 disabled:cursor-not-allowed disabled:opacity-60 aria-invalid:border-bad";

export const Input = ({ className, id, ...rest }: ComponentProps<"input">) => (
  <input
    {...useFieldAttributes({ id })}
    {...rest}
    className={cx(LOOK, "h-9 max-sm:h-10 max-sm:text-base", className)}
  />
);

export const Textarea = ({ className, id, ...rest }: ComponentProps<"textarea">) => (
  <textarea
    {...useFieldAttributes({ id })}
    {...rest}
    className={cx(LOOK, "min-h-20 py-2 max-sm:text-base", className)}
  />
);

export interface SearchInputProps {
  label: string;
  value: string;
  /** Called a moment after the last key, with the trimmed text. */
  onSearch: (text: string) => void;
  placeholder?: string;
  className?: string;
}

const PAUSE_MS = 250;

/** A filter by text that waits until typing pauses. */
export const SearchInput = ({ label, value, onSearch, placeholder = "Search", className }: SearchInputProps) => {
  const [text, setText] = useState(value);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  useEffect(() => setText(value), [value]);
  useEffect(() => () => clearTimeout(timer.current), []);
  const change = (next: string, pause: number): void => {
    setText(next);
    clearTimeout(timer.current);
    timer.current = setTimeout(() => onSearch(next.trim()), pause);
  };
  return (
    <div className={cx("relative w-full sm:w-64", className)}>
      <Search
        aria-hidden
        className="pointer-events-none absolute top-1/2 left-3 size-4 -translate-y-1/2 text-ink-faint"
      />
      <Input
        type="search"
        aria-label={label}
        placeholder={placeholder}
        value={text}
        onChange={(event) => change(event.target.value, PAUSE_MS)}
        className="pr-9 pl-9 [&::-webkit-search-cancel-button]:hidden"
      />
      {text !== "" && (
        <button
          type="button"
          aria-label="Clear search"
          onClick={() => change("", 0)}
          className="absolute top-1/2 right-1.5 grid size-6 -translate-y-1/2 place-items-center rounded text-ink-faint hover:text-ink"
        >
          <X aria-hidden className="size-4" />
        </button>
      )}
    </div>
  );
};
