import { changesPart } from "./parts/changes.mjs";
import { CLIENT_PARTS } from "./parts/clients.mjs";
import { insomniaPart, postmanPart } from "./parts/collections.mjs";
import { documentPart } from "./parts/document.mjs";
import { prismPart } from "./parts/prism.mjs";
import { prismSuitePart } from "./parts/prism-suite.mjs";
import { schemathesisPart } from "./parts/schemathesis.mjs";
import { WEBHOOK_PARTS } from "./parts/webhooks.mjs";

/**
 * Every part, in the order of the report. `run` answers what the tool `did`, its `findings`, and whether that was
 * `enough` to mean anything: true, or what was missing.
 */
export const PARTS = [
  documentPart,
  changesPart,
  schemathesisPart,
  prismPart,
  prismSuitePart,
  ...CLIENT_PARTS,
  postmanPart,
  insomniaPart,
  ...WEBHOOK_PARTS,
];
