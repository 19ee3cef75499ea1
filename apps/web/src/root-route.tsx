import { createRootRoute, createRoute, retainSearchParams } from "@tanstack/react-router";
import { Shell } from "./features/frame/shell.tsx";
import { CrashedPage, MissingPage } from "./features/frame/wrong-pages.tsx";
import { id, oneOf, pageCount, searchOf } from "./lib/search.ts";

interface PlaceSearch {
  center?: string | undefined;
  mode?: "test" | undefined;
}

/** Which center and mode is shown stands in every address, and how far a list was read: a link opens what was seen. */
export const rootRoute = createRootRoute({
  validateSearch: searchOf({ center: id, mode: oneOf("test"), pages: pageCount }),
  search: { middlewares: [retainSearchParams<PlaceSearch>(["center", "mode"])] },
  notFoundComponent: MissingPage,
  errorComponent: CrashedPage,
});

const ShellPage = () => {
  const { center, mode = "live" } = rootRoute.useSearch();
  return <Shell center={center} mode={mode} />;
};

/** The parent of every page behind the sign-in. */
export const shellRoute = createRoute({ getParentRoute: () => rootRoute, id: "shell", component: ShellPage });
