// Loaded before tests: `--test-timeout` ends a test and not its process, which is waited for as long as anything in it
// is open. Says what that is. (`--test-force-exit` is no way out: it loses reports on their way.)

/** Whether one process runs many files. */
const together = process.execArgv.includes('--test-isolation=none')
const limit = together ? 600_000 : 240_000

// The runner of a process for each file loads this as well, and takes as long as all of them.
if (together || process.env.NODE_TEST_CONTEXT) {
  setTimeout(() => {
    console.error(
      `The tests had not ended after ${limit / 1000} s. Open: ${process.getActiveResourcesInfo().join(', ')}`,
    )
    process.exit(1)
  }, limit).unref()
}
