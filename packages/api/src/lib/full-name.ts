/** What every noun that quotes a person's name allows for it: one character less than the longest two together. */
const LONGEST = 200;

/** A person's name as it is quoted, searched and shown. */
export const fullName = ({ firstName, lastName }: { firstName: string; lastName: string }): string =>
  `${firstName} ${lastName}`.slice(0, LONGEST).replace(/[\uD800-\uDBFF]$/u, ""); // no half of a pair at the cut
