import { once } from "node:events";
import { createServer } from "node:http";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ask } from "../lib/server.mjs";
import { must, sh } from "../lib/shell.mjs";
import { cache, here, npmVersion, pipVersion, python, versionOf } from "../lib/tools.mjs";
import { freePort, start, until } from "../../smoke/process.mjs";

const STANDARD_GO = "0.0.1";

/** What a delivery is to be verified with: raw body and headers as they came, and the secret as it was shown. */
const verifiers = {
  TypeScript: async ({ secret, headers, body }) => {
    const { Webhook } = await import("standardwebhooks");
    try {
      new Webhook(secret).verify(body, headers);
      return true;
    } catch {
      return false;
    }
  },
  Python: async (delivery) => outcome(await sh(python, [join(here, "webhooks/verify.py")], inputOf(delivery))),
  Go: async (delivery) => outcome(await sh(join(cache, "verify/verify"), [], inputOf(delivery))),
};

const inputOf = (delivery) => ({ input: JSON.stringify(delivery) });

const outcome = ({ out, err }) => {
  if (out.trim() === "verified") return true;
  if (out.trim() === "refused") return false;
  throw new Error(`a verifier said neither: ${out}${err}`);
};

const buildGo = async () => {
  const folder = join(cache, "verify");
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, "go.mod"), "module verify\n\ngo 1.21\n");
  writeFileSync(join(folder, "main.go"), readFileSync(join(here, "webhooks/verify.go")));
  await must("go", ["get", `github.com/standard-webhooks/standard-webhooks/libraries@v${STANDARD_GO}`], {
    cwd: folder,
  });
  await must("go", ["build", "-o", "verify", "."], { cwd: folder });
};

/** Keeps what comes, and answers 204. */
const listen = async () => {
  const deliveries = [];
  const receiver = createServer((request, response) => {
    const chunks = [];
    request.on("data", (chunk) => chunks.push(chunk));
    request.on("end", () => {
      deliveries.push({ headers: request.headers, body: Buffer.concat(chunks).toString("utf8") });
      response.writeHead(204).end();
    });
  }).listen(0, "127.0.0.1");
  await once(receiver, "listening");
  return { deliveries, url: `http://127.0.0.1:${receiver.address().port}/`, close: () => receiver.close() };
};

const subscribe = (server, url) =>
  server.aa("endpoint", "create", "--mode", "test", "--url", url, "--events", "booking.*");

const book = async (server, index) => {
  const body = {
    simulatorId: server.simulatorId,
    trainees: [],
    sessionType: "DEMO",
    notes: "żółw ✈",
    ...server.slot(index),
  };
  const { status } = await ask(`${server.api}/bookings`, server.star, { method: "POST", body });
  if (status !== 201) throw new Error(`no booking was made: ${status}`);
};

/** How a delivery is falsified, each of which every verifier must refuse. */
const forgeries = (delivery, other) => ({
  "a changed body": { ...delivery, body: delivery.body.replace("DEMO", "DEMA") },
  "another secret": { ...delivery, secret: other },
  "another id": { ...delivery, headers: { ...delivery.headers, "webhook-id": "del_1" } },
  "an old time": { ...delivery, headers: { ...delivery.headers, "webhook-timestamp": "1600000000" } },
});

const standard = {
  name: "standard-webhooks",
  tool: async () =>
    `Standard Webhooks libraries of TypeScript (${npmVersion("standardwebhooks")}), Python (${await pipVersion("standardwebhooks")}) and Go (${STANDARD_GO})`,
  needs: ["npm", "python", "go"],
  run: async ({ server }) => {
    await buildGo();
    const receiver = await listen();
    try {
      const secret = await subscribe(server, receiver.url);
      await book(server, 4_000);
      await until("a delivery comes", () => receiver.deliveries.length > 0);
      const delivery = { secret, ...receiver.deliveries[0] };
      const findings = [];
      for (const [name, verify] of Object.entries(verifiers)) {
        if (!(await verify(delivery))) findings.push(`${name} refuses a delivery`);
        for (const [what, forged] of Object.entries(forgeries(delivery, `whsec_${btoa("x".repeat(32))}`)))
          if (await verify(forged)) findings.push(`${name} takes ${what}`);
      }
      return {
        did: "take a delivery of a booking as it came, refuse it with another body, secret, id or time",
        findings,
      };
    } finally {
      receiver.close();
    }
  },
};

/** Debian's receiver runs a command when the signature holds, and says so with the status that we ask for. */
const hooksFor = (secret, log) => [
  {
    id: "bookings",
    "execute-command": "/bin/sh",
    "pass-arguments-to-command": [
      { source: "string", name: "-c" },
      { source: "string", name: `echo "$0" >> ${log}` },
      { source: "payload", name: "type" },
    ],
    "trigger-signature-soft-failures": true, // a wrong signature is a mismatch, not the receiver's own fault (500)
    "trigger-rule-mismatch-http-response-code": 401,
    // Soft failures are looked at in an `or` only.
    "trigger-rule": {
      or: [
        {
          match: {
            type: "payload-hmac-sha256",
            secret,
            parameter: { source: "header", name: "X-AviationAlley-Signature" },
          },
        },
      ],
    },
  },
];

const debian = {
  name: "webhook-receiver",
  tool: async () => `webhook ${await versionOf("webhook", "-version")} (Debian)`,
  needs: ["webhook"],
  run: async ({ server }) => {
    const folder = mkdtempSync(join(tmpdir(), "receiver-"));
    const [hooks, log] = [join(folder, "hooks.json"), join(folder, "log")];
    const port = await freePort();
    const url = `http://127.0.0.1:${port}/hooks/bookings`;
    writeFileSync(log, "");
    const secret = await subscribe(server, url);
    writeFileSync(hooks, JSON.stringify(hooksFor(secret, log)));
    const receiver = start("webhook", ["-hooks", hooks, "-ip", "127.0.0.1", "-port", String(port), "-verbose"], {});
    try {
      const post = (signature) =>
        fetch(url, {
          method: "POST",
          headers: { "X-AviationAlley-Signature": signature, "content-type": "application/json" },
          body: "{}",
        });
      await until("the receiver listens", () => post("00").catch(() => undefined), { context: receiver.all });
      const forged = await post("0".repeat(64));
      await book(server, 4_001);
      const findings = forged.status === 401 ? [] : [`a forged delivery was answered ${forged.status}`];
      const taken = () =>
        readFileSync(log, "utf8")
          .split("\n")
          .filter((line) => line !== "");
      await until("a delivery is taken", () => taken().length > 0, { context: receiver.all });
      if (taken().some((type) => type !== "booking.created")) findings.push(`it took ${taken().join(", ")}`);
      return {
        did: "checks `X-AviationAlley-Signature` with its `payload-hmac-sha256` rule: runs its command for a delivery, answers 401 to a forged one",
        findings,
      };
    } finally {
      receiver.signal("SIGTERM");
      await receiver.end();
      rmSync(folder, { recursive: true, force: true });
    }
  },
};

export const WEBHOOK_PARTS = [standard, debian];
