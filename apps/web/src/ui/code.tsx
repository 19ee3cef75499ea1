import { CopyButton } from "./copy.tsx";
import { cx } from "./class-names.ts";

export interface CodeBlockProps {
  code: string;
  /** What it is, for those who copy and those who do not see it: "curl command". */
  label: string;
  title?: string;
  onCopied?: () => void;
  /** Breaks long lines instead of scrolling them. */
  wrap?: boolean;
  className?: string;
  /** The tallest it gets before it scrolls, as a CSS length. */
  maxHeight?: string;
}

/** Text that is meant to be copied. */
export const CodeBlock = ({ code, label, title, onCopied, wrap = false, className, maxHeight }: CodeBlockProps) => (
  <figure className={cx("group relative min-w-0 overflow-hidden rounded-lg border border-line bg-code", className)}>
    {title !== undefined && (
      <figcaption className="flex items-center justify-between border-b border-line py-1 pr-1.5 pl-3.5 text-xs font-medium text-ink-soft">
        {title}
        <CopyButton text={code} what={label} {...(onCopied ? { onCopied } : {})} />
      </figcaption>
    )}
    <pre
      tabIndex={0}
      aria-label={label}
      style={maxHeight === undefined ? undefined : { maxHeight }}
      className={cx(
        "overflow-auto px-3.5 py-3 font-mono text-[12.5px] leading-relaxed text-ink",
        wrap && "[overflow-wrap:anywhere] whitespace-pre-wrap",
        title === undefined && "pr-11",
      )}
    >
      <code>{code}</code>
    </pre>
    {title === undefined && (
      <CopyButton
        text={code}
        what={label}
        className="absolute top-2 right-2 bg-code"
        {...(onCopied ? { onCopied } : {})}
      />
    )}
  </figure>
);

/** A value within a sentence or a cell. */
export const Code = ({ children, className }: { children: React.ReactNode; className?: string }) => (
  <code className={cx("rounded bg-sunken px-1.5 py-0.5 font-mono text-[12.5px] break-all text-ink", className)}>
    {children}
  </code>
);
