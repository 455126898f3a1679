import { canonicalJson } from '@aftercare/protocol'
import { type Kysely, sql } from 'kysely'
import type { Migration } from 'kysely/migration'
import { parseMarkdown } from '../../content/parse-markdown.ts'
import { sha256Hex } from '../../handle/digest.ts'
import { withoutPersonalData } from '../../knowledge/personal-data.ts'
import type { Database } from '../database.ts'

/** Which files the texts of articles show, events about articles, and articles that came of tickets. */
export function articleLifeMigration(kind: Database['kind']): Migration {
  return {
    async up(db) {
      await createFiles(db)
      await widenEvents(db, kind)
      await adoptDrafts(db)
    },
  }
}

async function createFiles(db: Kysely<unknown>): Promise<void> {
  await db.schema.alterTable('files').addColumn('article_id', 'text').execute()
  await db.schema.dropIndex('files_unused').execute()
  await db.schema
    .createIndex('files_unused')
    .on('files')
    .columns(['tenant', 'uploader_side', 'uploader_id', 'size'])
    .where(sql<boolean>`ticket_id is null and article_id is null`)
    .execute()
  await db.schema
    .createIndex('files_imported')
    .on('files')
    .columns(['tenant', 'sha256'])
    .where(sql<boolean>`uploader_id = 'operator'`)
    .execute()
  await db.schema
    .createTable('article_files')
    .addColumn('tenant', 'text', (column) => column.notNull())
    .addColumn('file_id', 'text', (column) => column.notNull())
    .addColumn('article_id', 'text', (column) => column.notNull())
    .addColumn('locale', 'text', (column) => column.notNull())
    .addColumn('number', 'integer', (column) => column.notNull())
    .addPrimaryKeyConstraint('article_files_pk', ['tenant', 'file_id', 'article_id', 'locale', 'number'])
    .execute()
}

/** An event is no longer always of a ticket. */
async function widenEvents(db: Kysely<unknown>, kind: Database['kind']): Promise<void> {
  if (kind === 'postgres') {
    await db.schema
      .alterTable('events')
      .alterColumn('ticket_id', (column) => column.dropNotNull())
      .execute()
    for (const name of ['article_id', 'locale']) await db.schema.alterTable('events').addColumn(name, 'text').execute()
    await db.schema.alterTable('events').addColumn('revision', 'integer').execute()
    return
  }
  // SQLite makes a column nullable only by making its table anew.
  await db.schema
    .createTable('events_now')
    .addColumn('tenant', 'text', (column) => column.notNull())
    .addColumn('seq', 'bigint', (column) => column.notNull())
    .addColumn('at', 'bigint', (column) => column.notNull())
    .addColumn('type', 'text', (column) => column.notNull())
    .addColumn('ticket_id', 'text')
    .addColumn('message_id', 'text')
    .addColumn('article_id', 'text')
    .addColumn('locale', 'text')
    .addColumn('revision', 'integer')
    .addColumn('audience', 'text', (column) => column.notNull())
    .addPrimaryKeyConstraint('events_pk', ['tenant', 'seq'])
    .execute()
  const columns = 'tenant, seq, at, type, ticket_id, message_id, audience'
  await sql.raw(`insert into events_now (${columns}) select ${columns} from events`).execute(db)
  await db.schema.dropTable('events').execute()
  await db.schema.alterTable('events_now').renameTo('events').execute()
}

interface Draft {
  readonly tenant: string
  readonly id: string
  readonly ticket_id: string
  readonly locale: string
  readonly title: string
  readonly body: string
  readonly created_at: number
  readonly assignee_id: string | null
  readonly name: string | null
}

/** What closed problems left in a table of its own become articles, for staff alone. */
async function adoptDrafts(db: Kysely<unknown>): Promise<void> {
  await db.schema.alterTable('articles').addColumn('ticket_id', 'text').execute()
  await db.schema.alterTable('articles').addColumn('summary_digest', 'text').execute()
  await db.schema.createIndex('articles_ticket').unique().on('articles').columns(['tenant', 'ticket_id']).execute()
  const { rows } = await sql<Draft>`
    select a.*, t.assignee_id, d.name from article_drafts a
      left join tickets t on t.tenant = a.tenant and t.id = a.ticket_id
      left join people_details d on d.tenant = t.tenant and d.person_id = t.requester_id
      order by a.tenant, a.created_at, a.id`.execute(db)
  for (const draft of rows) await adopt(db, draft)
  await db.schema.dropTable('article_drafts').execute()
}

async function adopt(db: Kysely<unknown>, draft: Draft): Promise<void> {
  const { tenant, id, locale, created_at: at, assignee_id: owner } = draft
  const names = draft.name === null ? [] : [draft.name]
  const title = [...withoutPersonalData(draft.title, names)].slice(0, 200).join('').trim() || 'Solution'
  const body = withoutPersonalData(draft.body, names).replaceAll('](file:', '](').trimEnd()
  const digest = sha256Hex(canonicalJson({ title, body, keywords: [] }))
  const slug = `troubleshooting-${id}`
  const author = owner === null ? 'service' : `staff:${owner}`
  const { rows } = await sql<{ position: number | null }>`
    select max(position) as position from articles where tenant = ${tenant}`.execute(db)
  const position = (rows[0]?.position ?? 0) + 1
  await sql`insert into articles (tenant, id, position, kind, audience, slug, owner_id, related, ticket_id, summary_digest,
      created_at, updated_at)
    values (${tenant}, ${id}, ${position}, 'troubleshooting', 'internal', ${slug}, ${owner}, '[]', ${draft.ticket_id},
      ${digest}, ${at}, ${at})`.execute(db)
  await sql`insert into article_slugs (tenant, slug, article_id) values (${tenant}, ${slug}, ${id})`.execute(db)
  await sql`insert into article_translations (tenant, article_id, locale, state, revision, updated_at)
    values (${tenant}, ${id}, ${locale}, 'draft', 1, ${at})`.execute(db)
  await sql`insert into article_revisions (tenant, article_id, locale, number, title, body, keywords, content, digest, author,
      created_at)
    values (${tenant}, ${id}, ${locale}, 1, ${title}, ${body}, '[]', ${contentOf(body)}, ${digest}, ${author}, ${at})`.execute(
    db,
  )
}

function contentOf(body: string): string {
  try {
    return JSON.stringify(parseMarkdown(body))
  } catch {
    return JSON.stringify([{ type: 'code', language: null, text: body }])
  }
}
