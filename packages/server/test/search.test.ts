import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import type { KyselyPlugin } from 'kysely'
import { importArticles, relateArticles } from '../src/administration/import-articles.ts'
import { createSupportServer } from '../src/index.ts'
import { readPortable } from '../src/knowledge/portable-article.ts'
import { Catalogue } from '../src/knowledge/search/catalogue.ts'
import { articleNumber } from './many-articles.ts'
import { migratedInMemory } from './migrated-database.ts'
import { searchContract } from './search-contract.ts'
import { answerOf, tenant, type World, world } from './world.ts'

searchContract('SQLite in memory', migratedInMemory, { spread: true })

describe('the search of a server that has just started', () => {
  let w: World
  let customer: string
  before(async () => {
    w = await world()
    customer = await w.customer('mara')
    for (let from = 0; from < 400; from += 100) {
      const some = Array.from({ length: 100 }, (_, at) => readPortable(articleNumber(from + at), { locale: 'en' }))
      const articles = some.map(({ article }) => article)
      await importArticles(w.journal, tenant, articles, { kind: 'manual', audience: 'public' })
    }
  })
  after(() => w.close())

  /** Another server on the same articles, whose questions wait for so many milliseconds. */
  async function started(searchWait: number) {
    const server = await createSupportServer({ ...w.serverOptions, limits: { searchWait } })
    const ask = async () => {
      const headers = { authorization: `Bearer ${customer}` }
      return answerOf(
        await server.fetch(new Request('http://127.0.0.1/support/search/articles?q=paper&locale=en', { headers })),
      )
    }
    const isPrepared = () => w.log.some(({ message }) => message === 'the search of articles is prepared')
    return { server, ask, isPrepared }
  }
  const turn = () => new Promise<void>((resolve) => setTimeout(resolve, 20))

  it('reads of an import only what it has brought', async () => {
    let rows = 0
    const counting: KyselyPlugin = {
      transformQuery: ({ node }) => node,
      async transformResult({ result }) {
        rows += result.rows.length
        return result
      },
    }
    const db = w.database.reader.withPlugin(counting)
    const catalogue = new Catalogue(tenant)
    await catalogue.refresh(db)
    const before = catalogue.articles.size
    assert.ok(before >= 400 && rows > 3 * before, `${rows} rows of ${before} articles`)
    for (const [brought, most] of [
      [3, 40],
      [0, 1],
    ] as const) {
      const some = Array.from({ length: 3 }, (_, at) => readPortable(articleNumber(400 + at), { locale: 'en' }).article)
      await importArticles(w.journal, tenant, some, { kind: 'manual', audience: 'public' })
      await relateArticles(w.journal, tenant, [{ slug: some[0]!.slug, related: [some[1]!.slug] }])
      rows = 0
      await catalogue.refresh(db)
      assert.ok(rows <= most, `${rows} rows of ${brought} articles`)
      assert.equal(catalogue.articles.size, before + 3)
    }
    const whole = new Catalogue(tenant)
    await whole.refresh(db)
    const byId = (of: Catalogue) => [...of.articles.values()].sort((one, other) => (one.id < other.id ? -1 : 1))
    assert.deepEqual(byId(catalogue), byId(whole))
  })

  it('is prepared by the work, before anybody asks', async () => {
    const { server, ask, isPrepared } = await started(0)
    server.work.start()
    while (!isPrepared()) await turn()
    const { status, body } = await ask()
    assert.deepEqual([status, body.items.length], [200, 10])
    await server.close()
  })

  it('tells who asks sooner to come again, rather than that nothing was found, and goes on', async () => {
    const { server, ask } = await started(0)
    const { status, body, headers } = await ask()
    assert.deepEqual([status, body.code, headers.get('retry-after')], [503, 'unavailable', '5'])
    let again = await ask()
    for (; again.status === 503; again = await ask()) await turn()
    assert.deepEqual([again.status, again.body.items.length], [200, 10])
    await server.close()
  })

  it('holds nobody else up meanwhile', async () => {
    const { server, ask } = await started(60_000)
    // Time of a processor, so that it is the same on a busy machine.
    const used = () => process.threadCpuUsage().user / 1000
    let longest = 0
    let turns = 0
    let before = used()
    let timer = setTimeout(function look() {
      longest = Math.max(longest, used() - before)
      before = used()
      turns++
      timer = setTimeout(look)
    })
    assert.equal((await ask()).status, 200)
    clearTimeout(timer)
    // At once it would be a second; 50 ms is what the bench measures, without tests beside it.
    assert.ok(longest < 100, `${longest} ms`)
    assert.ok(turns > 20, `${turns} turns`)
    await server.close()
  })

  it('ends in the middle where the server does', async () => {
    const { server, ask } = await started(60_000)
    server.work.start()
    const answer = ask()
    await turn()
    await server.close()
    assert.equal((await answer).status, 503)
  })
})
