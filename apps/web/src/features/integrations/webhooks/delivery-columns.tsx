import type { Column } from "../../../ui/data-table.tsx";
import { Ago } from "../../../ui/time.tsx";
import { DeliveryState, outcomeWords } from "./states.tsx";
import type { Delivery } from "./types.ts";
import { Until } from "./until.tsx";

/** The last answer, and when the next attempt is. */
const Answer = ({ delivery }: { delivery: Delivery }) => {
  const { attempts, reason, lastStatus, nextAttemptAt, state } = delivery;
  if (attempts === 0 && reason === null) return <span className="text-ink-faint">Not sent yet</span>;
  const words = outcomeWords(reason ?? "delivered", lastStatus);
  return (
    <span className="text-ink-soft">
      {words}
      {state === "PENDING" && nextAttemptAt !== null && (
        <>
          {", again "}
          <Until at={nextAttemptAt} />
        </>
      )}
    </span>
  );
};

export const DELIVERY_COLUMNS: Column<Delivery>[] = [
  {
    key: "event",
    header: "Event",
    // On a phone it takes what the state leaves, and cuts the id.
    className: "max-sm:w-full max-sm:max-w-0",
    cell: (delivery) => (
      <span className="block min-w-0">
        <span className="block font-medium break-all">{delivery.type}</span>
        <span className="block truncate font-mono text-xs font-normal text-ink-faint">{delivery.publicId}</span>
      </span>
    ),
  },
  { key: "state", header: "State", cell: (delivery) => <DeliveryState delivery={delivery} /> },
  { key: "answer", header: "Answer", from: "md", cell: (delivery) => <Answer delivery={delivery} /> },
  {
    key: "attempts",
    header: "Attempts",
    from: "lg",
    align: "right",
    className: "tabular-nums",
    cell: ({ attempts }) => attempts,
  },
  {
    key: "made",
    header: "Made",
    from: "sm",
    align: "right",
    className: "whitespace-nowrap",
    cell: ({ createdAt }) => <Ago at={createdAt} className="text-ink-soft" />,
  },
];
