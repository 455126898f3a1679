import type { ArticleCard, SearchManifest } from '@aftercare/protocol'
import { write } from '../src/journal/write.ts'
import type { PeopleRows } from './permission-matrix.ts'
import type { Expected } from './permission-tables.ts'
import type { PermissionWorld } from './permission-world.ts'
import { tenant } from './world.ts'

/** A word that no other article has. */
const wordOf = (id: string) => `word${id.slice(0, 8)}`

/** An article of a kind of the table, as if somebody had written it. */
async function articleOf({ w }: PermissionWorld, kind: string): Promise<{ id: string; slug: string }> {
  const id = crypto.randomUUID()
  const of = { tenant: kind === 'tenant' ? 'neighbour' : tenant, article_id: id }
  const audience = kind === 'customers' || kind === 'internal' ? kind : 'public'
  const state = kind === 'draft' || kind === 'review' ? kind : 'published'
  const none = { product: null, version_from: null, version_to: null, first_version_key: null, last_version_key: null }
  const times = { created_at: w.now(), updated_at: w.now() }
  const db = w.database.kysely
  const position = await db
    .selectFrom('articles')
    .select(({ fn }) => fn.countAll<number>().as('count'))
    .executeTakeFirstOrThrow()
  await db
    .insertInto('articles')
    .values({
      ...{ tenant: of.tenant, id, position: position.count + 1, kind: 'faq', audience, ...none, slug: id },
      ...{ owner_id: null, review_due_at: null, related: '[]', ticket_id: null, summary_digest: null, ...times },
    })
    .execute()
  await db
    .insertInto('article_slugs')
    .values({ ...of, slug: id })
    .execute()
  const text = { title: wordOf(id), body: 'Open.', keywords: '[]', content: '[]', digest: '', author: 'operator' }
  await db
    .insertInto('article_revisions')
    .values({ ...of, locale: 'en', number: 1, ...text, created_at: w.now() })
    .execute()
  const published = state === 'published' ? { published_revision: 1, published_at: w.now() } : {}
  const standing = {
    state,
    revision: 1,
    published_revision: null,
    published_at: null,
    note: null,
    ...published,
  } as const
  await db
    .insertInto('article_translations')
    .values({ ...of, locale: 'en', ...standing, updated_at: w.now() })
    .execute()
  await write(w.journal, { tenant: of.tenant, actor: 'operator' }, async () => ({
    audit: { action: 'article.created', details: { article: id } },
    result: undefined,
  }))
  return { id, slug: id }
}

/** A segment of the search that has an article of a kind, and a digest that names nothing where no segment has it. */
async function segmentWith(world: PermissionWorld, kind: string): Promise<string> {
  const { id } = await articleOf(world, kind)
  const token = world.chief[kind === 'tenant' ? 'neighbour' : tenant]
  const { segments } = (await world.w.send('GET', '/search/manifest', { token })).body as SearchManifest
  for (const { titles, cards } of segments) {
    const { body } = await world.w.send('GET', `/search/segments/${cards.hash}`, { token })
    if ((JSON.parse(body) as ArticleCard[]).some((card) => card.id === id)) return titles.hash
  }
  return '0'.repeat(64)
}

/** A file that such an article shows. */
async function fileShownBy(world: PermissionWorld, kind: string): Promise<string> {
  const article = await articleOf(world, kind)
  const id = crypto.randomUUID()
  const of = { tenant: kind === 'tenant' ? 'neighbour' : tenant, article_id: article.id }
  const db = world.w.database.kysely
  await db
    .insertInto('files')
    .values({
      ...{ ...of, id, uploader_side: 'agent', uploader_id: 'operator', name: 'roll.png', media_type: 'image/png' },
      ...{ size: 1, sha256: '', created_at: 0, ticket_id: null, message_id: null, position: null },
      ...{ blob_key: null, scan: null },
    })
    .execute()
  await db
    .insertInto('article_files')
    .values({ ...of, file_id: id, locale: 'en', number: 1 })
    .execute()
  return id
}

