import type { ArticleAudience, ArticleCard, KeptArticle } from '@aftercare/protocol'
import { type Block, type Content, plainText, textOf } from '@aftercare/protocol/content'
import { articleAudiences, chooseLocale } from '@aftercare/protocol/knowledge'
import { type LinkingArticle, readingLinkTexts, type SearchDocument } from '@aftercare/protocol/search'
import type { Queryable } from '../../storage/prepared.ts'
import type { CataloguedArticle, CataloguedText } from './catalogue.ts'
import { type PublishedText, textsOf } from './search-store.ts'

/** An article as it stands in a collection of one language. */
export interface Placed {
  readonly id: string
  readonly article: CataloguedArticle
  /** In the language of the collection, or the nearest there is. */
  readonly text: CataloguedText
  /** What others call it in their links. */
  readonly called: readonly string[]
  /** Another text where anything of this, or of the article's words, is another. */
  readonly state: string
  /** Whether it is the same in the collection of every language: it and all that link to it are written in one alone. */
  readonly alike: boolean
}

const day = 86_400_000
/** To the day: nobody's index needs more, and it is fewer bytes. */
export const publishedDay = ({ text }: Placed): number => Math.floor(text.publishedAt / day) * day

/** Whoever reads what is for these reads what is for those before as well. */
export const audiencesUpTo = (audience: ArticleAudience): readonly ArticleAudience[] =>
  articleAudiences.slice(0, articleAudiences.indexOf(audience) + 1)

/** The articles of one audience, in order of their ids. Nothing of what only others may read is in them. In steps. */
export function* placing(
  articles: Iterable<CataloguedArticle>,
  locale: string,
  audience: ArticleAudience,
): Generator<void, readonly Placed[]> {
  const among = new Set(audiencesUpTo(audience))
  const known = [...articles].filter((article) => among.has(article.audience))
  yield
  known.sort((one, other) => (one.id < other.id ? -1 : 1))
  yield
  const byName = new Map(known.flatMap(({ id, names }) => names.map((name) => [name, id])))
  yield
  /** What is called otherwise in another language. */
  const renamed = new Set<string>()
  const chosen: { readonly id: string; readonly text: CataloguedText; readonly links: LinkingArticle['links'] }[] = []
  for (const article of known) {
    const text = chosenText(article, locale)
    const links = text.links.flatMap(({ to, text }) => (byName.has(to) ? [{ to: byName.get(to)!, text }] : []))
    if (article.texts.length > 1)
      for (const { links } of article.texts) for (const { to } of links) renamed.add(byName.get(to) ?? to)
    chosen.push({ id: article.id, text, links })
    yield
  }
  // An article that few may read gives none of its words to one that everybody reads.
  const called = yield* readingLinkTexts(chosen)
  const placed: Placed[] = []
  for (const [at, article] of known.entries()) {
    yield
    if (article.audience !== audience) continue
    const { id, slug, names, kind, product, versions, helpful, texts } = article
    const { text } = chosen[at]!
    const words = [...(called.get(id) ?? [])].sort()
    const locales = texts.map((each) => each.locale)
    const about = [slug, names, kind, product, versions, helpful, locales, words]
    const state = JSON.stringify([text.revision, text.locale, text.publishedAt, ...about])
    placed.push({ id, article, text, called: words, state, alike: texts.length === 1 && !renamed.has(id) })
  }
  return placed
}

function chosenText({ texts }: CataloguedArticle, wanted: string): CataloguedText {
  const locale = chooseLocale(
    texts.map((text) => text.locale),
    wanted,
  )
  return texts.find((text) => text.locale === locale)!
}

/** With their words, as far as they are still what they were; what has changed meanwhile is read with the next look. */
export async function withWords(
  db: Queryable,
  tenant: string,
  placed: readonly Placed[],
): Promise<readonly (readonly [Placed, PublishedText])[]> {
  const rows = new Map<string, PublishedText>()
  for (const [locale, some] of Map.groupBy(placed, ({ text }) => text.locale)) {
    for (const row of await textsOf(db, { tenant, locale, ids: some.map(({ id }) => id) })) rows.set(row.id, row)
  }
  return placed.flatMap((each) => {
    const row = rows.get(each.id)
    return row?.audience === each.article.audience ? [[each, row] as const] : []
  })
}

/** What is indexed of them, each made when it is asked for. */
export function* documentsOf(read: Iterable<readonly [Placed, PublishedText]>): Generator<SearchDocument> {
  for (const [each, row] of read) yield documentOf(each, row)
}

function documentOf(placed: Placed, row: PublishedText): SearchDocument {
  const { article, text, called } = placed
  const { kind, product, versionKeys, helpful } = article
  const content = JSON.parse(row.content) as Content
  return {
    id: placed.id,
    title: row.title,
    headings: headingsIn(content),
    keywords: [...(JSON.parse(row.keywords) as string[]), ...called],
    body: plainText(content),
    facts: {
      locale: text.locale,
      kind,
      updatedAt: publishedDay(placed),
      ...(product !== null && { products: [product] }),
      ...(versionKeys.some((key) => key !== null) && { versions: versionKeys }),
      ...(helpful !== undefined && { helpful }),
    },
  }
}

const headingsIn = (content: readonly Block[]): string[] =>
  content.flatMap((block) => (block.type === 'heading' ? [textOf(block.children)] : []))

export const cardOf = (
  { id, article: { slug, names, kind, audience, product }, text: { locale, revision } }: Placed,
  title: string,
): ArticleCard => {
  const earlier = names.filter((name) => name !== slug)
  const card = { id, slug, kind, audience, product, locale, title, revision }
  return earlier.length > 0 ? { ...card, earlier } : card
}

export const keptOf = (placed: Placed, row: PublishedText): KeptArticle =>
  ({
    ...cardOf(placed, row.title),
    versionFrom: placed.article.versions.from,
    versionTo: placed.article.versions.to,
    keywords: JSON.parse(row.keywords) as string[],
    publishedAt: new Date(placed.text.publishedAt).toISOString(),
    revision: row.number,
    content: JSON.parse(row.content) as Content,
    locales: placed.article.texts.map(({ locale }) => locale),
  }) as KeptArticle
