import { useSyncExternalStore } from "react";

const watch = (notify: () => void) => {
  addEventListener("online", notify);
  addEventListener("offline", notify);
  return () => {
    removeEventListener("online", notify);
    removeEventListener("offline", notify);
  };
};

/** Whether this machine has a connection at all. */
export const useOnline = (): boolean => useSyncExternalStore(watch, () => navigator.onLine);
