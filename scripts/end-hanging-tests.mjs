// Loaded before each file of tests: `--test-timeout` ends a test and not its file, whose process is waited for as long
// as anything in it is open. Says what that is. (`--test-force-exit` is no way out: it loses reports on their way.)
const limit = 240_000

// The runner itself loads this as well, and takes as long as all its files.
if (process.env.NODE_TEST_CONTEXT) {
  setTimeout(() => {
    console.error(
      `The file had not ended after ${limit / 1000} s. Open: ${process.getActiveResourcesInfo().join(', ')}`,
    )
    process.exit(1)
  }, limit).unref()
}
