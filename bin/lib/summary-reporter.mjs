/**
 * Prints `N passed, N failed, N skipped` as the last line of a test run. What keeps a test from being counted is
 * counted as failed itself: a file that cannot be loaded, a hook that throws, an error that nobody caught.
 */
export default class SummaryReporter {
  onTestRunEnd(files, unhandledErrors) {
    const counts = { passed: 0, failed: unhandledErrors.length, skipped: 0 };
    for (const file of files) {
      counts.failed += file.errors().length;
      for (const suite of file.children.allSuites()) counts.failed += suite.errors().length;
      for (const test of file.children.allTests()) {
        const { state } = test.result();
        counts[state === "pending" ? "skipped" : state] += 1;
      }
    }
    const missing = process.env.BROWSER_TESTS_SKIPPED;
    process.once("exit", (code) => {
      // A run that fails before its first test (no database, say) has no test to blame.
      if (code !== 0 && counts.failed === 0) counts.failed = 1;
      if (missing) console.log(`BROWSER TESTS WERE SKIPPED: ${missing}`);
      console.log(`${counts.passed} passed, ${counts.failed} failed, ${counts.skipped} skipped`);
    });
  }
}
