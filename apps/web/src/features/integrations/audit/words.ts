import type { AuditEntry } from "./types.ts";

const SHORT: Readonly<Record<string, string>> = { api: "API", dat: "DAT", url: "URL", id: "id" };

const spell = (words: readonly string[]): string => {
  const text = words.map((word) => SHORT[word] ?? word).join(" ");
  return text.charAt(0).toUpperCase() + text.slice(1);
};

/** `api_key.created` as "API key created". */
export const actionWords = (action: string): string => spell(action.split(/[._]/));

/** `overlapDays` as "Overlap days". */
export const fieldWords = (name: string): string => spell(name.split(/(?=[A-Z])|_/).map((word) => word.toLowerCase()));

/** What names a subject in the details of a deed. */
const NAMES = ["name", "url", "email", "type", "title"] as const;

/** The name of what a deed was about, where its details say it. */
export const subjectName = ({ detail }: AuditEntry): string | undefined =>
  NAMES.flatMap((key) => detail[key] ?? []).find((value) => typeof value === "string");
