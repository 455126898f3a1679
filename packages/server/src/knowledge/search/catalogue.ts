import type { ArticleAudience, ArticleKind } from '@aftercare/protocol'
import type { Block, Content, Inline } from '@aftercare/protocol/content'
import { textOf } from '@aftercare/protocol/content'
import type { Queryable } from '../../storage/prepared.ts'
import { breath, queue } from '../../work/in-slices.ts'
import {
  allNames,
  articleEntriesAfter,
  articleIds,
  auditPlace,
  namesOf,
  portionsOf,
  publishedTexts,
  textsOf,
  votesOf,
} from './search-store.ts'

export interface CataloguedText {
  readonly locale: string
  readonly revision: number
  /** Milliseconds since 1970. */
  readonly publishedAt: number
  /** Names that the text links to, with the words of the links. */
  readonly links: readonly { readonly to: string; readonly text: string }[]
}

export interface CataloguedArticle {
  readonly id: string
  readonly slug: string
  /** Each that it ever had. */
  readonly names: readonly string[]
  readonly kind: ArticleKind
  readonly audience: ArticleAudience
  readonly product: string | null
  readonly versions: { readonly from: string | null; readonly to: string | null }
  readonly versionKeys: readonly [first: string | null, last: string | null]
  /** From 0 to 1, in quarters, where anybody has said so: not every vote makes another index. */
  readonly helpful: number | undefined
  readonly texts: readonly CataloguedText[]
}

/** What an entry of the audit log says of the articles that it is about: of one, or of those of an import. */
interface ArticleEntry {
  readonly article?: string
  readonly articles?: readonly string[]
}

/** What is published of one tenant, without the texts. Current as of the last `refresh`. */
export class Catalogue {
  readonly #tenant: string
  readonly articles = new Map<string, CataloguedArticle>()
  readonly #alone = queue()
  #place = -1
  /** Another number after each change. */
  version = 0

  constructor(tenant: string) {
    this.#tenant = tenant
  }

  /**
   * Takes in what was done with articles since, by this process or another: the audit log says what. Costs one row
   * by its key where nothing was written.
   */
  refresh(db: Queryable): Promise<void> {
    return this.#alone(() => this.#refresh(db))
  }

  async #refresh(db: Queryable): Promise<void> {
    const tenant = this.#tenant
    const [counters] = await auditPlace(db, { tenant })
    const place = counters?.audit_seq ?? 0
    if (place === this.#place) return
    if (this.#place < 0) await this.#read(db, undefined)
    else {
      const entries = await articleEntriesAfter(db, { tenant, seq: this.#place })
      const named = new Set<string>()
      for (const { details } of entries) {
        const { article, articles = [] } = JSON.parse(details) as ArticleEntry
        for (const id of article === undefined ? articles : [article]) named.add(id)
      }
      if (named.size > 0) await this.#read(db, [...named])
    }
    this.#place = place
  }

  /** Of some or of all. What is read in portions is taken in at once. */
  async #read(db: Queryable, some: readonly string[] | undefined): Promise<void> {
    const tenant = this.#tenant
    const ids = some ?? [...new Set([...this.articles.keys(), ...(await articleIds(db, tenant))])]
    const everyName = some ? undefined : await allNames(db, tenant)
    const found: CataloguedArticle[] = []
    for (const portion of portionsOf(ids)) {
      if (portion[0] !== ids[0]) await breath()
      const names = everyName ?? (await namesOf(db, { tenant, ids: portion }))
      const rows = await publishedTexts(db, { tenant, ids: portion })
      const votes = Map.groupBy(await votesOf(db, { tenant, ids: portion }), (row) => row.article_id)
      await breath()
      const links = await this.#linksOf(db, rows)
      for (const [id, texts] of Map.groupBy(rows, (row) => row.id)) {
        const [row] = texts as [(typeof rows)[number]]
        found.push({
          ...{ id, slug: row.slug, kind: row.kind, audience: row.audience, product: row.product },
          names: names.get(id) ?? [],
          versions: { from: row.version_from, to: row.version_to },
          versionKeys: [row.first_version_key, row.last_version_key],
          helpful: helpfulOf(votes.get(id) ?? []),
          texts: texts.map(({ locale, published_revision, published_at }) => ({
            ...{ locale, revision: published_revision!, publishedAt: published_at! },
            links: links.get(`${id} ${locale}`) ?? [],
          })),
        })
      }
    }
    if (!some) await breath()
    for (const id of ids) this.articles.delete(id)
    for (const article of found) this.articles.set(article.id, article)
    this.version += 1
  }

  /** Read only of what is new: a revision never changes. */
  async #linksOf(db: Queryable, rows: readonly { id: string; locale: string; published_revision: number | null }[]) {
    const links = new Map<string, CataloguedText['links']>()
    const unread: typeof rows = rows.filter(({ id, locale, published_revision: revision }) => {
      const known = this.articles.get(id)?.texts.find((text) => text.locale === locale && text.revision === revision)
      if (known) links.set(`${id} ${locale}`, known.links)
      return !known
    })
    for (const [locale, some] of Map.groupBy(unread, (row) => row.locale)) {
      const texts = await textsOf(db, { tenant: this.#tenant, locale, ids: some.map(({ id }) => id) })
      for (const { id, content } of texts) links.set(`${id} ${locale}`, linksIn(JSON.parse(content) as Content))
    }
    return links
  }
}

/** Of few votes nothing is said; whoever has many of one kind approaches its end. */
function helpfulOf(votes: readonly { helpful: number; count: number }[]): number | undefined {
  const of = (helpful: number) => Number(votes.find((vote) => vote.helpful === helpful)?.count ?? 0)
  const all = of(0) + of(1)
  return all === 0 ? undefined : Math.round((4 * (of(1) + 2)) / (all + 4)) / 4
}

const scheme = 'article:'

function linksIn(content: Content): CataloguedText['links'] {
  const found: { to: string; text: string }[] = []
  const line = (nodes: readonly Inline[]) => {
    for (const node of nodes) {
      if (!('children' in node)) continue
      if (node.type === 'link' && node.url.startsWith(scheme)) {
        found.push({ to: node.url.slice(scheme.length).split('#')[0]!, text: textOf(node.children) })
      }
      line(node.children)
    }
  }
  const blocks = (content: readonly Block[]) => {
    for (const block of content) {
      if (block.type === 'heading' || block.type === 'paragraph') line(block.children)
      else if (block.type === 'list') block.items.forEach(blocks)
      else if (block.type === 'quote') blocks(block.children)
      else if (block.type === 'table') for (const row of [block.head, ...block.rows]) row.forEach(line)
    }
  }
  blocks(content)
  return found
}
