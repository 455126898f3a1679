import type { BlobStore } from './blob-store.ts'

/** Keeps files in memory: for tests and demonstrations. Nothing survives the process. */
export function memoryBlobStore(): BlobStore {
  const blobs = new Map<string, Uint8Array<ArrayBuffer>>()
  return {
    async put(key, bytes) {
      const chunks: Uint8Array[] = []
      let size = 0
      for await (const chunk of bytes) {
        chunks.push(chunk)
        size += chunk.byteLength
      }
      const whole = new Uint8Array(size)
      let at = 0
      for (const chunk of chunks) {
        whole.set(chunk, at)
        at += chunk.byteLength
      }
      blobs.set(key, whole)
    },
    async get(key) {
      const bytes = blobs.get(key)
      return bytes && new Blob([bytes]).stream()
    },
    async delete(key) {
      blobs.delete(key)
    },
  }
}
