import { articlesTogether, importArticles, relateArticles } from '../../administration/import-articles.ts'
import { importFile } from '../../administration/import-file.ts'
import { anchorsIn, articleLinksIn } from '../../content/parts-of.ts'
import type { Journal } from '../../journal/write.ts'
import type { ImportDefaults } from '../../knowledge/import-article.ts'
import { NotPortable, type PortableArticle, readPortable } from '../../knowledge/portable-article.ts'
import { findArticleNamed } from '../../knowledge/store.ts'
import type { BlobStore } from '../../storage/blob-store.ts'
import { type ArticleRecord, readArticleFiles } from './article-files.ts'
import { ArticleFolder, decoded } from './article-folder.ts'
import type { Terminal } from './terminal.ts'

/** Addresses that are named of one article. */
const shown = 3

interface ImportParts {
  readonly journal: Journal
  readonly blobs: BlobStore
  readonly terminal: Pick<Terminal, 'print' | 'complain'>
  readonly tenant: string
  readonly defaults: ImportDefaults
  /** Language of what does not say its own. */
  readonly locale: string
  readonly draft: boolean
}

/** One import, with its report. */
export class ImportRun {
  readonly #parts: ImportParts
  readonly #counts = { created: 0, changed: 0, unchanged: 0, skipped: 0 }
  readonly #seen = new Set<string>()
  /** By the name of an article: what its files have said of it, and which did first. */
  readonly #said = new Map<string, Map<string, { value: string; name: string }>>()
  readonly #ignored = new Set<string>()
  readonly #relations: { slug: string; related: readonly string[] }[] = []
  /** By the name of an article: the headings that it has in any language. */
  readonly #anchors = new Map<string, Set<string>>()
  readonly #links: { name: string; slug: string; anchor: string | undefined }[] = []
  #waiting: { name: string; article: PortableArticle }[] = []

  constructor(parts: ImportParts) {
    this.#parts = parts
  }

  /**
   * @returns the code that the command ends with
   * @throws Failure when there is nothing to read
   */
  async run(place: string): Promise<0 | 1> {
    const { journal, blobs, terminal, tenant } = this.#parts
    const folder = await ArticleFolder.open(place, (file) => importFile({ journal, blobs }, tenant, file))
    for await (const record of readArticleFiles(place)) {
      try {
        await this.#take(record, folder)
      } catch (error) {
        if (!(error instanceof NotPortable)) throw error
        this.#skip(record.name, error.message)
      }
      if (this.#waiting.length === articlesTogether) await this.#flush()
    }
    if (this.#waiting.length > 0) await this.#flush()
    if (this.#ignored.size > 0) terminal.print(`note all: ignored is ${[...this.#ignored].join(', ')}`)
    for (const name of await relateArticles(journal, tenant, this.#relations)) {
      terminal.print(`note related: there is no article "${name}"`)
    }
    await this.#followLinks()
    const { created, changed, unchanged, skipped } = this.#counts
    terminal.print(`${created} new, ${changed} changed, ${unchanged} as they were, ${skipped} skipped.`)
    return skipped > 0 ? 1 : 0
  }

  async #take({ name, record, reason }: ArticleRecord, folder: ArticleFolder): Promise<void> {
    const { locale, draft, terminal } = this.#parts
    if (reason !== undefined) throw new NotPortable(reason)
    let read = readPortable(record, { locale })
    const key = `${read.article.slug} ${read.article.locale}`
    if (this.#seen.has(key)) throw new NotPortable(`"${read.article.slug}" was there before, in the same language`)
    this.#seen.add(key)
    this.#agree(name, read.article)
    const addresses = await folder.addressesOf(name, read)
    if (addresses.size > 0) read = readPortable(record, { locale, addresses })
    const { article, ignored, refused } = read
    for (const member of ignored) this.#ignored.add(member)
    if (refused.length > 0) {
      const more = refused.length > shown ? ` and ${refused.length - shown} more` : ''
      terminal.print(`note ${name}: no link was made to ${refused.slice(0, shown).join(', ')}${more}`)
    }
    if (article.related) this.#relations.push({ slug: article.slug, related: article.related })
    const anchors = this.#anchors.get(article.slug) ?? new Set()
    this.#anchors.set(article.slug, anchors)
    for (const anchor of anchorsIn(article.content)) anchors.add(anchor)
    for (const { slug, anchor } of articleLinksIn(article.content)) this.#links.push({ name, slug, anchor })
    this.#waiting.push({ name, article: draft ? { ...article, draft } : article })
  }

  /** What an article says of itself in one language it may not deny in another. */
  #agree(name: string, article: PortableArticle): void {
    const known = this.#said.get(article.slug) ?? new Map<string, { value: string; name: string }>()
    this.#said.set(article.slug, known)
    for (const setting of ['kind', 'audience', 'product', 'versionFrom', 'versionTo'] as const) {
      const value = article[setting]
      const before = known.get(setting)
      if (value === undefined) continue
      if (before && before.value !== value)
        throw new NotPortable(`its ${setting} is "${value}", and "${before.value}" in ${before.name}`)
      known.set(setting, { value, name })
    }
  }

  async #flush(): Promise<void> {
    const { journal, tenant, defaults, terminal } = this.#parts
    const articles = this.#waiting.map(({ article }) => article)
    const outcomes = await importArticles(journal, tenant, articles, defaults)
    for (const [index, { outcome, reason }] of outcomes.entries()) {
      if (outcome === 'skipped') this.#skip(this.#waiting[index]!.name, reason)
      else this.#counts[outcome]++
    }
    this.#waiting = []
    const { created, changed, unchanged, skipped } = this.#counts
    terminal.complain(`${created + changed + unchanged + skipped} read …`)
  }

  #skip(name: string, reason: string): void {
    this.#counts.skipped++
    this.#parts.terminal.print(`skipped ${name}: ${reason}`)
  }

  /** Once all are here: says which links between articles lead nowhere. */
  async #followLinks(): Promise<void> {
    const { journal, tenant, terminal } = this.#parts
    const known = new Map<string, boolean>()
    for (const { name, slug, anchor } of this.#links) {
      if (!known.has(slug)) {
        known.set(slug, (await findArticleNamed(journal.database.reader, { tenant, slug })).length > 0)
      }
      const anchors = this.#anchors.get(slug)
      if (!known.get(slug)) terminal.print(`note ${name}: there is no article "${slug}"`)
      else if (anchor !== undefined && anchors && !anchors.has(decoded(anchor))) {
        terminal.print(`note ${name}: "${slug}" has no heading "#${anchor}"`)
      }
    }
  }
}
