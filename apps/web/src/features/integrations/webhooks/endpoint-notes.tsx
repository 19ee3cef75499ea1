import { useMutation } from "@tanstack/react-query";
import { problemOf } from "../../../lib/problem.ts";
import { useTRPC } from "../../../lib/trpc.ts";
import { Button } from "../../../ui/button.tsx";
import { Note } from "../../../ui/note.tsx";
import { At, Countdown } from "../../../ui/time.tsx";
import { toast } from "../../../ui/toast.tsx";
import { useCan } from "../../session/seat.tsx";
import type { Endpoint } from "./types.ts";
import { Until } from "./until.tsx";
import { useRefresh } from "./use-live.ts";

/** What of an endpoint needs a look, and what to do about it. */
export const EndpointNotes = ({ endpoint }: { endpoint: Endpoint }) => {
  const { previousSecretExpiresAt, previousSecretHint, promisedHeaderSignsWith } = endpoint;
  return (
    <div className="grid gap-3 empty:hidden">
      {endpoint.state === "PAUSED" && (
        <Note tone="info" title="Paused" action={<Resume endpoint={endpoint} />}>
          Deliveries are kept, and their 24 hours stand still until you resume.
        </Note>
      )}
      {endpoint.state === "DISABLED" && (
        <Note tone="bad" title={DISABLED[endpoint.disabledReason ?? "STAFF"]} action={<Resume endpoint={endpoint} />}>
          Deliveries are kept, and their 24 hours stand still. Mend the receiver, then resume.
        </Note>
      )}
      {endpoint.state === "ACTIVE" && endpoint.circuitOpen && (
        <Note tone="warn" title={`${endpoint.consecutiveFailures} attempts in a row failed`}>
          One delivery at a time is tried until one succeeds; the others wait.{" "}
          {endpoint.nextProbeAt !== null && (
            <>
              The next try is <Until at={endpoint.nextProbeAt} />.
            </>
          )}{" "}
          Open a delivery to see what the receiver answered.
        </Note>
      )}
      {previousSecretExpiresAt !== null && (
        <Note
          tone="info"
          title="Two secrets are in use"
          action={promisedHeaderSignsWith === "PREVIOUS" ? <SwitchSignature endpoint={endpoint} /> : undefined}
        >
          <code>webhook-signature</code> carries both; <code>X-AviationAlley-Signature</code> is signed with the{" "}
          {promisedHeaderSignsWith === "PREVIOUS" ? `old one (…${previousSecretHint ?? ""})` : "new one"}. The old one
          ends in <Countdown at={previousSecretExpiresAt} /> (<At at={previousSecretExpiresAt} />
          ).
        </Note>
      )}
    </div>
  );
};

const DISABLED = {
  GONE: "Switched off: the receiver answered 410 Gone",
  FAILING: "Switched off: every attempt failed for five days",
  STAFF: "Switched off",
};

const useEndpointRefresh = (): (() => void) => {
  const trpc = useTRPC();
  return useRefresh(trpc.webhooks.endpoints.pathKey(), trpc.webhooks.deliveries.pathKey());
};

const Resume = ({ endpoint }: { endpoint: Endpoint }) => {
  const trpc = useTRPC();
  const can = useCan();
  const resume = useMutation(
    trpc.webhooks.endpoints.resume.mutationOptions({
      onSuccess: useEndpointRefresh(),
      onError: (error) => toast.failed(problemOf(error)),
    }),
  );
  if (!can("webhooks.endpoints.resume")) return null;
  return (
    <Button size="small" busy={resume.isPending} onClick={() => resume.mutate({ id: endpoint.id })}>
      Resume
    </Button>
  );
};

const SwitchSignature = ({ endpoint }: { endpoint: Endpoint }) => {
  const trpc = useTRPC();
  const can = useCan();
  const change = useMutation(
    trpc.webhooks.endpoints.switchSignature.mutationOptions({
      onSuccess: useEndpointRefresh(),
      onError: (error) => toast.failed(problemOf(error)),
    }),
  );
  if (!can("webhooks.endpoints.switchSignature")) return null;
  return (
    <Button size="small" busy={change.isPending} onClick={() => change.mutate({ id: endpoint.id })}>
      Sign with the new one
    </Button>
  );
};
