/**
 * Gathers single calls into batches for a queue that runs one job at a time: what comes while a batch is written makes
 * the next one. Each call resolves with its batch.
 */
export const collector = <Item>(write: (batch: readonly Item[]) => Promise<void>) => {
  let waiting: Item[] = [];
  let next = Promise.withResolvers<void>();
  let running = false;

  const drain = async (): Promise<void> => {
    running = true;
    await new Promise(setImmediate);
    while (waiting.length > 0) {
      const [batch, { resolve, reject }] = [waiting, next];
      waiting = [];
      next = Promise.withResolvers();
      await write(batch).then(resolve, reject);
    }
    running = false;
  };

  return (item: Item): Promise<void> => {
    waiting.push(item);
    const { promise } = next;
    if (!running) void drain();
    return promise;
  };
};
