import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import type { Database } from '../src/index.ts'
import { type KnowledgeWorld, knowledgeWorld } from './knowledge-world.ts'
import { tenant } from './world.ts'

const day = 86_400_000

/** What searches and readers teach, whatever the database. */
export function knowledgeLearningContract(name: string, open: () => Promise<Database>): void {
  describe(`learning on ${name}`, () => {
    let k: KnowledgeWorld
    before(async () => {
      k = await knowledgeWorld({ database: await open() })
    })
    after(() => k.w.close())

    const searched = (query: string, more: object = {}) => ({
      ...{ locale: 'en', query, found: 3, opened: true, solved: false, ticket: false },
      ...more,
    })
    const tell = async (token: string, searches: object[], key = crypto.randomUUID() as string) => {
      const body = { id: crypto.randomUUID(), searches }
      const answer = await k.w.send('POST', '/articles/searches', { token, body, key })
      assert.deepEqual([answer.status, answer.body.taken], [201, searches.length], JSON.stringify(answer.body))
    }
    const report = async (query = '') =>
      (await k.w.send('GET', `/knowledge/searches${query}`, { token: k.lead })).body as {
        items: { query: string }[]
        next: string | null
      }

    it('counts what searches came to, one text for all ways of writing it, and shows it from the third day on', async () => {
      for (let turn = 0; turn < 3; turn++) {
        assert.deepEqual((await report()).items, [])
        await tell(k.visitor, [
          searched('  Paper   ROLL ', { found: 0, opened: false, ticket: true }),
          searched('paper roll', { opened: false }),
          searched('Ｐaper roll'),
          searched('   '),
          searched('paper roll', { opened: false, solved: true }),
          searched('paper roll', { solved: true, ticket: true }),
        ])
        k.w.pass(day)
      }
      assert.deepEqual((await report()).items, [
        {
          ...{ locale: 'en', query: 'paper roll', searches: 15, withoutResult: 3, withoutClick: 3 },
          // Who raised a ticket all the same was not spared one.
          ...{ ticketAfter: 6, solved: 3 },
        },
      ])
      assert.deepEqual((await report('?locale=zh-CN')).items, [])
    })

    it('keeps no secret, no name that was typed once, and nobody who searched', async () => {
      await tell(k.visitor, [
        searched('mara@harbor.example password: hunter2'),
        searched('Mara Lind'),
        searched('x'.repeat(900)),
      ])
      const rows = await k.w.database.reader
        .selectFrom('search_outcomes')
        .selectAll()
        .where('tenant', '=', tenant)
        .execute()
      const kept = JSON.stringify(rows)
      assert.ok(!/hunter2|harbor\.example/.test(kept), kept)
      assert.ok(rows.every(({ query }) => query.length <= 200))
      assert.ok((await report()).items.every(({ query }) => query !== 'mara lind'))
      const columns = Object.keys(rows[0]!).sort()
      const counts = ['searches', 'solved', 'ticket_after', 'without_click', 'without_result']
      assert.deepEqual(columns, ['day', 'locale', 'query', 'tenant', ...counts].sort())
    })

    it('counts the same report once, and begins with what helped least', async () => {
      for (let turn = 0; turn < 3; turn++) {
        const key = crypto.randomUUID()
        const body = { id: crypto.randomUUID(), searches: [searched('ribbon', { ticket: true }), searched('cutter')] }
        for (let time = 0; time < 2; time++)
          await k.w.send('POST', '/articles/searches', { token: k.visitor, body, key })
        k.w.pass(day)
      }
      const first = await report('?limit=2')
      assert.deepEqual(
        first.items.map(({ query }) => query),
        ['paper roll', 'ribbon'],
      )
      const rest = await report(`?limit=2&cursor=${first.next}`)
      assert.deepEqual([rest.items.map(({ query }) => query), rest.next], [['cutter'], null])
    })

    it('counts without a token, once, as nobody’s, and of a tenant that is not there nothing', async () => {
      const anybody = (of: string, body: object, key: string) =>
        k.w.send('POST', `/articles/searches?tenant=${of}`, { body, key })
      const everything = () => k.w.database.reader.selectFrom('search_outcomes').selectAll().execute()
      const before = await everything()
      const body = { id: crypto.randomUUID(), searches: [searched('spool', { found: 0 })] }
      const elsewhere = await anybody('nobody-here', body, crypto.randomUUID())
      assert.deepEqual([elsewhere.status, elsewhere.body], [201, { taken: 1 }])
      assert.deepEqual(await everything(), before)
      const key = crypto.randomUUID()
      for (const replayed of [null, 'true']) {
        const { status, body: answer, headers } = await anybody(tenant, body, key)
        assert.deepEqual([status, answer, headers.get('idempotency-replayed')], [201, { taken: 1 }, replayed])
      }
      const other = { ...body, searches: [searched('bobbin')] }
      assert.equal((await anybody(tenant, other, key)).body.code, 'idempotency_mismatch')
      const counted = (await everything()).filter(({ query }) => ['spool', 'bobbin'].includes(query))
      assert.deepEqual(
        counted.map(({ query, searches, without_result }) => [query, searches, without_result]),
        [['spool', 1, 1]],
      )
      const log = k.w.database.reader.selectFrom('audit_log').select(['action', 'actor', 'details'])
      assert.deepEqual(
        { ...(await log.where('tenant', '=', tenant).orderBy('seq', 'desc').executeTakeFirstOrThrow()) },
        { action: 'searches.reported', actor: 'anybody', details: '{}' },
      )
    })

    it('shows leads what readers wrote, and not who', async () => {
      const { slug, id } = await k.published()
      const body = { id: crypto.randomUUID(), locale: 'en', helpful: false, reason: 'unclear', comment: 'Which cover?' }
      assert.equal((await k.w.send('POST', `/articles/${slug}/feedback`, { token: k.visitor, body })).status, 201)
      const { items } = (await k.w.send('GET', '/knowledge/comments', { token: k.lead })).body
      const at = new Date(k.w.now()).toISOString()
      const said = { helpful: false, reason: 'unclear', comment: 'Which cover?', at }
      assert.deepEqual(items, [{ article: id, slug, locale: 'en', ...said }])
      assert.equal((await k.w.send('GET', '/knowledge/comments', { token: k.agent })).status, 403)
    })

    it('forgets after 180 days', async () => {
      k.w.pass(181 * day)
      await k.w.server.work.runOnce()
      assert.deepEqual((await report()).items, [])
      assert.deepEqual(await k.w.database.reader.selectFrom('search_outcomes').selectAll().execute(), [])
    })
  })
}
