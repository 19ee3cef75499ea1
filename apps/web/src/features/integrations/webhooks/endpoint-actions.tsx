import { useMutation } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { Ellipsis, KeyRound, LifeBuoy, Pause, Pencil, Play, Send, Trash2 } from "lucide-react";
import { useState } from "react";
import { problemOf } from "../../../lib/problem.ts";
import { useTRPC } from "../../../lib/trpc.ts";
import { Button, IconButton } from "../../../ui/button.tsx";
import { Confirm } from "../../../ui/confirm.tsx";
import { Menu, MenuItem, MenuLabel, MenuLine } from "../../../ui/menu.tsx";
import { toast } from "../../../ui/toast.tsx";
import { useCan } from "../../session/seat.tsx";
import { EditEndpoint } from "./edit-endpoint.tsx";
import { RecoverDialog } from "./recover-dialog.tsx";
import { RotateSecret } from "./rotate-secret.tsx";
import { TestEventDialog } from "./test-event-dialog.tsx";
import type { Endpoint } from "./types.ts";
import { useRefresh } from "./use-live.ts";

type Shown = "test" | "recover" | "rotate" | "edit" | "delete";

export interface EndpointActionsProps {
  endpoint: Endpoint;
  /** A test event was sent: its delivery. */
  onSent: (delivery: string) => void;
}

/** What can be done with an endpoint, by whom it may be done. */
export const EndpointActions = ({ endpoint, onSent }: EndpointActionsProps) => {
  const can = useCan();
  const [shown, setShown] = useState<Shown>();
  const close = (): void => setShown(undefined);
  return (
    <>
      {can("webhooks.endpoints.test") && (
        <Button kind="primary" icon={<Send aria-hidden />} onClick={() => setShown("test")}>
          Send test event
        </Button>
      )}
      {can("webhooks.recoveries.start") && (
        <Button icon={<LifeBuoy aria-hidden />} onClick={() => setShown("recover")}>
          Recover
        </Button>
      )}
      <Menu
        trigger={
          <IconButton label="More actions" className="border border-line bg-surface shadow-card">
            <Ellipsis aria-hidden />
          </IconButton>
        }
      >
        {endpoint.manageable && can("webhooks.endpoints.change") && (
          <MenuItem icon={<Pencil aria-hidden />} onSelect={() => setShown("edit")}>
            Edit
          </MenuItem>
        )}
        <PauseItem endpoint={endpoint} />
        {endpoint.manageable && can("webhooks.endpoints.rotateSecret") && (
          <MenuItem icon={<KeyRound aria-hidden />} onSelect={() => setShown("rotate")}>
            Rotate secret
          </MenuItem>
        )}
        {endpoint.manageable && can("webhooks.endpoints.delete") && (
          <>
            <MenuLine />
            <MenuItem danger icon={<Trash2 aria-hidden />} onSelect={() => setShown("delete")}>
              Delete
            </MenuItem>
          </>
        )}
        {!endpoint.manageable && <MenuLabel>Only an owner edits or deletes it, or rotates its secret.</MenuLabel>}
      </Menu>
      {shown === "test" && <TestEventDialog endpoint={endpoint} onClose={close} onSent={onSent} />}
      {shown === "recover" && <RecoverDialog endpoint={endpoint} onClose={close} />}
      {shown === "rotate" && <RotateSecret endpoint={endpoint} onClose={close} />}
      {shown === "edit" && <EditEndpoint endpoint={endpoint} onClose={close} />}
      {shown === "delete" && <DeleteEndpoint endpoint={endpoint} onClose={close} />}
    </>
  );
};

const PauseItem = ({ endpoint }: { endpoint: Endpoint }) => {
  const trpc = useTRPC();
  const can = useCan();
  const after = {
    onSuccess: useRefresh(trpc.webhooks.endpoints.pathKey(), trpc.webhooks.deliveries.pathKey()),
    onError: (error: unknown) => toast.failed(problemOf(error)),
  };
  const pause = useMutation(trpc.webhooks.endpoints.pause.mutationOptions(after));
  const resume = useMutation(trpc.webhooks.endpoints.resume.mutationOptions(after));
  const { id } = endpoint;
  if (endpoint.state === "ACTIVE")
    return can("webhooks.endpoints.pause") ? (
      <MenuItem icon={<Pause aria-hidden />} onSelect={() => pause.mutate({ id })}>
        Pause
      </MenuItem>
    ) : null;
  return can("webhooks.endpoints.resume") ? (
    <MenuItem icon={<Play aria-hidden />} onSelect={() => resume.mutate({ id })}>
      Resume
    </MenuItem>
  ) : null;
};

const DeleteEndpoint = ({ endpoint, onClose }: { endpoint: Endpoint; onClose: () => void }) => {
  const trpc = useTRPC();
  const navigate = useNavigate();
  const refresh = useRefresh(trpc.webhooks.endpoints.list.pathKey(), trpc.webhooks.endpoints.health.pathKey());
  const remove = useMutation(
    trpc.webhooks.endpoints.delete.mutationOptions({
      onSuccess: () => {
        refresh();
        toast.done("The endpoint was deleted.");
        void navigate({ to: "/settings/integrations/webhooks" });
      },
    }),
  );
  return (
    <Confirm
      open
      onClose={onClose}
      title="Delete this endpoint?"
      action="Delete endpoint"
      onConfirm={() => remove.mutate({ id: endpoint.id })}
      busy={remove.isPending}
      problem={remove.error ? problemOf(remove.error) : undefined}
      typeToConfirm={nameOf(endpoint)}
    >
      <p>Nothing more is sent to it, and what waits is given up. Its history stays in the events for 30 days.</p>
    </Confirm>
  );
};

/** Short enough to type: the host of its address. */
const nameOf = ({ url }: Endpoint): string => new URL(url).host;
