import { useMutation, useQueryClient } from "@tanstack/react-query";
import { problemOf } from "../../../lib/problem.ts";
import { useTRPC } from "../../../lib/trpc.ts";
import { Confirm } from "../../../ui/confirm.tsx";
import { toast } from "../../../ui/toast.tsx";
import { LastUse, tokenHint } from "./key-state.tsx";
import type { ApiKey } from "./types.ts";

/** Ends a key, after its name was typed. */
export const RevokeKey = ({ apiKey, onClose }: { apiKey: ApiKey; onClose: () => void }) => {
  const trpc = useTRPC();
  const queries = useQueryClient();
  const revoke = useMutation(
    trpc.apiKeys.revoke.mutationOptions({
      onSuccess: async () => {
        toast.done(`${apiKey.name} was revoked`);
        await queries.invalidateQueries(trpc.apiKeys.list.pathFilter());
        onClose();
      },
    }),
  );
  return (
    <Confirm
      open
      onClose={onClose}
      title={`Revoke ${apiKey.name}?`}
      action="Revoke key"
      typeToConfirm={apiKey.name}
      busy={revoke.isPending}
      problem={revoke.error ? problemOf(revoke.error) : undefined}
      onConfirm={() => revoke.mutate({ id: apiKey.id })}
    >
      <p>
        Whoever uses <span className="font-mono text-[12.5px]">{tokenHint(apiKey)}</span> is refused from the next
        request on. This cannot be undone; to change over without an interruption, reissue it instead.
      </p>
      <p>
        Last used: <LastUse apiKey={apiKey} />
      </p>
    </Confirm>
  );
};
