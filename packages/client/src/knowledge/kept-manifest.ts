import { type ArticleCard, readSearchManifest, type SearchManifest } from '@aftercare/protocol'
import type { Core } from '../core.ts'
import { NetworkFailure } from '../failure.ts'
import { keep } from '../persistence/keep.ts'
import type { Operation, StoredValue } from '../persistence/persistence.ts'
import { asReader } from './as-reader.ts'
import { outdatedArticles } from './kept-articles.ts'
import { filePrefix } from './segment-files.ts'

/** What a collection was made of when it was last compared with the server. */
export interface HeldManifest {
  readonly manifest: SearchManifest
  /** Undefined where it is not all of what the server has named. */
  readonly etag: string | undefined
}

const prefix = 'search/manifest/'
const keyOf = (locale: string): string => prefix + locale

/** @param locale As it was asked for. */
export async function manifestOnDevice(core: Core, owner: string, locale: string): Promise<HeldManifest | undefined> {
  try {
    const { store, identity } = await core.persistence()
    const value = identity === owner ? await store.get(keyOf(locale)) : undefined
    if (typeof value !== 'object' || value === null) return undefined
    const { version, etag, manifest } = value as { version?: unknown; etag?: unknown; manifest?: unknown }
    const { data } = (await readSearchManifest.schemas()).output.safeParse(manifest)
    if (version !== 1 || !data) return undefined
    return { manifest: data, etag: typeof etag === 'string' ? etag : undefined }
  } catch {
    return undefined
  }
}

/**
 * What the server has now.
 *
 * @returns undefined: what is held is what it has
 * @throws what `Core.send` does
 */
export async function manifestAnew(
  core: Core,
  owner: string,
  locale: string,
  held: HeldManifest | undefined,
): Promise<HeldManifest | undefined> {
  const headers = held?.etag ? { 'If-None-Match': held.etag } : undefined
  const response = await core.send(...asReader(core, readSearchManifest, { query: locale ? { locale } : {} }), {
    owner,
    headers,
  })
  if (response.status === 304) return undefined
  const { data } = (await readSearchManifest.schemas()).output.safeParse(await response.json())
  if (!data) throw new NetworkFailure('The index cannot be read')
  return { manifest: data, etag: response.headers.get('ETag') ?? undefined }
}

/**
 * Keeps what everybody may read of it, and lets go of what it says is over: files that no collection on the device has any
 * more, and articles that were read and have been taken back, or have another text by now.
 *
 * @param cards All articles of the collection, where it is here.
 */
export async function keepManifest(
  core: Core,
  owner: string,
  locale: string,
  { manifest, etag }: HeldManifest,
  { before, cards }: { before: HeldManifest | undefined; cards: ReadonlyMap<string, ArticleCard> | undefined },
): Promise<void> {
  const segments = manifest.segments.filter(({ audience }) => audience === 'public')
  const whole = segments.length === manifest.segments.length
  const named = new Set([...hashesOf({ segments }), ...(await hashesOfOthers(core, locale))])
  const gone = before ? hashesOf(before.manifest).filter((hash) => !named.has(hash)) : []
  const outdated = cards ? await outdatedArticles(core, cards) : []
  await keep(core, owner, [
    {
      type: 'put',
      key: keyOf(locale),
      value: {
        version: 1,
        etag: whole && etag !== undefined ? etag : null,
        // JSON, as it came.
        manifest: { ...manifest, segments } as unknown as StoredValue,
      },
    },
    ...[...gone.map((hash) => filePrefix + hash), ...outdated].map((key): Operation => ({ type: 'delete', key })),
  ])
}

/** Files that the collections of other languages are made of: most articles are written in one language and in all of these. */
async function hashesOfOthers(core: Core, locale: string): Promise<readonly string[]> {
  try {
    const all = await (await core.persistence()).store.list(prefix)
    const schema = (await readSearchManifest.schemas()).output
    return all.flatMap(([key, value]) => {
      const { data } = schema.safeParse((value as { manifest?: unknown } | null)?.manifest)
      return key !== keyOf(locale) && data ? hashesOf(data) : []
    })
  } catch {
    return []
  }
}

const hashesOf = ({ segments }: Pick<SearchManifest, 'segments'>): string[] =>
  segments.flatMap(({ titles, bodies, cards, texts }) => [titles, bodies, cards, ...texts].map(({ hash }) => hash))
