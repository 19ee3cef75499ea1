import { useOnline } from "../../../lib/online.ts";
import { Status } from "../../../ui/badge.tsx";

/** Whether a list follows what happens, right now. A stream that was cut off looks open for a while. */
export const LiveState = ({ isLive }: { isLive: boolean }) => {
  const online = useOnline();
  return (
    <span aria-live="polite">
      {isLive && online ? <Status tone="ok">Live</Status> : <Status tone="quiet">Connecting</Status>}
    </span>
  );
};
