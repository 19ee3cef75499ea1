/**
 * Constants of the API that the console loads as they are, below the project's folder. They have no server behind them:
 * tools/architecture holds them to that, and the console is built anew when one of them changes.
 */
export const BROWSER_SAFE = ["overlap", "roles", "scopes"].map((name) => `packages/api/src/lib/${name}.ts`);
