import type { BlobStore } from './blob-store.ts'

/** Keeps files in memory: for tests and demonstrations. Nothing survives the process. */
export function memoryBlobStore(): BlobStore {
  const blobs = new Map<string, Blob>()
  return {
    async put(key, bytes) {
      blobs.set(key, await new Response(bytes).blob())
    },
    async get(key) {
      return blobs.get(key)?.stream()
    },
    async delete(key) {
      blobs.delete(key)
    },
  }
}
