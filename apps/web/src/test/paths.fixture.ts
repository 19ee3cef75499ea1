import type { BrowserPage } from "./console.fixture.ts";

/** The paths of the running console's own router, below /app: a new page is visited by itself. */
export const pathsOf = async (page: BrowserPage): Promise<string[]> => {
  const paths = await page.evaluate<string[]>("Object.keys(self.__TSR_ROUTER__.routesByPath)");
  // One leads on to another, one takes a token behind its number sign.
  return paths.filter((path) => path !== "/settings/integrations" && path !== "/invitation");
};

/** A path with values for its parameters. */
export const filledPath = (path: string, values: Readonly<Record<string, string>>): string =>
  path.replaceAll(/\$(\w+)/g, (_, name: string) => {
    const value = values[name];
    if (value === undefined) throw new Error(`The tests need a value for $${name} of ${path}.`);
    return value;
  });
