import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { z } from "zod";
import { table } from "./report.ts";

const cpuProfile = z.object({
  nodes: z.array(z.object({ id: z.number(), callFrame: z.object({ functionName: z.string(), url: z.string() }) })),
  samples: z.array(z.number()),
  timeDeltas: z.array(z.number()),
});

/** The options under which Node writes a CPU profile into a folder when it ends. */
export const profiling = (folder: string): string[] => ["--cpu-prof", `--cpu-prof-dir=${folder}`];

/** Whose code a frame is: a native function by its name, a library by its own, ours by its folder. */
const ownerOf = ({ functionName, url }: { functionName: string; url: string }): string => {
  if (url === "") return functionName === "" ? "native" : functionName;
  if (url.startsWith("node:internal/crypto")) return "node: hashes and signatures";
  if (url.startsWith("node:")) return "node: http, streams, buffers";
  const library = [...url.matchAll(/node_modules\/((?:@[^/]+\/)?[^/]+)/g)].at(-1)?.[1];
  return library ?? `ours: ${/((?:packages\/[^/]+\/src\/[^/]+)|(?:bench\/[^/]+))/.exec(url)?.[1] ?? "other"}`;
};

/**
 * The one profile in a folder as a table: shares of the busy samples by owner, the largest sixteen. What came in the
 * first `warm` microseconds belongs to loading and is left out.
 */
export const profileTable = async (folder: string, warm: number): Promise<string> => {
  const [file = ""] = await readdir(folder);
  const shares = sharesOf(cpuProfile.parse(JSON.parse(await readFile(join(folder, file), "utf8"))), warm);
  return table(
    ["part", "share of busy time"],
    shares.slice(0, 16).map(([owner, share]) => [`\`${owner}\``, `${(100 * share).toFixed(1)} %`]),
  );
};

const sharesOf = ({ nodes, samples, timeDeltas }: z.infer<typeof cpuProfile>, warm: number): [string, number][] => {
  const frames = new Map(nodes.map(({ id, callFrame }) => [id, callFrame]));
  const times = new Map<string, number>();
  let clock = 0;
  let busy = 0;
  for (const [index, sample] of samples.entries()) {
    const delta = timeDeltas[index] ?? 0;
    clock += delta;
    const frame = frames.get(sample);
    if (clock < warm || !frame || frame.functionName === "(idle)") continue;
    busy += delta;
    const owner = ownerOf(frame);
    times.set(owner, (times.get(owner) ?? 0) + delta);
  }
  return [...times].map(([owner, time]): [string, number] => [owner, time / busy]).toSorted((a, b) => b[1] - a[1]);
};
