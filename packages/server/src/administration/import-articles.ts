import { ProblemError } from '../handle/problem-error.ts'
import {
  eventsOfImport,
  type ImportDefaults,
  type ImportOutcome,
  importArticle,
  isKnown,
} from '../knowledge/import-article.ts'
import type { PortableArticle } from '../knowledge/portable-article.ts'
import { type ArticleRow, findArticleNamed, updateArticle } from '../knowledge/store.ts'
import { eventsOfSettings, tellSettings } from '../knowledge/tell.ts'
import { withinSavepoint } from '../storage/savepoint.ts'
import { type Journal, writeAsOperator } from './write-as-operator.ts'

/** What became of one article. */
export type Imported =
  | { readonly outcome: ImportOutcome; readonly reason?: undefined }
  | { readonly outcome: 'skipped'; readonly reason: string }

/**
 * Takes some articles in, in one transaction: all that can be taken, or, when the process ends meanwhile, none. What is
 * here already costs no transaction at all, so that an import can be repeated.
 *
 * @returns what became of each, in their order
 * @throws AdministrationError `not_found` (the tenant)
 */
export async function importArticles(
  journal: Journal,
  tenant: string,
  articles: readonly PortableArticle[],
  defaults: ImportDefaults,
): Promise<readonly Imported[]> {
  const known = await Promise.all(articles.map((article) => isKnown(journal.database.reader, tenant, article)))
  if (known.every(Boolean)) return known.map(() => ({ outcome: 'unchanged' }))
  return writeAsOperator(
    journal,
    tenant,
    async (writing) => {
      const result: Imported[] = []
      for (const article of articles) {
        try {
          const outcome = await withinSavepoint(writing.tx, () => importArticle(writing, article, defaults))
          result.push({ outcome })
        } catch (error) {
          if (!(error instanceof ProblemError)) throw error
          const [first] = error.errors ?? []
          result.push({ outcome: 'skipped', reason: first ? `${first.pointer.slice(1)} ${first.code}` : error.code })
        }
      }
      const count = (outcome: Imported['outcome']) => result.filter((each) => each.outcome === outcome).length
      const details = { created: count('created'), changed: count('changed'), skipped: count('skipped') }
      return { audit: { action: 'articles.imported', details }, result }
    },
    { events: articles.length * eventsOfImport },
  )
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
  if (changes.length > 0) {
    await writeAsOperator(
      journal,
      tenant,
      async (writing) => {
        for (const {
          row: { id, audience },
          related,
        } of changes) {
          await updateArticle(writing.tx, { tenant, id }, { related, updated_at: writing.now })
          await tellSettings(writing, id, audience, audience)
        }
        return { audit: { action: 'articles.related', details: { articles: changes.length } }, result: undefined }
      },
      { events: changes.length * eventsOfSettings },
    )
  }
  return [...new Set(unknown)]
}
