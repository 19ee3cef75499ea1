import { start, freePort, until } from "../../smoke/process.mjs";
import { npmScript, npmVersion } from "./tools.mjs";

/** The header in which Prism says what it found, as JSON. */
export const VIOLATIONS = "sl-violations";

export const prismName = () => `Prism ${npmVersion("@stoplight/prism-cli")}`;

/** Runs Prism as a validating proxy in front of `upstream`, and hands its origin to `use`. */
export const withPrism = async (documentFile, upstream, use) => {
  const port = await freePort();
  const script = npmScript("@stoplight/prism-cli/dist/index.js");
  const settings = ["--port", String(port), "--verboseLevel", "fatal"];
  const prism = start(process.execPath, [script, "proxy", documentFile, upstream, ...settings], {});
  try {
    const isUp = async () => (await fetch(`http://127.0.0.1:${port}/none`).catch(() => undefined)) !== undefined;
    await until("prism listens", isUp, { ms: 60_000, context: prism.all });
    return await use(`http://127.0.0.1:${port}`);
  } finally {
    prism.signal("SIGTERM");
    await prism.end();
  }
};
