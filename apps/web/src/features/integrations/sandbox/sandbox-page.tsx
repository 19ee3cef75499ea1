import { useQuery } from "@tanstack/react-query";
import { FlaskConical } from "lucide-react";
import { useTRPC } from "../../../lib/trpc.ts";
import { Button } from "../../../ui/button.tsx";
import { Card, Page } from "../../../ui/page.tsx";
import { Empty, Skeleton, Unread } from "../../../ui/states.tsx";
import { usePlace } from "../../frame/place.ts";
import { useSeat } from "../../session/seat.tsx";
import { ClockFacts } from "./clock-facts.tsx";
import { FireEvent } from "./fire-event.tsx";
import { MoveClock } from "./move-clock.tsx";
import { ResetSandbox } from "./reset-sandbox.tsx";

/** What only a sandbox lets its people do: let time pass, begin anew. */
export const SandboxPage = () => {
  const { mode } = useSeat();
  return (
    <Page
      title="Sandbox"
      description="Every center has a sandbox beside it, with its own rows, keys and endpoints. Let days pass in it to see what your integration is told, and begin anew when you like."
    >
      {mode === "live" ? <LiveHere /> : <Tools />}
    </Page>
  );
};

/** Time in a live center passes by itself. */
const LiveHere = () => {
  const { toMode } = usePlace();
  return (
    <Card flush>
      <Empty
        icon={FlaskConical}
        title="This is the live center"
        action={
          <Button kind="primary" onClick={() => toMode("test")}>
            Switch to Test
          </Button>
        }
      >
        Its clock shows the real time, and its rows are real. Moving the clock and resetting are done to its sandbox, in
        Test mode.
      </Empty>
    </Card>
  );
};

const Tools = () => {
  const trpc = useTRPC();
  const sandbox = useQuery(trpc.centers.current.queryOptions({}));
  return (
    <div className="grid max-w-3xl gap-5">
      <Card title="The sandbox’s clock">
        <Unread query={sandbox} />
        {sandbox.data && <ClockFacts sandbox={sandbox.data} />}
        {sandbox.isPending && <Skeleton className="h-12 w-64 max-w-full" />}
      </Card>
      {sandbox.data && <MoveClock sandbox={sandbox.data} />}
      <ResetSandbox />
      <FireEvent />
    </div>
  );
};
