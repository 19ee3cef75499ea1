import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useTRPC } from "../../../lib/trpc.ts";
import { buttonLook } from "../../../ui/button.tsx";
import { Card } from "../../../ui/page.tsx";

/** The way to an event that nothing need happen for. */
export const FireEvent = () => {
  const trpc = useTRPC();
  const types = useQuery(trpc.webhooks.endpoints.eventTypes.queryOptions({}, { staleTime: Infinity }));
  const count = types.data?.filter(({ subscribable }) => subscribable).length;
  return (
    <Card title="Fire an event">
      <div className="grid gap-4">
        <p className="text-ink-soft">
          {count === undefined ? "Any event" : `Any of the ${count} events`} can be sent to an endpoint as an example,
          signed and delivered like a real one: open the endpoint, then choose “Send test event”.
        </p>
        <div>
          <Link to="/settings/integrations/webhooks" className={buttonLook()}>
            Open webhooks
          </Link>
        </div>
      </div>
    </Card>
  );
};
