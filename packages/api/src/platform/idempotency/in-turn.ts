/**
 * Twins on this node wait here, where they hold no connection: fifty equal requests must not take every connection of
 * the pool to wait for one row. Twins on other nodes meet in the database.
 */
const running = new Map<string, Promise<unknown>>();

/** Runs `work` when nothing else runs under this name; undefined when that did not come about within `wait` ms. */
export const inTurn = async <T>(name: string, wait: number, work: () => Promise<T>): Promise<T | undefined> => {
  const end = performance.now() + wait;
  for (let other = running.get(name); other !== undefined; other = running.get(name)) {
    const left = end - performance.now();
    if (left <= 0 || !(await settlesWithin(other, left))) return undefined;
  }
  const mine = work();
  running.set(name, mine);
  try {
    return await mine;
  } finally {
    running.delete(name);
  }
};

const settlesWithin = (other: Promise<unknown>, ms: number): Promise<boolean> =>
  new Promise((resolve) => {
    const timer = setTimeout(() => resolve(false), ms);
    const settled = () => {
      clearTimeout(timer);
      resolve(true);
    };
    other.then(settled, settled);
  });
