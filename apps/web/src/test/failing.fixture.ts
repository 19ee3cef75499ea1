import type { BrowserPage } from "./console.fixture.ts";

const BROKEN = {
  message: "broken",
  code: -32603,
  data: { failure: { code: "internal_error", detail: "Broken by a test." } },
};

/** An answer that says of each called procedure that it failed, for good. */
const failing = (url: string) => {
  const names = new URL(url).pathname.split("/").at(-1)?.split(",") ?? [];
  const body = JSON.stringify(names.map(() => ({ error: BROKEN })));
  return { status: 500, contentType: "application/json", body };
};

/** From now on calls to these addresses fail; `onCall` is told of each. */
export const fail = (page: BrowserPage, calls: RegExp, onCall?: () => void): Promise<unknown> =>
  page.route(calls, (route) => {
    onCall?.();
    return route.fulfill(failing(route.request().url()));
  });
