import type { Outputs } from "../../lib/trpc.ts";
import { Status, type Tone } from "../../ui/badge.tsx";

export type MailRow = Outputs["mail"]["list"]["data"][number];

const STATES: Record<MailRow["state"], { tone: Tone; word: string }> = {
  WAITING: { tone: "info", word: "Waiting" },
  SENT: { tone: "ok", word: "Sent" },
  KEPT: { tone: "quiet", word: "Kept here" },
  FAILED: { tone: "bad", word: "Failed" },
};

export const MailState = ({ state }: { state: MailRow["state"] }) => (
  <Status tone={STATES[state].tone}>{STATES[state].word}</Status>
);
