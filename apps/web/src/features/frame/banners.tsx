import { FlaskConical, WifiOff } from "lucide-react";
import { useOnline } from "../../lib/online.ts";
import { useSeat } from "../session/seat.tsx";

export const OfflineBanner = () => {
  const online = useOnline();
  return (
    <div role="status">
      {!online && (
        <p className="flex items-center justify-center gap-2 bg-ink px-4 py-2 text-[13px] font-medium text-canvas">
          <WifiOff aria-hidden className="size-4 shrink-0" />
          You are offline. What is shown may be old, and nothing can be saved until the connection is back.
        </p>
      )}
    </div>
  );
};

/** In sight on every page of a sandbox. */
export const TestBand = () => {
  const { mode } = useSeat();
  if (mode === "live") return null;
  return (
    <p className="flex items-center justify-center gap-2 bg-[#f5b041] px-4 py-1 text-center text-xs font-semibold text-[#2b1a00]">
      <FlaskConical aria-hidden className="size-3.5 shrink-0" />
      <span>
        Test mode <span className="font-medium max-sm:hidden">– this is the sandbox: nothing here is real</span>
      </span>
    </p>
  );
};
