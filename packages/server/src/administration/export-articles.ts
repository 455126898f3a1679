import type { Content } from '@aftercare/protocol/content'
import { articleLinksIn, filesIn } from '../content/parts-of.ts'
import { readdressOutwards } from '../content/readdress.ts'
import type { Journal } from '../journal/write.ts'
import { findFileToExport } from '../knowledge/file-store.ts'
import type { FrontMatter } from '../knowledge/front-matter.ts'
import { imageFileName } from '../knowledge/image-types.ts'
import { type ArticleRow, findArticleNamed, findArticles, listWhole } from '../knowledge/store.ts'
import { findRevision, type StandingRow, standingOf } from '../knowledge/translation-store.ts'

/** An article in one language, as it can be taken in again. */
export interface ExportedArticle {
  /** Of its file. */
  readonly name: string
  readonly matter: FrontMatter
  /** Leads to the files of the others, and to those of its images. */
  readonly body: string
  readonly files: readonly ExportedFile[]
}

export interface ExportedFile {
  /** Beside the articles. */
  readonly path: string
  /** In the blob store. */
  readonly key: string
}

const nameOf = (slug: string, locale: string): string => `${slug}.${locale}.md`

const pageLength = 100

/**
 * A tenant's articles, newest first, each in every language: what is published, and where `drafts` is set the newest text
 * of what is not.
 */
export async function* exportArticles(
  { database }: Pick<Journal, 'database'>,
  { tenant, drafts }: { tenant: string; drafts: boolean },
): AsyncGenerator<ExportedArticle> {
  const { reader } = database
  const written = new Map<string, readonly string[]>()
  for (let before: number | undefined; ; ) {
    const rows = await listWhole(reader, { tenant, before, limit: pageLength })
    const texts = await standingOf(reader, { tenant, articles: rows.map(({ id }) => id) })
    const byArticle = Map.groupBy(texts, ({ article_id }) => article_id)
    for (const row of rows) {
      const related = await namesOf(row)
      for (const standing of (byArticle.get(row.id) ?? []).filter(isWritten)) {
        const { locale, revision, published_revision: published } = standing
        const [text] = await findRevision(reader, { tenant, article: row.id, locale, number: published ?? revision })
        if (!text) continue
        const keywords = JSON.parse(text.keywords) as string[]
        const matter = {
          ...{ title: text.title, slug: row.slug, locale, kind: row.kind, audience: row.audience },
          ...(row.product !== null && { product: row.product }),
          ...(row.version_from !== null && { versionFrom: row.version_from }),
          ...(row.version_to !== null && { versionTo: row.version_to }),
          ...(keywords.length > 0 && { keywords }),
          ...(related.length > 0 && { related }),
          ...(published === null && { state: 'draft' }),
        }
        const { addresses, files } = await outwards(JSON.parse(text.content) as Content, locale)
        const body = addresses.size > 0 ? readdressOutwards(text.body, addresses) : text.body
        yield { name: nameOf(row.slug, locale), matter, body, files }
      }
    }
    before = rows.at(-1)?.position
    if (rows.length < pageLength) return
  }

  function isWritten({ state, published_revision: published }: StandingRow): boolean {
    return published !== null || (drafts && state !== 'archived')
  }

  /** Where the articles and images of a text lie among what is written. */
  async function outwards(content: Content, locale: string) {
    const addresses = new Map<string, string>()
    const files: ExportedFile[] = []
    for (const { url, slug, anchor } of articleLinksIn(content)) {
      const locales = await localesOf(slug)
      const other = locales.includes(locale) ? locale : locales[0]
      if (other) addresses.set(url, nameOf(slug, other) + (anchor === undefined ? '' : `#${anchor}`))
    }
    for (const id of filesIn(content)) {
      const [file] = await findFileToExport(reader, { tenant, id })
      const name = file && !file.scan && imageFileName(file.name, file.media_type)
      if (!name) continue
      // Its id first, so that it is known again, whatever it is called.
      const path = `images/${id}-${name}`
      addresses.set(`file:${id}`, path)
      files.push({ path, key: file.blob_key ?? id })
    }
    return { addresses, files }
  }

  /** The languages in which an article is written; none where the name is an earlier one. */
  async function localesOf(slug: string): Promise<readonly string[]> {
    const known = written.get(slug)
    if (known) return known
    const [row] = await findArticleNamed(reader, { tenant, slug })
    const texts = row?.slug === slug ? await standingOf(reader, { tenant, articles: [row.id] }) : []
    const locales = texts.filter(isWritten).map((each) => each.locale)
    written.set(slug, locales)
    return locales
  }

  async function namesOf(row: ArticleRow): Promise<string[]> {
    const ids = JSON.parse(row.related) as string[]
    const others = await findArticles(reader, { tenant, ids })
    return ids.flatMap((id) => others.find((each) => each.id === id)?.slug ?? [])
  }
}
