import { useNow } from "../../../lib/clock.ts";
import { Countdown } from "../../../ui/time.tsx";

/** "in 12 s", counting down; "now" once it is due. */
export const Until = ({ at }: { at: string }) =>
  Date.parse(at) <= useNow(1_000) ? (
    <>now</>
  ) : (
    <>
      in <Countdown at={at} className="font-medium tabular-nums" />
    </>
  );
