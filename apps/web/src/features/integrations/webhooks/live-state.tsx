import { Status } from "../../../ui/badge.tsx";

/** Whether a list follows what happens, right now. */
export const LiveState = ({ isLive }: { isLive: boolean }) => (
  <span aria-live="polite">{isLive ? <Status tone="ok">Live</Status> : <Status tone="quiet">Connecting</Status>}</span>
);
