/** How often something is tried at random: so often in the suite, or `FUZZ_RUNS` times where somebody wants to know. */
export const fuzzRuns = (usual: number): { readonly runs: number; readonly isUsual: boolean } => {
  const wanted = Number(process.env["FUZZ_RUNS"] ?? usual);
  return { runs: wanted, isUsual: wanted === usual };
};
