import { type Article, type ArticleCard, readArticle } from '@aftercare/protocol'
import { chooseLocale } from '@aftercare/protocol/knowledge'
import type { Core } from '../core.ts'
import { keep } from '../persistence/keep.ts'
import type { Operation, StoredValue } from '../persistence/persistence.ts'

const prefix = 'article/'
/** So many that were read last are there offline. */
const mostKept = 30

const ofArticle = (id: string): string => `${prefix}${id}/`
const keyOf = ({ id, locale }: Pick<Article, 'id' | 'locale'>): string => ofArticle(id) + locale

/** An article as the device keeps it. */
export interface KeptArticle {
  readonly article: Article
  readonly etag: string | undefined
  /** The names it was asked for by, its present one among them. */
  readonly names: readonly string[]
  /** The languages it was asked for in. */
  readonly wanted: readonly string[]
}

interface KeptRecord {
  readonly version: 1
  /** When it was read last. Milliseconds since the epoch. */
  readonly at: number
  readonly etag: string | null
  readonly names: readonly string[]
  readonly wanted: readonly string[]
  readonly article: StoredValue
}

/**
 * What the device has of the article of that name: in the language that was given for `locale` before, else in the one
 * that suits best. Nothing where it has none, nobody is known, or the device refuses.
 */
export async function keptArticle(core: Core, slug: string, locale: string): Promise<KeptArticle | undefined> {
  const all = (await recordsOf(core)).filter(([, { names }]) => names.includes(slug))
  const parsed = await Promise.all(
    all.map(async ([, { etag, names, wanted, article }]) => {
      const { data } = (await readArticle.schemas()).output.safeParse(article)
      // Whatever a device says, what is not for everybody is shown by the server alone.
      return data?.audience === 'public' ? { article: data, etag: etag ?? undefined, names, wanted } : undefined
    }),
  )
  const found = parsed.filter((each) => each !== undefined)
  const asked = found.find(({ wanted }) => wanted.includes(locale))
  const available = found.map(({ article }) => article.locale).sort()
  const best = chooseLocale(available, locale || undefined)
  return asked ?? found.find(({ article }) => article.locale === best)
}

/**
 * Keeps an article for reading offline, as it came; one that is not for everybody is not kept, and is let go where it was
 * once.
 */
export async function keepArticle(
  core: Core,
  owner: string,
  { article, etag, slug, locale }: { article: Article; etag: string | null; slug: string; locale: string },
): Promise<void> {
  const key = keyOf(article)
  if (article.audience !== 'public') return forgetArticle(core, owner, slug)
  const all = await recordsOf(core)
  const before = all.find(([other]) => other === key)?.[1]
  const names = [...new Set([article.slug, slug, ...(before?.names ?? [])])]
  const wanted = [...new Set([locale, ...(before?.wanted ?? [])])]
  const value = { version: 1, at: core.clock.now(), etag, names, wanted, article: { ...article } as StoredValue }
  // Another language was the best for this reader before: it is no longer.
  const chosen = all.filter(
    ([other, record]) => other.startsWith(ofArticle(article.id)) && record.wanted.includes(locale),
  )
  const left = chosen.map(([other, record]): Operation => {
    const still = record.wanted.filter((each) => each !== locale)
    return { type: 'put', key: other, value: { ...record, wanted: still } }
  })
  const others = all.filter(([other]) => other !== key).sort(([, one], [, other]) => other.at - one.at)
  const over = others.slice(mostKept - 1).map(([other]): Operation => ({ type: 'delete', key: other }))
  await keep(core, owner, [...left, { type: 'put', key, value }, ...over])
}

/** Lets go of an article, in every language: it is gone, or no longer for everybody. */
export async function forgetArticle(core: Core, owner: string, slug: string): Promise<void> {
  const gone = (await recordsOf(core)).filter(([, { names }]) => names.includes(slug))
  if (gone.length > 0)
    await keep(
      core,
      owner,
      gone.map(([key]) => ({ type: 'delete', key })),
    )
}

/**
 * Keys of articles that a whole collection says are no longer there for everybody, or have another text by now; which one
 * they have in another language than the collection's, it cannot say.
 */
export async function outdatedArticles(
  core: Core,
  cards: ReadonlyMap<string, ArticleCard>,
): Promise<readonly string[]> {
  return (await recordsOf(core)).flatMap(([key, record]) => {
    const { id, locale, revision } = record.article as Partial<Article>
    const card = cards.get(id ?? '')
    const current = card?.audience === 'public' && (card.locale !== locale || card.revision <= (revision ?? 0))
    return current ? [] : key
  })
}

async function recordsOf(core: Core): Promise<readonly (readonly [key: string, record: KeptRecord])[]> {
  try {
    const all = await (await core.persistence()).store.list(prefix)
    return all.flatMap(([key, value]) => (isRecord(value) ? [[key, value] as const] : []))
  } catch {
    return []
  }
}

function isRecord(value: unknown): value is KeptRecord {
  if (typeof value !== 'object' || value === null) return false
  const { version, at, names, wanted, etag } = value as Partial<Record<keyof KeptRecord, unknown>>
  const etagged = etag === null || typeof etag === 'string'
  return version === 1 && typeof at === 'number' && Array.isArray(names) && Array.isArray(wanted) && etagged
}
