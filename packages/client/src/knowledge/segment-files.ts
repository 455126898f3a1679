import { type ArticleAudience, readSearchSegment } from '@aftercare/protocol'
import type { Core } from '../core.ts'
import { NetworkFailure } from '../failure.ts'
import { keep } from '../persistence/keep.ts'
import { asReader } from './as-reader.ts'

/** Where files of the search are kept. */
export const filePrefix = 'search/file/'

export interface SegmentFile {
  readonly hash: string
  /** Only what everybody may read stays on the device. */
  readonly audience: ArticleAudience
  readonly locale: string
}

/** The bytes of a file from the device or else the server; those that are not what their name says are not used. */
export function bytesOf(core: Core, owner: string, file: SegmentFile): Promise<Uint8Array<ArrayBuffer>> {
  const underWay = core.column(flights)
  const key = `${owner} ${file.hash}`
  const flight = underWay.get(key) ?? fetched(core, owner, file).finally(() => underWay.delete(key))
  underWay.set(key, flight)
  return flight
}

/** Nothing is fetched twice at once. */
const flights = () => new Map<string, Promise<Uint8Array<ArrayBuffer>>>()

async function fetched(core: Core, owner: string, file: SegmentFile): Promise<Uint8Array<ArrayBuffer>> {
  const kept = await onDevice(core, owner, file)
  if (kept) return kept
  const { hash, locale, audience } = file
  const response = await core.send(...asReader(core, readSearchSegment, { params: { hash }, query: { locale } }), {
    owner,
  })
  const bytes = new Uint8Array(await response.arrayBuffer())
  if ((await digestOf(core, bytes)) !== hash) throw new NetworkFailure('A part of the index is not what it should be')
  if (audience === 'public') await keep(core, owner, [{ type: 'put', key: filePrefix + hash, value: bytes }])
  return bytes
}

/** The same without a network. */
export async function onDevice(
  core: Core,
  owner: string,
  { hash, audience }: SegmentFile,
): Promise<Uint8Array<ArrayBuffer> | undefined> {
  if (audience !== 'public') return undefined
  try {
    const { store, identity } = await core.persistence()
    const bytes = identity === owner ? await store.get(filePrefix + hash) : undefined
    if (!(bytes instanceof Uint8Array) || !(bytes.buffer instanceof ArrayBuffer)) return undefined
    const own = bytes as Uint8Array<ArrayBuffer>
    return (await digestOf(core, own)) === hash ? own : undefined
  } catch {
    return undefined
  }
}

async function digestOf(core: Core, bytes: Uint8Array<ArrayBuffer>): Promise<string> {
  const digest = new Uint8Array(await core.environment.digest(bytes))
  return Array.from(digest, (byte) => byte.toString(16).padStart(2, '0')).join('')
}

/** Works on some things at once, and on the others as these are done. */
export async function eachAtOnce<Item>(
  items: readonly Item[],
  atOnce: number,
  work: (item: Item) => Promise<void>,
): Promise<void> {
  const left = [...items]
  const worker = async () => {
    for (let item = left.shift(); item !== undefined; item = left.shift()) await work(item)
  }
  await Promise.all(Array.from({ length: atOnce }, worker))
}
