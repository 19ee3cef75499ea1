import { expect, test } from "vitest";
import { isSameOrigin } from "./same-origin.ts";

const PUBLIC = "https://api.example.com";

test.each([
  ["our own page", { "sec-fetch-site": "same-origin", origin: PUBLIC }, true],
  ["another site", { "sec-fetch-site": "cross-site", origin: "https://evil.example" }, false],
  ["a sister domain", { "sec-fetch-site": "same-site", origin: "https://blog.example.com" }, false],
  ["a typed address", { "sec-fetch-site": "none" }, false],
  ["an old browser on our page", { origin: PUBLIC }, true],
  ["an old browser on the host that it called", { origin: "https://10.0.0.7:3000", host: "10.0.0.7:3000" }, true],
  ["an old browser elsewhere", { origin: "https://evil.example", host: "api.example.com" }, false],
  ["our host without TLS", { origin: "http://api.example.com", host: "api.example.com" }, false],
  ["a page without an origin", { origin: "null" }, false],
  ["a program that says so", { "x-aa-console": "1" }, true],
  ["a foreign page that could not say so", { origin: "https://evil.example", "x-aa-console": "1" }, false],
  ["nothing said", {}, false],
])("%s", (_case, headers, allowed) => {
  expect(isSameOrigin(headers, PUBLIC)).toBe(allowed);
});
