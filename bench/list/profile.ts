import { mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { z } from "zod";
import { requestRate } from "../lib/load.ts";
import { startServer } from "../lib/processes.ts";
import { table } from "../lib/report.ts";
import type { Subject } from "./rates.ts";

const cpuProfile = z.object({
  nodes: z.array(z.object({ id: z.number(), callFrame: z.object({ functionName: z.string(), url: z.string() }) })),
  samples: z.array(z.number()),
  timeDeltas: z.array(z.number()),
});

/** Microseconds from the start that belong to loading and warming up. */
const WARM = 5_000_000;

/** Whose code a frame is: a native function by its name, a library by its own, ours by its folder. */
const ownerOf = ({ functionName, url }: { functionName: string; url: string }): string => {
  if (url === "") return functionName === "" ? "native" : functionName;
  if (url.startsWith("node:internal/crypto")) return "hashes (ETag, token, cursor)";
  if (url.startsWith("node:")) return "node: http, streams, buffers";
  const library = [...url.matchAll(/node_modules\/((?:@[^/]+\/)?[^/]+)/g)].at(-1)?.[1];
  return library ?? `ours: ${/(packages\/[^/]+\/src\/[^/]+)/.exec(url)?.[1] ?? "other"}`;
};

/** Where the server's time goes under the same load, as shares of its busy samples. */
export const profileServer = async ({ databaseUrl, token }: Subject, seconds: number): Promise<string> => {
  const folder = await mkdtemp(join(tmpdir(), "aa-profile-"));
  try {
    const server = await startServer(databaseUrl, { nodeOptions: ["--cpu-prof", `--cpu-prof-dir=${folder}`] });
    await requestRate(`${server.origin}/api/v1/bookings?limit=50`, token, 5 + seconds);
    await server.stop();
    const [file = ""] = await readdir(folder);
    const shares = sharesOf(cpuProfile.parse(JSON.parse(await readFile(join(folder, file), "utf8"))));
    return table(
      ["part", "share of busy time"],
      shares.slice(0, 16).map(([owner, share]) => [`\`${owner}\``, `${(100 * share).toFixed(1)} %`]),
    );
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
};

const sharesOf = ({ nodes, samples, timeDeltas }: z.infer<typeof cpuProfile>): [string, number][] => {
  const frames = new Map(nodes.map(({ id, callFrame }) => [id, callFrame]));
  const times = new Map<string, number>();
  let clock = 0;
  let busy = 0;
  for (const [index, sample] of samples.entries()) {
    const delta = timeDeltas[index] ?? 0;
    clock += delta;
    const frame = frames.get(sample);
    if (clock < WARM || !frame || frame.functionName === "(idle)") continue;
    busy += delta;
    const owner = ownerOf(frame);
    times.set(owner, (times.get(owner) ?? 0) + delta);
  }
  return [...times].map(([owner, time]): [string, number] => [owner, time / busy]).toSorted((a, b) => b[1] - a[1]);
};
