/** What others may have to wait for one turn of ours. */
const TURN_MS = 4;

/** Calls `use` for each, and lets the event loop turn, and thereby everything else, whenever that has taken 4 ms. */
export const inTurns = async <One>(all: Iterable<One>, use: (one: One) => void): Promise<void> => {
  let began = performance.now();
  for (const one of all) {
    if (performance.now() - began > TURN_MS) {
      await new Promise(setImmediate);
      began = performance.now();
    }
    use(one);
  }
};
