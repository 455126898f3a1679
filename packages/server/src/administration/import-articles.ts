import { ProblemError } from '../handle/problem-error.ts'
import {
  eventsOfImport,
  type ImportDefaults,
  type ImportOutcome,
  importArticle,
  isKnown,
} from '../knowledge/import-article.ts'
import { NotPortable, type PortableArticle } from '../knowledge/portable-article.ts'
import { type ArticleRow, findArticleNamed, updateArticle } from '../knowledge/store.ts'
import { eventsOfSettings, tellSettings } from '../knowledge/tell.ts'
import { withinSavepoint } from '../storage/savepoint.ts'
import { type Journal, writeAsOperator } from './write-as-operator.ts'

/** Articles of one transaction: few enough that nobody waits long for the tenant meanwhile, and that its entry in the audit log names them. */
export const articlesTogether = 100

/** What became of one article. */
export type Imported =
  | { readonly outcome: ImportOutcome['outcome']; readonly reason?: undefined }
  | { readonly outcome: 'skipped'; readonly reason: string }

/**
 * Takes some articles in, in one transaction: all that can be taken, or, when the process ends meanwhile, none. What is
 * here already costs no transaction at all, so that an import can be repeated. The audit log names what is new or changed.
 *
 * @param articles `articlesTogether` at most
 * @returns what became of each, in their order
 * @throws AdministrationError `not_found` (the tenant)
 */
export async function importArticles(
  journal: Journal,
  tenant: string,
  articles: readonly PortableArticle[],
  defaults: ImportDefaults,
): Promise<readonly Imported[]> {
  if (articles.length > articlesTogether) throw new RangeError(`At most ${articlesTogether} articles at once`)
  const known = await Promise.all(articles.map((article) => isKnown(journal.database.reader, tenant, article)))
  if (known.every(Boolean)) return known.map(() => ({ outcome: 'unchanged' }))
  return writeAsOperator(
    journal,
    tenant,
    async (writing) => {
      const result: Imported[] = []
      const touched = new Set<string>()
      for (const article of articles) {
        try {
          const imported = await withinSavepoint(writing.tx, () => importArticle(writing, article, defaults))
          if (imported.outcome !== 'unchanged') touched.add(imported.article)
          result.push({ outcome: imported.outcome })
        } catch (error) {
          result.push({ outcome: 'skipped', reason: whySkipped(error) })
        }
      }
      const count = (outcome: Imported['outcome']) => result.filter((each) => each.outcome === outcome).length
      const counts = { created: count('created'), changed: count('changed'), skipped: count('skipped') }
      const details = { ...counts, articles: [...touched] }
      return { audit: { action: 'articles.imported', details }, result }
    },
    { events: articles.length * eventsOfImport },
  )
}

/** @throws what is no fault of the article */
function whySkipped(error: unknown): string {
  if (error instanceof NotPortable) return error.message
  if (!(error instanceof ProblemError)) throw error
  const [first] = error.errors ?? []
  return first ? `${first.pointer.slice(1)} ${first.code}` : error.code
}

/**
 * Says of articles which others are worth reading besides, once all are here.
 *
 * @returns names that lead nowhere
 */
export async function relateArticles(
  journal: Journal,
  tenant: string,
  relations: readonly { readonly slug: string; readonly related: readonly string[] }[],
): Promise<readonly string[]> {
  const { reader } = journal.database
  const idOf = async (slug: string) => (await findArticleNamed(reader, { tenant, slug }))[0]
  const unknown: string[] = []
  const changes: { row: ArticleRow; related: string }[] = []
  for (const { slug, related } of relations) {
    const row = await idOf(slug)
    const ids: string[] = []
    for (const name of related) {
      const other = await idOf(name)
      if (!other) unknown.push(name)
      else if (other.id !== row?.id && !ids.includes(other.id)) ids.push(other.id)
    }
    const written = JSON.stringify(ids)
    if (row && row.related !== written) changes.push({ row, related: written })
  }
  for (let from = 0; from < changes.length; from += articlesTogether) {
    const some = changes.slice(from, from + articlesTogether)
    await writeAsOperator(
      journal,
      tenant,
      async (writing) => {
        for (const { row, related } of some) {
          await updateArticle(writing.tx, { tenant, id: row.id }, { related, updated_at: writing.now })
          await tellSettings(writing, row.id, row.audience, row.audience)
        }
        const articles = some.map(({ row }) => row.id)
        return { audit: { action: 'articles.related', details: { articles } }, result: undefined }
      },
      { events: some.length * eventsOfSettings },
    )
  }
  return [...new Set(unknown)]
}
