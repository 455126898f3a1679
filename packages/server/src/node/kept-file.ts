import { randomUUID } from 'node:crypto'
import { link, mkdir, open, readFile, rename, rm } from 'node:fs/promises'
import { dirname } from 'node:path'

/**
 * Reads a small JSON file that only its owner may read, or makes it. Of several processes that start at once, one
 * makes it and all get the same.
 *
 * @throws Error when it cannot be read, or is not what `parse` expects
 */
export async function keptFile<Value>(
  file: string,
  parse: (value: unknown) => Value | undefined,
  make: () => Value,
): Promise<Value> {
  const kept = await readKept(file, parse)
  if (kept !== undefined) return kept
  const made = make()
  const fresh = await writeFresh(file, made)
  try {
    // Unlike rename, link never replaces what somebody else has just made.
    await link(fresh, file)
    return made
  } catch (error) {
    if (errorCode(error) !== 'EEXIST') throw error
    const theirs = await readKept(file, parse)
    if (theirs === undefined) throw new Error(`${file} came and went`)
    return theirs
  } finally {
    await rm(fresh, { force: true })
  }
}

/** The content of a kept file, or undefined where there is none. */
export async function readKept<Value>(
  file: string,
  parse: (value: unknown) => Value | undefined,
): Promise<Value | undefined> {
  let text: string
  try {
    text = await readFile(file, 'utf8')
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return undefined
    throw error
  }
  const value = parse(parseJson(text))
  if (value === undefined) throw new Error(`${file} is damaged; restore it from a backup`)
  return value
}

/** Replaces a kept file, all or nothing. */
export async function replaceKept(file: string, value: unknown): Promise<void> {
  await rename(await writeFresh(file, value), file)
}

async function writeFresh(file: string, value: unknown): Promise<string> {
  await mkdir(dirname(file), { recursive: true, mode: 0o700 })
  const fresh = `${file}.${randomUUID()}`
  const handle = await open(fresh, 'wx', 0o600)
  try {
    await handle.writeFile(`${JSON.stringify(value, null, 2)}\n`)
    await handle.sync()
  } finally {
    await handle.close()
  }
  return fresh
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

function errorCode(error: unknown): unknown {
  return error instanceof Error && 'code' in error ? error.code : undefined
}
