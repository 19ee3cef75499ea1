import type { Column } from "../../../ui/data-table.tsx";
import { Ago } from "../../../ui/time.tsx";
import { Answer } from "./answer.tsx";
import { DeliveryState } from "./states.tsx";
import type { Delivery } from "./types.ts";

export const deliveryColumns = (circuitOpen: boolean): Column<Delivery>[] => [
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
  {
    key: "answer",
    header: "Answer",
    from: "md",
    cell: (delivery) => <Answer delivery={delivery} circuitOpen={circuitOpen} />,
  },
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
