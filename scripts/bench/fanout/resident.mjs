/** Resident memory in bytes, once what is no longer needed was collected. */
export async function resident() {
  for (let round = 0; round < 3; round++) {
    globalThis.gc()
    await new Promise((resolve) => setTimeout(resolve, 100))
  }
  return process.memoryUsage().rss
}
