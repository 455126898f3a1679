import { importArticles, relateArticles } from '../administration/import-articles.ts'
import type { Journal } from '../journal/write.ts'
import { NotPortable, type PortableArticle, readPortable } from '../knowledge/portable-article.ts'
import { readArticleFiles } from '../node/cli/article-files.ts'

/** A link to the file beside it is one to its article. */
const siblings = /\]\(\.\/([a-z0-9-]+)\.md/g

/**
 * Takes a folder of articles into the tenant's knowledge base, published; what is there as it comes costs no transaction.
 *
 * @param warn told of what is not taken, or not as it was written
 */
export async function importKnowledge(
  journal: Journal,
  { tenant, folder, warn }: { tenant: string; folder: string; warn: (message: string) => void },
): Promise<void> {
  const articles: PortableArticle[] = []
  for await (const { name, record, reason } of readArticleFiles(folder)) {
    try {
      if (reason !== undefined) throw new NotPortable(reason)
      const body = String(record['body'] ?? '').replace(siblings, '](article:$1')
      const { article, ignored, refused } = readPortable({ ...record, body }, { locale: 'en' })
      for (const each of [...ignored, ...refused]) warn(`${name}: ${each} was left out`)
      articles.push(article)
    } catch (error) {
      if (!(error instanceof NotPortable)) throw error
      warn(`${name}: ${error.message}`)
    }
  }
  const outcomes = await importArticles(journal, tenant, articles, { kind: 'manual', audience: 'internal' })
  for (const [index, { reason }] of outcomes.entries()) if (reason) warn(`${articles[index]?.slug}: ${reason}`)
  const relations = articles.flatMap(({ slug, related }) => (related ? [{ slug, related }] : []))
  for (const name of await relateArticles(journal, tenant, relations)) warn(`there is no article "${name}"`)
}
