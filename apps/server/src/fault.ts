/** Something that the operator can mend: its message is one line with the remedy, shown without a stack. */
export class Fault extends Error {
  readonly exitCode: number;

  constructor(message: string, exitCode = 1) {
    super(message);
    this.name = "Fault";
    this.exitCode = exitCode;
  }
}

/** The command line itself is wrong. */
export const usageFault = (message: string): Fault => new Fault(message, 2);