/** Each route about articles, with the kinds of article that it is asked about; without a token the query names the tenant. */
export function articleRows(world: PermissionWorld, { token }: { readonly token?: string }): PeopleRows {
  const { w } = world
  const of = token === undefined ? `?tenant=${tenant}` : '?'
  const send = async (method: string, path: string, body?: object, headers = {}): Promise<Expected> =>
    (await w.send(method, path, { token, body, headers })).status
  const listed = async (path: string, kind: string): Promise<Expected> => {
    const { id } = await articleOf(world, kind)
    const { status, body } = await w.send('GET', path, { token })
    return status === 200 ? (body.items.some((each: { id: string }) => each.id === id) ? 'present' : 'absent') : status
  }
  const edit = async (path: string, change: object) => {
    const { headers } = await w.send('GET', path, { token })
    return send('PATCH', path, change, { 'if-match': headers.get('etag') ?? '"nothing"' })
  }
  const id = () => crypto.randomUUID()
  const text = (locale: string) => ({ locale, title: 'Roll', body: 'Open.' })
  const read = ['public', 'customers', 'internal', 'draft', 'review', 'tenant']
  const worked = ['draft', 'public', 'tenant']
  const whole = async (kind: string) => `/knowledge/articles/${(await articleOf(world, kind)).id}`
  const english = async (kind: string) => `${await whole(kind)}/translations/en`
  return {
    listArticles: [read, (kind) => listed(`/articles${of}&limit=100`, kind)],
    readArticle: [read, async (kind) => send('GET', `/articles/${(await articleOf(world, kind)).slug}${of}`)],
    linkArticleFile: [read, async (kind) => send('GET', `/articles/files/${await fileShownBy(world, kind)}/link${of}`)],
    rateArticle: [
      read,
      async (kind) => {
        const { slug } = await articleOf(world, kind)
        return send('POST', `/articles/${slug}/feedback`, { id: id(), locale: 'en', helpful: true })
      },
    ],
    searchArticles: [
      read,
      async (kind) => {
        const { id } = await articleOf(world, kind)
        const { status, body } = await w.send('GET', `/search/articles${of}&q=${wordOf(id)}`, { token })
        if (status !== 200) return status
        return body.items.some((each: { id: string }) => each.id === id) ? 'present' : 'absent'
      },
    ],
    readSearchManifest: [['self'], () => send('GET', `/search/manifest${of}`)],
    readSearchSegment: [read, async (kind) => send('GET', `/search/segments/${await segmentWith(world, kind)}${of}`)],
    reportSearches: [
      ['self'],
      () => {
        const searches = [{ locale: 'en', query: 'roll', found: 0, opened: false, solved: false, ticket: false }]
        return send('POST', `/articles/searches${of}`, { id: id(), searches })
      },
    ],
    listSearches: [['self'], () => send('GET', '/knowledge/searches')],
    listComments: [['self'], () => send('GET', '/knowledge/comments')],
    listWholeArticles: [worked, (kind) => listed('/knowledge/articles?limit=100', kind)],
    readWholeArticle: [worked, async (kind) => send('GET', await whole(kind))],
    createArticle: [
      ['self'],
      () => send('POST', '/knowledge/articles', { id: id(), kind: 'faq', audience: 'public', translation: text('en') }),
    ],
    changeArticle: [worked, async (kind) => edit(await whole(kind), { kind: 'manual' })],
    readArticleFeedback: [worked, async (kind) => send('GET', `${await whole(kind)}/feedback`)],
    addTranslation: [worked, async (kind) => send('POST', `${await whole(kind)}/translations`, text('fr'))],
    readTranslation: [worked, async (kind) => send('GET', await english(kind))],
    editTranslation: [worked, async (kind) => edit(await english(kind), { title: 'Paper' })],
    actOnTranslation: [
      ['draft', 'review', 'tenant'],
      async (kind) =>
        send('POST', `${await english(kind)}/actions`, {
          ...{ id: id(), action: kind === 'review' ? 'publish' : 'submit', revision: 1 },
        }),
    ],
    listRevisions: [worked, async (kind) => send('GET', `${await english(kind)}/revisions`)],
    readRevision: [worked, async (kind) => send('GET', `${await english(kind)}/revisions/1`)],
  }
}
