import type { CenterId } from "@aviationalley/db/client.ts";

/** A write that a producer wants to happen once. */
export interface Wish {
  /** The `Idempotency-Key`. */
  readonly key: string;
  readonly method: "POST" | "PATCH";
  readonly path: string;
  /** The very text that is sent, each time. */
  readonly body: string;
}

/** What a producer notes; `at` is in ms since 1970. */
export type ProducerLine =
  /** Before the first try. */
  | { readonly t: "wish"; readonly at: number; readonly wish: Wish }
  /** The write was acknowledged: from now on it must not be lost. */
  | {
      readonly t: "acknowledged";
      readonly at: number;
      readonly key: string;
      readonly id: string;
      readonly version: number;
      readonly tries: number;
      readonly replayed: boolean;
    }
  /** An answer that no producer here should ever get. */
  | { readonly t: "refused"; readonly at: number; readonly key: string; readonly why: string }
  /** Before a work order is opened in this process: whatever becomes of it, its number is used up. */
  | { readonly t: "begun"; readonly at: number; readonly key: string }
  /** A transition in this process whose connection broke: it happened, or it did not. */
  | { readonly t: "unknown"; readonly at: number; readonly key: string }
  /** A transaction that is about to do something and to roll it back. */
  | { readonly t: "void"; readonly at: number; readonly key: string };

/** What a receiver notes before it answers. */
export interface ReceiverLine {
  readonly at: number;
  /** The endpoint that it was sent to. */
  readonly endpoint: string;
  /** `webhook-id`. */
  readonly delivery: string;
  /** SHA-256 of the body's bytes, in hex. */
  readonly body: string;
  /** Both signatures, the id and the time are right. */
  readonly signed: boolean;
  /** How it was answered: a status, or a misbehaviour. */
  readonly answer: string;
}

export interface ProducerOrder {
  readonly name: string;
  readonly journal: string;
  readonly databaseUrl: string;
  readonly center: CenterId;
  readonly origins: readonly string[];
  readonly token: string;
  /** One for each lane over HTTP, then one for the transitions in this process. */
  readonly simulators: readonly string[];
  /** An instant that lies ahead of every session that is booked. */
  readonly from: number;
}

/** How an endpoint's receiver mostly is. */
export type Temper = "steady" | "moody" | "stubborn" | "leaving";

export interface Hearing {
  readonly path: string;
  readonly endpoint: string;
  readonly secret: string;
  readonly temper: Temper;
}

export interface ReceiverOrder {
  readonly seed: number;
  readonly journal: string;
}

/** What a receiver is told: another endpoint, or that the faults are over. */
export type ReceiverMessage = { readonly hear: Hearing } | "calm";
