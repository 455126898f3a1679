import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { sql } from 'kysely'
import type { Database } from '../src/index.ts'
import { migrate, migrator } from '../src/storage/migrate.ts'
import { type KnowledgeWorld, knowledgeWorld } from './knowledge-world.ts'

const summary = {
  cause: 'Mara Lind had set printer.mara@harbor.example, call +49 40 123 456 78.',
  solution: 'Roll *back*, as Lind said ![seen](file:0190aaaa-bbbb-7ccc-8ddd-0123456789ab). password: hunter2',
  prevention: 'Check first.',
}

/** What closed problems leave for articles, whatever the database. */
export function knowledgeDraftsContract(name: string, open: () => Promise<Database>): void {
  describe(`drafts of solved problems on ${name}`, () => {
    let k: KnowledgeWorld
    let mara: string
    let agent: { id: string; key: string }
    before(async () => {
      k = await knowledgeWorld({ database: await open() })
      mara = await k.w.customer('mara', { account: 'harbor', name: 'Mara Lind' })
      agent = await k.w.staff('agent', 'Ada')
    })
    after(() => k.w.close())

    const act = async (ticket: string, action: object, token = agent.key) => {
      const body = { id: crypto.randomUUID(), action }
      const answer = await k.w.send('POST', `/tickets/${ticket}/actions`, { token, body })
      assert.equal(answer.status, 201, JSON.stringify(answer.body))
    }
    const close = async (ticket: string, more: object = {}) => {
      await act(ticket, { action: 'resolve', ...summary, ...more })
      await act(ticket, { action: 'verify' }, mara)
    }
    const raise = async () => {
      const ticket = await k.w.raise(mara, { subject: 'Mara Lind cannot print, see mara@harbor.example' })
      await act(ticket.id, { action: 'claim' })
      return ticket.id as string
    }
    const articleOf = async (ticket: string) => {
      const { items } = (await k.w.send('GET', '/knowledge/articles?limit=100', { token: k.lead })).body
      const [found, ...more] = items.filter((each: { ticket: string | null }) => each.ticket === ticket)
      assert.deepEqual(more, [])
      return found
    }
    const textOf = async (id: string) => (await k.w.send('GET', k.at(id), { token: k.lead })).body

    it('are real articles: for staff alone, about the ticket, by whoever had it in hand', async () => {
      const ticket = await raise()
      await close(ticket)
      const found = await articleOf(ticket)
      const { kind, audience, owner, slug, translations } = found
      assert.deepEqual([kind, audience, owner], ['troubleshooting', 'internal', agent.id])
      assert.match(slug, /^troubleshooting-[0-9a-f]{8}$/)
      assert.deepEqual(
        [translations.length, translations[0].state, translations[0].publishedRevision],
        [1, 'draft', null],
      )
      const revisions = (await k.w.send('GET', `${k.at(found.id)}/revisions`, { token: k.lead })).body.items
      assert.deepEqual(revisions[0].author, { side: 'staff', id: agent.id, name: 'Ada' })
      const { internal } = (await k.w.send('GET', `/tickets/${ticket}/details`, { token: k.lead })).body
      assert.equal(internal.articleDraft, found.id)
      // It goes on as any other does.
      await k.publish(found.id)
      assert.equal((await k.w.send('GET', `/articles/${slug}`, { token: k.lead })).status, 200)
    })

    it('say how it was solved and not whose it was', async () => {
      const ticket = await raise()
      await close(ticket)
      const { title, body } = await textOf((await articleOf(ticket)).id)
      assert.equal(title, '[name] cannot print, see [e-mail]')
      assert.equal(
        body,
        [
          '## Cause\n\n[name] had set [e-mail], call [number].',
          '## Solution\n\nRoll *back*, as [name] said ![seen](0190aaaa-bbbb-7ccc-8ddd-0123456789ab). password: [hidden]',
          '## Prevention\n\nCheck first.',
        ].join('\n\n'),
      )
    })

    it('are one for each ticket, renewed when it closes again and left alone once somebody has gone on', async () => {
      const ticket = await raise()
      await close(ticket)
      const { id } = await articleOf(ticket)
      const again = async (solution: string) => {
        await act(ticket, { action: 'reopen', reason: 'It is back.' }, mara)
        await close(ticket, { solution })
        assert.equal((await articleOf(ticket)).id, id)
        return textOf(id)
      }
      const renewed = await again('Roll forth.')
      assert.equal(renewed.revision, 2)
      assert.match(renewed.body, /Roll forth/)
      assert.equal((await again('Roll forth.')).revision, 2)
      await k.edit(id, { body: 'In other words.' })
      assert.equal((await again('Roll on.')).body, 'In other words.')
    })

    it('are taken back with everything they had where the ticket becomes confidential', async () => {
      const ticket = await raise()
      await close(ticket)
      const { id, slug } = await articleOf(ticket)
      await act(ticket, { action: 'reopen', reason: 'It can be abused.' }, mara)
      const retriage = { action: 'retriage', type: 'vulnerability', team: 'security', reason: 'It can be abused.' }
      await act(ticket, retriage, k.lead)
      assert.equal(await articleOf(ticket), undefined)
      for (const table of ['article_slugs', 'article_translations', 'article_revisions'] as const) {
        const rows = await k.w.database.reader.selectFrom(table).selectAll().where('article_id', '=', id).execute()
        assert.deepEqual(rows, [], table)
      }
      const { body } = await k.begin({ slug })
      assert.equal(body.slug, slug)
    })

    it('are closed with whatever stands in the summary', async () => {
      const ticket = await raise()
      await close(ticket, { solution: '> '.repeat(40) })
      const { body } = await textOf((await articleOf(ticket)).id)
      assert.match(body, /^```\n## Cause/)
    })
  })

  describe(`drafts of before on ${name}`, () => {
    it('become articles when the database is brought up to date', async () => {
      const database = await open()
      const { error } = await migrator(database).migrateTo('0015-knowledge')
      assert.equal(error, undefined)
      const db = database.kysely
      const draft = (id: string, title: string) =>
        sql`insert into article_drafts (tenant, id, ticket_id, locale, title, body, created_at)
          values ('tidewater', ${id}, ${`ticket-${id}`}, 'zh-CN', ${title}, ${'## 原因\n\nA.\n'}, 7)`.execute(db)
      await draft('a', 'Ask mara@harbor.example')
      await draft('b', 'Labels')
      await sql`insert into events (tenant, seq, at, type, ticket_id, audience)
        values ('tidewater', 3, 7, 'ticket.created', 'ticket-a', 'everyone')`.execute(db)
      assert.deepEqual((await migrate(database)).at(0), '0016-article-life')
      const articles = await db.selectFrom('articles').selectAll().orderBy('position').execute()
      assert.deepEqual(
        articles.map(({ id, position, kind, audience, slug, ticket_id: ticket }) => [
          ...[id, position, kind, audience],
          ...[slug, ticket],
        ]),
        [
          ['a', 1, 'troubleshooting', 'internal', 'troubleshooting-a', 'ticket-a'],
          ['b', 2, 'troubleshooting', 'internal', 'troubleshooting-b', 'ticket-b'],
        ],
      )
      const [revision] = await db.selectFrom('article_revisions').selectAll().orderBy('article_id').execute()
      assert.deepEqual([revision?.title, revision?.body, revision?.locale], ['Ask [e-mail]', '## 原因\n\nA.', 'zh-CN'])
      const [event] = await db.selectFrom('events').selectAll().execute()
      assert.deepEqual([event?.seq, event?.ticket_id, event?.article_id], [3, 'ticket-a', null])
      await database.close()
    })
  })
}
