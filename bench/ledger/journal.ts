import { open, readFile } from "node:fs/promises";

/** What one process promises to remember: a line of JSON each, on the disk before anyone is told. */
export interface Journal<Line> {
  /** Resolves when the line is on the disk. */
  write(line: Line): Promise<void>;
}

/** Opens a journal to append to. Lines written in one turn, or while the disk is busy, share one fsync. */
export const openJournal = async <Line>(path: string): Promise<Journal<Line>> => {
  const file = await open(path, "a");
  let waiting: { text: string; done: () => void; failed: (error: unknown) => void }[] = [];
  let writing = false;

  const flush = async (): Promise<void> => {
    writing = true;
    while (waiting.length > 0) {
      const batch = waiting;
      waiting = [];
      try {
        await file.appendFile(batch.map(({ text }) => text).join(""));
        await file.sync();
        for (const { done } of batch) done();
      } catch (error) {
        for (const { failed } of batch) failed(error);
      }
    }
    writing = false;
  };

  return {
    write(line) {
      const { promise, resolve, reject } = Promise.withResolvers<void>();
      // The line break comes first: a line that was torn by kill -9 must not swallow the next.
      waiting.push({ text: `\n${JSON.stringify(line)}\n`, done: resolve, failed: reject });
      if (!writing) void flush();
      return promise;
    },
  };
};

/** All whole lines of a journal; none where there is no file yet. A torn line promised nothing. */
export const readJournal = async <Line>(path: string): Promise<Line[]> => {
  const text = await readFile(path, "utf8").catch(() => "");
  return text.split("\n").flatMap((line): Line[] => {
    if (line === "") return [];
    try {
      return [JSON.parse(line) as Line]; // the ledger's own programs wrote it
    } catch {
      return [];
    }
  });
};
