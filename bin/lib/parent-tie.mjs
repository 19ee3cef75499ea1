/** Preloaded into the child of launch.mjs: shuts down as if asked to (SIGTERM) when the parent is gone. */
if (process.channel) {
  process.once("disconnect", () => process.kill(process.pid, "SIGTERM"));
  process.channel.unref();
}
