import type { Select } from "@aviationalley/api/lib/list.ts";
import { requestRate, selectRate } from "../lib/load.ts";
import { median, medianRatio } from "../lib/report.ts";

/** Pages of 50 per second: the list's own SELECT by pgbench in both databases, and the endpoint over HTTP. */
export interface Pages {
  small: number;
  large: number;
  http: number;
  /** Of the endpoint to the SELECT in the large database. */
  share: number;
  /** What a page costs in the large database, against the small one. */
  growth: number;
}

interface Comparison {
  url: string;
  token: string;
  small: { url: string; select: Select };
  large: { url: string; select: Select };
  rounds: number;
  seconds: number;
}

const rateOf = ({ url, select }: Comparison["small"], seconds: number): Promise<number> =>
  selectRate(
    url,
    select.text,
    select.values.map((value) => (typeof value === "number" ? value : String(value))),
    seconds,
  );

/** In turn, round after round, so that a slow minute of the machine hits all three; round 0 warms up. */
export const compare = async ({ url, token, small, large, rounds, seconds }: Comparison): Promise<Pages> => {
  const samples = { small: [] as number[], large: [] as number[], http: [] as number[] };
  for (let round = 0; round <= rounds; round++) {
    const time = round === 0 ? 2 : seconds;
    const found = {
      small: await rateOf(small, time),
      large: await rateOf(large, time),
      http: await requestRate(url, token, time),
    };
    if (round === 0) continue;
    samples.small.push(found.small);
    samples.large.push(found.large);
    samples.http.push(found.http);
  }
  return {
    small: median(samples.small),
    large: median(samples.large),
    http: median(samples.http),
    share: medianRatio(samples.http, samples.large),
    growth: medianRatio(samples.small, samples.large),
  };
};
