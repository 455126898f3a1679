/// <reference types="node" />
import { createHash } from 'node:crypto'
import { mkdir, open, readFile, rename, stat, unlink } from 'node:fs/promises'
import { join } from 'node:path'
import { deserialize, serialize } from 'node:v8'
import { apply } from '../persistence/memory.ts'
import type { Persistence, PersistenceFactory } from '../persistence/persistence.ts'

/**
 * Keeps each store in one file of `directory`. A write puts the whole file anew beside the old one, syncs it and
 * renames it, so that a crash leaves the one or the other. Made for a script's few entries, not for thousands.
 * Several processes may share the directory: a lock file is held while a write lasts.
 */
export function fileStorage(directory: string): PersistenceFactory {
  return async (name) => {
    await mkdir(directory, { recursive: true, mode: 0o700 })
    // Readable for people, and by its hash unique where names are cut, or letters of both cases are one.
    const hash = createHash('sha256').update(name).digest('hex').slice(0, 32)
    return overFile(directory, `${name.replace(/[^\w]+/g, '-').slice(-60)}-${hash}.store`)
  }
}

function overFile(directory: string, fileName: string): Persistence {
  const path = join(directory, fileName)
  let closed = false
  let cached: { readonly version: string; readonly pairs: Map<string, unknown> } | undefined
  let queue: Promise<unknown> = Promise.resolve()

  /** A rename makes a new inode, so an unchanged inode and time mean unchanged content. */
  async function pairs(): Promise<ReadonlyMap<string, unknown>> {
    if (closed) throw new Error('The store is closed')
    const found = await stat(path, { bigint: true }).catch(absent)
    if (!found) return new Map()
    const version = `${found.ino}:${found.mtimeNs}:${found.size}`
    if (cached?.version !== version) {
      const read: unknown = deserialize(await readFile(path))
      if (!(read instanceof Map)) throw new Error(`${path} is not a store`)
      cached = { version, pairs: read }
    }
    return cached.pairs
  }

  async function replace(change: (pairs: Map<string, unknown>) => void): Promise<void> {
    if (closed) throw new Error('The store is closed')
    const lock = `${path}.lock`
    const release = await acquire(lock)
    try {
      const next = new Map(await pairs())
      change(next)
      const temporary = `${path}.new`
      const file = await open(temporary, 'w', 0o600)
      try {
        await file.writeFile(serialize(next))
        await file.sync()
      } finally {
        await file.close()
      }
      await rename(temporary, path)
      await syncDirectory(directory)
    } finally {
      await release()
    }
  }

  function enqueue(work: () => Promise<void>): Promise<void> {
    const result = queue.then(work)
    queue = result.catch(() => {})
    return result
  }

  return {
    get: async (key) => structuredClone((await pairs()).get(key)),
    async list(prefix) {
      const found = [...(await pairs())].filter(([key]) => key.startsWith(prefix))
      return structuredClone(found.sort(([a], [b]) => (a < b ? -1 : 1)))
    },
    write: (operations) => {
      const copy = structuredClone(operations)
      return enqueue(() => replace((next) => apply(next, copy)))
    },
    async close() {
      await queue
      closed = true
    },
  }
}

function absent(error: unknown): undefined {
  if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return
  throw error
}

function there(error: unknown): undefined {
  if (error instanceof Error && 'code' in error && error.code === 'EEXIST') return
  throw error
}

/**
 * A lock whose process no longer lives was left by a crash and is taken over; so is one that has stood for long without
 * a number, or with this process's own: in a container each process has the number of the one before it.
 */
async function acquire(lock: string): Promise<() => Promise<void>> {
  let seen: bigint | undefined
  for (let waited = 0; ; waited += 5) {
    const file = await open(lock, 'wx', 0o600).catch(there)
    if (file) {
      await file.writeFile(String(process.pid))
      const { ino } = await file.stat({ bigint: true })
      await file.close()
      // Whoever took it over, as this process seemed to be gone, has it now.
      return async () => {
        if ((await stat(lock, { bigint: true }).catch(absent))?.ino === ino) await unlink(lock).catch(absent)
      }
    }
    const found = await look(lock)
    if (!found) continue
    const { owner, mark } = found
    if (mark !== seen) waited = 0
    seen = mark
    const left = owner ? owner !== process.pid && !alive(owner) : false
    if (left || (waited > 2000 && (!owner || owner === process.pid))) await takeAway(lock, mark)
    else if (waited > 10_000) throw new Error(`${lock} is held by process ${owner}`)
    await new Promise((resolve) => setTimeout(resolve, 5))
  }
}

/** Whose lock it is, and what tells it from one that comes later, both of the same file. */
async function look(lock: string): Promise<{ readonly owner: number; readonly mark: bigint } | undefined> {
  const file = await open(lock, 'r').catch(absent)
  if (!file) return
  try {
    const { ino, ctimeNs } = await file.stat({ bigint: true })
    return { mark: ino + ctimeNs, owner: Number(await file.readFile('utf8')) }
  } finally {
    await file.close()
  }
}

/** An own file says who does that of all the processes that see it: the others' next lock must not go with it. */
async function takeAway(lock: string, mark: bigint): Promise<void> {
  const claim = `${lock}.${mark}`
  const file = await open(claim, 'wx', 0o600).catch(there)
  if (!file) {
    const claimed = await stat(claim).catch(absent)
    // Who wanted to take it away has died as well.
    if (claimed && Date.now() - claimed.mtimeMs > 5000) await unlink(claim).catch(absent)
    return
  }
  await file.close()
  if ((await look(lock))?.mark === mark) await unlink(lock).catch(absent)
  await unlink(claim).catch(absent)
}

function alive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM'
  }
}

/** Makes the rename itself durable; not every system lets a directory be opened. */
async function syncDirectory(directory: string): Promise<void> {
  const handle = await open(directory, 'r').catch(() => undefined)
  await handle?.sync().catch(() => {})
  await handle?.close()
}
