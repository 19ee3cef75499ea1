/** Before any test: what browser tests look at is what the sources say, however vitest was started. */
import { projectFolder, say } from "./bootstrap.mjs";
import { ensureConsole } from "./console.mjs";

export const setup = () => ensureConsole(projectFolder, say);
