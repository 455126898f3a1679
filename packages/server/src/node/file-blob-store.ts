import { createReadStream, createWriteStream } from 'node:fs'
import { mkdir, open, rename, rm } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import type { ReadableStream as NodeReadableStream } from 'node:stream/web'
import type { BlobStore } from '../storage/blob-store.ts'

/** Keys are the server's own UUIDs; without dots and slashes none can lead outside the folder. */
const keyPattern = /^[a-z0-9-]{1,64}$/

/**
 * Blobs as files of one folder, readable by its owner alone.
 *
 * `put` writes beside the target, forces the bytes to the disk, renames, and forces the folder's entry to the disk:
 * after a crash there is the whole blob or none. What a crash leaves behind ends in `.partial` and is
 * never read.
 */
export function fileBlobStore(folder: string): BlobStore {
  let made: Promise<unknown> | undefined
  const ready = () => {
    made ??= mkdir(folder, { recursive: true, mode: 0o700 }).catch((error: unknown) => {
      // The disk may be there the next time.
      made = undefined
      throw error
    })
    return made
  }

  const fileOf = (key: string): string => {
    if (!keyPattern.test(key)) throw new RangeError('A blob key is a UUID in lower case')
    return join(folder, key)
  }

  return {
    async put(key, bytes) {
      const file = fileOf(key)
      await ready()
      const partial = `${file}.${crypto.randomUUID()}.partial`
      try {
        const target = createWriteStream(partial, { flags: 'wx', mode: 0o600, flush: true })
        await pipeline(Readable.fromWeb(bytes as NodeReadableStream), target)
        await rename(partial, file)
      } catch (error) {
        await rm(partial, { force: true })
        throw error
      }
      await syncFolder(dirname(file))
    },

    async get(key) {
      const file = fileOf(key)
      await ready()
      // Opened here rather than by the stream, so that a blob that is not there is `undefined` and not a broken stream.
      const handle = await open(file).catch((error: NodeJS.ErrnoException) => {
        if (error.code === 'ENOENT') return undefined
        throw error
      })
      if (!handle) return undefined
      const stream = createReadStream('', { fd: handle, autoClose: true })
      return Readable.toWeb(stream) as unknown as ReadableStream<Uint8Array>
    },

    async delete(key) {
      const file = fileOf(key)
      await ready()
      await rm(file, { force: true })
      await syncFolder(dirname(file))
    },
  }
}

async function syncFolder(folder: string): Promise<void> {
  // Windows has no such call, and needs none: NTFS journals its folders.
  if (process.platform === 'win32') return
  const handle = await open(folder, 'r')
  try {
    await handle.sync()
  } finally {
    await handle.close()
  }
}
