import { signOut } from "./session-api.ts";
import { startAnew, tellOtherTabs } from "./session-state.ts";

/** Ends the session here and in this browser's other tabs. */
export const signOutHere = async (): Promise<void> => {
  const result = await signOut();
  // Offline the cookie is still good: saying otherwise would leave a door open.
  if (!result.ok && result.problem.code === "offline") return;
  tellOtherTabs();
  startAnew();
};
