/** Something that the person at the terminal can mend: shown as one line, without a stack. */
export class Refusal extends Error {
  constructor(reason, remedy, exitCode = 1) {
    super(`${reason}. ${remedy}`);
    this.exitCode = exitCode;
  }
}
