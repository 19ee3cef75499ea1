import { Check, Copy } from "lucide-react";
import { useEffect, useState } from "react";
import { Button, type ButtonProps, IconButton } from "./button.tsx";
import { cx } from "./class-names.ts";

const SHOWN_MS = 2_000;

/** Copies, and says so for two seconds. Where the clipboard is refused, the text is selected to be copied by hand. */
const useCopy = (text: string, onCopied?: () => void) => {
  const [copied, setCopied] = useState(false);
  useEffect(() => {
    if (!copied) return;
    const timer = setTimeout(() => setCopied(false), SHOWN_MS);
    return () => clearTimeout(timer);
  }, [copied]);
  const copy = async (): Promise<void> => {
    const done = await copyText(text);
    setCopied(done);
    if (done) onCopied?.();
  };
  return { copied, copy: () => void copy() };
};

/** The clipboard exists in secure contexts only; a server on a plain address of the network is none. */
const copyText = async (text: string): Promise<boolean> => {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return copyBySelection(text);
  }
};

const copyBySelection = (text: string): boolean => {
  const area = document.createElement("textarea");
  area.value = text;
  area.style.cssText = "position:fixed;opacity:0";
  // Within an open dialog, which holds the focus.
  (document.activeElement?.closest("[role=dialog]") ?? document.body).append(area);
  area.select();
  const done = document.execCommand("copy");
  area.remove();
  return done;
};

export interface CopyButtonProps {
  text: string;
  /** What is copied, for its name: "token". */
  what: string;
  onCopied?: () => void;
  className?: string;
}

/** An icon that copies. */
export const CopyButton = ({ text, what, onCopied, className }: CopyButtonProps) => {
  const { copied, copy } = useCopy(text, onCopied);
  return (
    <IconButton label={copied ? "Copied" : `Copy ${what}`} onClick={copy} className={cx("size-7", className)}>
      {copied ? <Check aria-hidden className="text-ok-text" /> : <Copy aria-hidden />}
      <span aria-live="polite" className="sr-only">
        {copied ? "Copied" : ""}
      </span>
    </IconButton>
  );
};

/** A button with words that copies. */
export const CopyTextButton = ({ text, what, onCopied, ...rest }: CopyButtonProps & ButtonProps) => {
  const { copied, copy } = useCopy(text, onCopied);
  return (
    <Button {...rest} onClick={copy} icon={copied ? <Check aria-hidden /> : <Copy aria-hidden />}>
      {copied ? "Copied" : `Copy ${what}`}
    </Button>
  );
};
