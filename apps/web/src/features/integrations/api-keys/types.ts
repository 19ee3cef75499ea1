import type { Inputs, Outputs } from "../../../lib/trpc.ts";

type Keys = Outputs["apiKeys"];

export type ApiKey = Keys["list"]["data"][number];
export type ScopeOffer = Keys["scopes"][number];
export type KeyRequest = Keys["requests"][number];
/** A key with its token, which is shown once and kept nowhere. */
export type NewKey = Keys["create"];
export type KeyDraft = Inputs["apiKeys"]["create"];
