import type { ArticleAudience } from '@aftercare/protocol'
import { prepared, type Queryable } from '../storage/prepared.ts'

/** Files of a tenant by their ids, with what decides whether a text may show them. */
export async function findFilesToShow(db: Queryable, of: { tenant: string; ids: readonly string[] }) {
  return db
    .selectFrom('files')
    .select(['id', 'uploader_side', 'uploader_id', 'ticket_id', 'article_id'])
    .where('tenant', '=', of.tenant)
    .where('id', 'in', of.ids)
    .execute()
}

/** An image that was brought here before, by its id or by its bytes. */
export const findImported = prepared((db, p: { tenant: string; sha256: string }) =>
  db
    .selectFrom('files')
    .select('id')
    .where('tenant', '=', p.tenant)
    .where('sha256', '=', p.sha256)
    .where('uploader_id', '=', 'operator')
    .orderBy('created_at')
    .limit(1),
)

export const findShownById = prepared((db, p: { tenant: string; id: string; sha256: string }) =>
  db
    .selectFrom('files')
    .select('id')
    .where('tenant', '=', p.tenant)
    .where('id', '=', p.id)
    .where('sha256', '=', p.sha256)
    .where('article_id', 'is not', null),
)

/** What an export needs of files. */
export const findFileToExport = prepared((db, p: { tenant: string; id: string }) =>
  db
    .selectFrom('files')
    .select(['id', 'name', 'media_type', 'blob_key', 'scan'])
    .where('tenant', '=', p.tenant)
    .where('id', '=', p.id)
    .where('article_id', 'is not', null),
)

/** Says that a revision shows files, which from now on are the articles' and nobody's upload any more. */
export async function showFiles(
  db: Queryable,
  of: { tenant: string; article: string; locale: string; number: number },
  ids: readonly string[],
): Promise<void> {
  const { tenant, article: article_id, locale, number } = of
  await db
    .updateTable('files')
    .set({ article_id })
    .where('tenant', '=', tenant)
    .where('id', 'in', ids)
    .where('article_id', 'is', null)
    .execute()
  await db
    .insertInto('article_files')
    .values(ids.map((file_id) => ({ tenant, file_id, article_id, locale, number })))
    .execute()
}

const shown = prepared((db, p: { tenant: string; file: string }) =>
  db
    .selectFrom('article_files as f')
    .innerJoin('files as b', (join) => join.onRef('b.tenant', '=', 'f.tenant').onRef('b.id', '=', 'f.file_id'))
    .innerJoin('articles as a', (join) => join.onRef('a.tenant', '=', 'f.tenant').onRef('a.id', '=', 'f.article_id'))
    .innerJoin('article_translations as t', (join) =>
      join
        .onRef('t.tenant', '=', 'f.tenant')
        .onRef('t.article_id', '=', 'f.article_id')
        .onRef('t.locale', '=', 'f.locale'),
    )
    .select(['b.scan', 'b.media_type', 'a.audience', 'f.number', 't.published_revision'])
    .where('f.tenant', '=', p.tenant)
    .where('f.file_id', '=', p.file),
)

/**
 * A file that an article shows to somebody: in a text that is published for them, or, to those who write articles, in any
 * revision.
 */
export async function findShownFile(
  db: Queryable,
  of: { tenant: string; file: string; audiences: readonly ArticleAudience[]; everyRevision: boolean },
) {
  const rows = await shown(db, of)
  return rows.find(
    ({ audience, number, published_revision: published }) =>
      of.everyRevision || (number === published && of.audiences.includes(audience)),
  )
}
