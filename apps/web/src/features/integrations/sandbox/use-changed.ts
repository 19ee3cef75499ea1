import { useQueryClient } from "@tanstack/react-query";
import { refreshMe } from "../../session/session-state.ts";

/** After the clock moved or the rows were replaced, nothing that was read before is true: all of it is read anew. */
export const useChanged = () => {
  const queries = useQueryClient();
  return async (): Promise<void> => {
    // The frame's own answer says too what the clock shows.
    refreshMe();
    await queries.invalidateQueries();
  };
};
