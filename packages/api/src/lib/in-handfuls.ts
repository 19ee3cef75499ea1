const HANDFULS = 20;
const LEAST = 10;

/**
 * Gives `use` all of them, at once where `ms` is 0; else in handfuls over so many milliseconds, so that what comes up
 * meanwhile waits for one of these and not for all.
 */
export const inHandfuls = <One>(all: readonly One[], ms: number, use: (some: readonly One[]) => void): void => {
  const size = ms === 0 ? all.length : Math.max(LEAST, Math.ceil(all.length / HANDFULS));
  for (let at = 0, wait = 0; at < all.length; at += size, wait += ms / HANDFULS) {
    const some = all.slice(at, at + size);
    if (wait === 0) use(some);
    else setTimeout(() => use(some), wait).unref();
  }
};
