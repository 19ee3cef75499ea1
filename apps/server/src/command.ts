/** One option of a command, as `--help` shows it and as it is read. */
export interface Option {
  /** `list`: may be given several times. */
  readonly type: "string" | "boolean" | "list";
  readonly help: string;
  /** What stands for the value in the help, e.g. `name`. */
  readonly value?: string;
  readonly required?: true;
}

export type Options = Readonly<Record<string, Option>>;

/** What `run` gets for its options: text where required, else text or nothing; flags as booleans, lists if given. */
export type Values<Of extends Options> = {
  readonly [Name in keyof Of]: Of[Name]["type"] extends "boolean"
    ? boolean
    : Of[Name]["type"] extends "list"
      ? readonly string[] | undefined
      : Of[Name] extends { required: true }
        ? string
        : string | undefined;
};

export interface Command {
  /** One word or two, e.g. `key create`. */
  readonly name: string;
  readonly summary: string;
  readonly options: Options;
  /** Names of the arguments without a dash, all required. */
  readonly operands: readonly string[];
  /** Resolves when the command is done; a Fault ends it with its message. */
  run(values: Values<Options>, operands: readonly string[]): Promise<void>;
}

interface Definition<Of extends Options> {
  name: string;
  summary: string;
  options: Of;
  operands?: readonly string[];
  run: (values: Values<Of>, operands: readonly string[]) => Promise<void>;
}

/** Declares a command; `run` sees its own options with their types. */
export const command = <const Of extends Options>({ operands = [], ...definition }: Definition<Of>): Command => ({
  ...definition,
  operands,
  // The reader (arguments.ts) checks the values against these very options before it calls `run`.
  run: (values, given) => definition.run(values as Values<Of>, given),
});
