import { Skeleton } from "../../ui/states.tsx";

/** What is shown until it is known who is here. */
export const FrameSkeleton = () => (
  <div role="status" aria-label="Loading" className="min-h-dvh lg:pl-60">
    <div className="fixed inset-y-0 left-0 hidden w-60 border-r border-line bg-surface lg:block" />
    <div className="flex h-14 items-center border-b border-line px-5">
      <Skeleton className="w-40" />
    </div>
    <div className="mx-auto grid max-w-6xl gap-4 px-4 py-6 sm:px-6">
      <Skeleton className="h-7 w-48" />
      <Skeleton className="h-64 rounded-xl" />
    </div>
  </div>
);
