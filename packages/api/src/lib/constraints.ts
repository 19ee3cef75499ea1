/** The name of the constraint that a statement broke, if that is why it failed: 23505 unique, 23P01 exclusion. */
export const brokenConstraint = (error: unknown): string | undefined =>
  error instanceof Error &&
  "code" in error &&
  (error.code === "23505" || error.code === "23P01") &&
  "constraint" in error &&
  typeof error.constraint === "string"
    ? error.constraint
    : undefined;
