/** Loaded into the server's process before it: tells the heap after a full collection to whoever asks. */
process.on("message", () => {
  globalThis.gc?.();
  process.send?.(process.memoryUsage().heapUsed);
});
// Asking must not be what keeps the server alive.
process.channel?.unref();
