/** The bytes of a stream in chunks of `size`; the last may be shorter, and is empty where there are none. */
export async function* fromChunks(
  stream: ReadableStream<Uint8Array>,
  size: number,
): AsyncGenerator<{ chunk: Uint8Array<ArrayBuffer>; last: boolean }> {
  const reader = stream.getReader()
  let chunk = new Uint8Array(size)
  let filled = 0
  try {
    for (let next = await reader.read(); !next.done; next = await reader.read()) {
      for (let rest = next.value; rest.byteLength > 0; ) {
        // A full one waits until there is more: it may be the last.
        if (filled === size) {
          yield { chunk, last: false }
          chunk = new Uint8Array(size)
          filled = 0
        }
        const some = rest.subarray(0, size - filled)
        chunk.set(some, filled)
        filled += some.byteLength
        rest = rest.subarray(some.byteLength)
      }
    }
    yield { chunk: chunk.subarray(0, filled), last: true }
  } finally {
    void reader.cancel().catch(() => {})
  }
}
