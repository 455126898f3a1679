import type { Kysely } from 'kysely'
import type { Migration } from 'kysely/migration'

/** Articles in several languages, with their revisions, every name they ever had, and what readers think of them. */
export function knowledgeMigration(): Migration {
  return {
    async up(db) {
      await createArticles(db)
      await createTexts(db)
      await db.schema
        .createTable('article_feedback')
        .addColumn('tenant', 'text', (column) => column.notNull())
        .addColumn('article_id', 'text', (column) => column.notNull())
        .addColumn('locale', 'text', (column) => column.notNull())
        .addColumn('person_id', 'text', (column) => column.notNull())
        .addColumn('helpful', 'integer', (column) => column.notNull())
        .addColumn('reason', 'text')
        .addColumn('comment', 'text')
        .addColumn('at', 'bigint', (column) => column.notNull())
        .addPrimaryKeyConstraint('article_feedback_pk', ['tenant', 'article_id', 'locale', 'person_id'])
        .execute()
    },
  }
}

async function createArticles(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('articles')
    .addColumn('tenant', 'text', (column) => column.notNull())
    .addColumn('id', 'text', (column) => column.notNull())
    .addColumn('position', 'bigint', (column) => column.notNull())
    .addColumn('kind', 'text', (column) => column.notNull())
    .addColumn('audience', 'text', (column) => column.notNull())
    .addColumn('product', 'text')
    .addColumn('version_from', 'text')
    .addColumn('version_to', 'text')
    .addColumn('first_version_key', 'text')
    .addColumn('last_version_key', 'text')
    .addColumn('slug', 'text', (column) => column.notNull())
    .addColumn('owner_id', 'text')
    .addColumn('review_due_at', 'bigint')
    .addColumn('related', 'text', (column) => column.notNull())
    .addColumn('created_at', 'bigint', (column) => column.notNull())
    .addColumn('updated_at', 'bigint', (column) => column.notNull())
    .addPrimaryKeyConstraint('articles_pk', ['tenant', 'id'])
    .addUniqueConstraint('articles_position', ['tenant', 'position'])
    .execute()

  await db.schema
    .createTable('article_slugs')
    .addColumn('tenant', 'text', (column) => column.notNull())
    .addColumn('slug', 'text', (column) => column.notNull())
    .addColumn('article_id', 'text', (column) => column.notNull())
    .addPrimaryKeyConstraint('article_slugs_pk', ['tenant', 'slug'])
    .execute()
  await db.schema.createIndex('article_slugs_article').on('article_slugs').columns(['tenant', 'article_id']).execute()
}

async function createTexts(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('article_translations')
    .addColumn('tenant', 'text', (column) => column.notNull())
    .addColumn('article_id', 'text', (column) => column.notNull())
    .addColumn('locale', 'text', (column) => column.notNull())
    .addColumn('state', 'text', (column) => column.notNull())
    .addColumn('revision', 'integer', (column) => column.notNull())
    .addColumn('published_revision', 'integer')
    .addColumn('published_at', 'bigint')
    .addColumn('note', 'text')
    .addColumn('updated_at', 'bigint', (column) => column.notNull())
    .addPrimaryKeyConstraint('article_translations_pk', ['tenant', 'article_id', 'locale'])
    .execute()

  await db.schema
    .createTable('article_revisions')
    .addColumn('tenant', 'text', (column) => column.notNull())
    .addColumn('article_id', 'text', (column) => column.notNull())
    .addColumn('locale', 'text', (column) => column.notNull())
    .addColumn('number', 'integer', (column) => column.notNull())
    .addColumn('title', 'text', (column) => column.notNull())
    .addColumn('body', 'text', (column) => column.notNull())
    .addColumn('keywords', 'text', (column) => column.notNull())
    .addColumn('content', 'text', (column) => column.notNull())
    .addColumn('digest', 'text', (column) => column.notNull())
    .addColumn('author', 'text', (column) => column.notNull())
    .addColumn('created_at', 'bigint', (column) => column.notNull())
    .addPrimaryKeyConstraint('article_revisions_pk', ['tenant', 'article_id', 'locale', 'number'])
    .execute()
}
