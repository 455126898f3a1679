import type { ArticleAudience, ArticleKind } from '@aftercare/protocol'
import type { ArticleState } from '@aftercare/protocol/knowledge'
import type { Insertable, Selectable, Updateable } from 'kysely'
import { containing } from '../people/containing.ts'
import { prepared, type Queryable } from '../storage/prepared.ts'
import type { ArticlesTable } from '../storage/schema.ts'

export type ArticleRow = Omit<Selectable<ArticlesTable>, 'tenant' | 'summary_digest'>

const columns = [
  ...(['id', 'position', 'kind', 'audience', 'product', 'version_from', 'version_to', 'first_version_key'] as const),
  ...([
    'last_version_key',
    'slug',
    'owner_id',
    'review_due_at',
    'related',
    'ticket_id',
    'created_at',
    'updated_at',
  ] as const),
] as const

const ofArticle = columns.map((column) => `a.${column}` as const)

type OfArticle = { tenant: string; id: string }

export const findArticle = prepared<OfArticle, ArticleRow>((db, p) =>
  db.selectFrom('articles').select(columns).where('tenant', '=', p.tenant).where('id', '=', p.id),
)

/** By the present name or an earlier one. */
export const findArticleNamed = prepared<{ tenant: string; slug: string }, ArticleRow>((db, p) =>
  db
    .selectFrom('article_slugs as s')
    .innerJoin('articles as a', (join) => join.onRef('a.tenant', '=', 's.tenant').onRef('a.id', '=', 's.article_id'))
    .select(ofArticle)
    .where('s.tenant', '=', p.tenant)
    .where('s.slug', '=', p.slug),
)

export async function findArticles(
  db: Queryable,
  of: { tenant: string; ids: readonly string[] },
): Promise<ArticleRow[]> {
  if (of.ids.length === 0) return []
  return db.selectFrom('articles').select(columns).where('tenant', '=', of.tenant).where('id', 'in', of.ids).execute()
}

/** @returns whether the id was free */
export async function insertArticle(db: Queryable, row: Omit<Insertable<ArticlesTable>, 'position'>): Promise<boolean> {
  // Under the tenant's lock, which every write begins with.
  const last = await db
    .selectFrom('articles')
    .select(({ fn }) => fn.max('position').as('position'))
    .where('tenant', '=', row.tenant)
    .executeTakeFirst()
  const made = await db
    .insertInto('articles')
    .values({ ...row, position: (last?.position ?? 0) + 1 })
    .onConflict((conflict) => conflict.columns(['tenant', 'id']).doNothing())
    .returning('id')
    .execute()
  return made.length > 0
}

export async function updateArticle(db: Queryable, of: OfArticle, change: Updateable<ArticlesTable>): Promise<void> {
  await db.updateTable('articles').set(change).where('tenant', '=', of.tenant).where('id', '=', of.id).execute()
}

/** Gives a name to an article for ever. @returns whether it has it now; false: it is another's */
export async function takeSlug(db: Queryable, of: OfArticle & { slug: string }): Promise<boolean> {
  const { tenant, id, slug } = of
  await db
    .insertInto('article_slugs')
    .values({ tenant, slug, article_id: id })
    .onConflict((conflict) => conflict.columns(['tenant', 'slug']).doNothing())
    .execute()
  const [found] = await findArticleId(db, { tenant, slug })
  return found?.article_id === id
}

const findArticleId = prepared((db, p: { tenant: string; slug: string }) =>
  db.selectFrom('article_slugs').select('article_id').where('tenant', '=', p.tenant).where('slug', '=', p.slug),
)

export interface ReaderFilter {
  readonly tenant: string
  readonly audiences: readonly ArticleAudience[]
  readonly kind?: ArticleKind | undefined
  /** Of this product, or of every product. */
  readonly product?: string | undefined
  /** The key of a version that it has to hold for. */
  readonly version?: string | undefined
  /** Only what was begun before. */
  readonly before: number | undefined
  readonly limit: number
}

/** Published in some language, newest first. */
export async function listReadable(db: Queryable, filter: ReaderFilter): Promise<ArticleRow[]> {
  const { tenant, kind, product, version, before } = filter
  let select = db
    .selectFrom('articles as a')
    .select(ofArticle)
    .where('a.tenant', '=', tenant)
    .where('a.audience', 'in', filter.audiences)
    .where(({ exists, selectFrom }) =>
      exists(
        selectFrom('article_translations as t')
          .select('t.locale')
          .whereRef('t.tenant', '=', 'a.tenant')
          .whereRef('t.article_id', '=', 'a.id')
          .where('t.published_revision', 'is not', null),
      ),
    )
  if (before !== undefined) select = select.where('a.position', '<', before)
  if (kind) select = select.where('a.kind', '=', kind)
  if (product) select = select.where((row) => row.or([row('a.product', 'is', null), row('a.product', '=', product)]))
  if (version) {
    select = select
      .where((row) => row.or([row('a.first_version_key', 'is', null), row('a.first_version_key', '<=', version)]))
      .where((row) => row.or([row('a.last_version_key', 'is', null), row('a.last_version_key', '>=', version)]))
  }
  return select.orderBy('a.position', 'desc').limit(filter.limit).execute()
}

export interface DeskFilter {
  readonly tenant: string
  readonly search?: string | undefined
  readonly state?: ArticleState | undefined
  readonly locale?: string | undefined
  readonly kind?: ArticleKind | undefined
  readonly audience?: ArticleAudience | undefined
  readonly before: number | undefined
  readonly limit: number
}

/** In every state, newest first. */
export async function listWhole(db: Queryable, filter: DeskFilter): Promise<ArticleRow[]> {
  const { tenant, search, state, locale, kind, audience, before } = filter
  let select = db.selectFrom('articles as a').select(ofArticle).where('a.tenant', '=', tenant)
  if (before !== undefined) select = select.where('a.position', '<', before)
  if (kind) select = select.where('a.kind', '=', kind)
  if (audience) select = select.where('a.audience', '=', audience)
  if (state || locale || search) {
    select = select.where(({ exists, selectFrom, or, ref }) => {
      let texts = selectFrom('article_translations as t')
        .innerJoin('article_revisions as r', (join) =>
          join
            .onRef('r.tenant', '=', 't.tenant')
            .onRef('r.article_id', '=', 't.article_id')
            .onRef('r.locale', '=', 't.locale')
            .onRef('r.number', '=', 't.revision'),
        )
        .select('t.locale')
        .whereRef('t.tenant', '=', 'a.tenant')
        .whereRef('t.article_id', '=', 'a.id')
      if (state) texts = texts.where('t.state', '=', state)
      if (locale) texts = texts.where('t.locale', '=', locale)
      if (search)
        texts = texts.where((row) => or([containing(row.ref('r.title'), search), containing(ref('a.slug'), search)]))
      return exists(texts)
    })
  }
  return select.orderBy('a.position', 'desc').limit(filter.limit).execute()
}
