import { createContext, useContext } from "react";

/** The IANA time zone of the center that is shown; UTC on pages without a center. */
export const ZoneContext = createContext("UTC");

export const useZone = (): string => useContext(ZoneContext);
