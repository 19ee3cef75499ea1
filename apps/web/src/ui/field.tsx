import { CircleAlert } from "lucide-react";
import { createContext, type ReactNode, useContext, useId, useMemo } from "react";

interface FieldIds {
  id: string;
  describedBy: string | undefined;
  invalid: boolean;
}

const FieldContext = createContext<FieldIds | undefined>(undefined);

/** For inputs: the attributes that tie them to the label, hint and error of the Field around them. */
export const useFieldAttributes = (given: { id?: string | undefined }) => {
  const field = useContext(FieldContext);
  return {
    id: given.id ?? field?.id,
    "aria-describedby": field?.describedBy,
    "aria-invalid": field?.invalid === true ? true : undefined,
  };
};

export interface FieldProps {
  label: ReactNode;
  hint?: ReactNode;
  /** What is wrong with the value; shown below and read out. */
  error?: string | undefined;
  optional?: boolean;
  children: ReactNode;
}

/** A labelled input with a hint and an error. Put one Input, Textarea or Select in it. */
export const Field = ({ label, hint, error, optional = false, children }: FieldProps) => {
  const id = useId();
  const ids = useMemo(
    () => ({
      id,
      describedBy:
        [error === undefined ? "" : `${id}-error`, hint === undefined ? "" : `${id}-hint`].join(" ").trim() ||
        undefined,
      invalid: error !== undefined,
    }),
    [id, error, hint],
  );
  return (
    <FieldContext.Provider value={ids}>
      <div className="grid gap-1.5">
        <label htmlFor={id} className="text-[13px] font-medium text-ink">
          {label}
          {optional && <span className="font-normal text-ink-faint"> (optional)</span>}
        </label>
        {children}
        {hint !== undefined && (
          <p id={`${id}-hint`} className="text-[13px] text-ink-faint">
            {hint}
          </p>
        )}
        <FieldError id={`${id}-error`} error={error} />
      </div>
    </FieldContext.Provider>
  );
};

export const FieldError = ({ id, error }: { id?: string; error: string | undefined }) => (
  <div aria-live="polite" id={id}>
    {error !== undefined && (
      <p className="flex items-start gap-1.5 text-[13px] text-bad-text">
        <CircleAlert aria-hidden className="mt-[3px] size-3.5 shrink-0" />
        <span className="min-w-0 break-words">{error}</span>
      </p>
    )}
  </div>
);
