import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import type { ArticleHit, SearchManifest } from '@aftercare/protocol'
import { softwareAfterSales } from '@aftercare/protocol/service'
import { importArticles } from '../src/administration/import-articles.ts'
import { allowVisitors, createSupportServer, type Database, publishService } from '../src/index.ts'
import { readPortable } from '../src/knowledge/portable-article.ts'
import { neighbourTenant } from './knowledge-neighbour.ts'
import { answerOf, tenant, type World, world } from './world.ts'

/**
 * Search over a real server, whatever its database.
 *
 * @param spread Whether it is tried with so many articles that there are several segments, which does not depend on the database.
 */
export function searchContract(name: string, open: () => Promise<Database>, { spread = false } = {}): void {
  describe(`the search of articles on ${name}`, () => {
    let w: World
    let agent: string
    let lead: string
    let customer: string
    let visitor: string
    let neighbour: string
    before(async () => {
      w = await world({ database: await open(), create: true, server: { visitors: { challenge: false } } })
      agent = (await w.staff('agent')).key
      lead = (await w.staff('lead')).key
      customer = await w.customer('mara', { account: 'harbor' })
      await allowVisitors(w.journal, { tenant, allowed: true })
      visitor = (await w.send('POST', '/visitors', { body: { tenant, answer: '' } })).body.token
      neighbour = (await neighbourTenant(w)).customer
    })
    after(() => w.close())

    /** Published at once, by way of an import. */
    const bring = async (...articles: readonly Record<string, unknown>[]) => {
      const portable = articles.map((article) => readPortable(article, { locale: 'en' }).article)
      const outcomes = await importArticles(w.journal, tenant, portable, { kind: 'faq', audience: 'public' })
      for (const { reason } of outcomes) assert.equal(reason, undefined)
    }
    const search = async (q: string, token = customer, more = '') => {
      const { status, body } = await w.send('GET', `/search/articles?q=${encodeURIComponent(q)}${more}`, { token })
      assert.equal(status, 200, JSON.stringify(body))
      return body.items as ArticleHit[]
    }
    const slugs = async (...of: Parameters<typeof search>) => (await search(...of)).map(({ slug }) => slug)
    const manifest = async (token = customer, more = '') =>
      (await w.send('GET', `/search/manifest${more}`, { token })).body as SearchManifest
    const fileOf = (hash: string, token: string, locale = 'en') =>
      w.send('GET', `/search/segments/${hash}?locale=${locale}`, { token })
    const idOf = async (slug: string) => (await w.send('GET', `/articles/${slug}`, { token: agent })).body.id as string

    it('finds nothing where nothing is', async () => {
      assert.deepEqual(await search('anything'), [])
      assert.deepEqual((await manifest()).segments, [])
    })

    it('finds what was published, with what was found of it', async () => {
      await bring({ slug: 'roll', title: 'Change the paper roll', body: 'Open the **cover** and take the roll out.' })
      const [hit] = await search('covers')
      assert.equal(hit?.slug, 'roll')
      assert.equal(hit?.title, 'Change the paper roll')
      assert.deepEqual(hit?.snippet, [
        { text: 'Open the ', found: false },
        { text: 'cover', found: true },
        { text: ' and take the roll out.', found: false },
      ])
      assert.deepEqual((await search('papre rol', customer, '&typing=true'))[0]?.titleParts, [
        { text: 'Change the ', found: false },
        { text: 'paper', found: true },
        { text: ' ', found: false },
        { text: 'roll', found: true },
      ])
    })

    it('knows at once of what is edited, archived, renamed and imported', async () => {
      await bring({ slug: 'lamp', title: 'The lamp blinks', body: 'It is the fuse.' })
      assert.deepEqual(await slugs('fuse'), ['lamp'])
      const id = await idOf('lamp')
      const at = `/knowledge/articles/${id}/translations/en`
      const act = (action: string, revision: number) =>
        w.send('POST', `${at}/actions`, { token: lead, body: { id: crypto.randomUUID(), action, revision } })
      const { headers } = await w.send('GET', at, { token: agent })
      const change = { body: { body: 'It is the transformer.' }, headers: { 'if-match': headers.get('etag')! } }
      await w.send('PATCH', at, { token: agent, ...change })
      assert.deepEqual(await slugs('fuse'), ['lamp'], 'a draft is nobody’s yet')
      await act('submit', 2)
      await act('publish', 2)
      assert.deepEqual(await slugs('fuse'), [])
      assert.deepEqual(await slugs('transformer'), ['lamp'])
      const settings = await w.send('GET', `/knowledge/articles/${id}`, { token: lead })
      const renamed = { body: { slug: 'light' }, headers: { 'if-match': settings.headers.get('etag')! } }
      await w.send('PATCH', `/knowledge/articles/${id}`, { token: lead, ...renamed })
      assert.deepEqual(await slugs('transformer'), ['light'])
      await act('archive', 2)
      assert.deepEqual(await slugs('transformer'), [])
      await bring({ slug: 'pump', title: 'The pump', body: 'It hums.' })
      assert.deepEqual(await slugs('hums'), ['pump'])
    })

    it('is the same in every process on one database', async () => {
      const other = await createSupportServer(w.serverOptions)
      const ask = async (q: string) =>
        (
          await answerOf(
            await other.fetch(
              new Request(`http://127.0.0.1/support/search/articles?q=${q}`, {
                headers: { authorization: `Bearer ${customer}` },
              }),
            ),
          )
        ).body.items.map(({ slug }: ArticleHit) => slug)
      assert.deepEqual(await ask('gasket'), [])
      await bring({ slug: 'gasket', title: 'A gasket', body: 'It leaks.' })
      assert.deepEqual(await ask('gasket'), ['gasket'])
      const theirs = await answerOf(
        await other.fetch(
          new Request('http://127.0.0.1/support/search/manifest', { headers: { authorization: `Bearer ${customer}` } }),
        ),
      )
      assert.deepEqual(theirs.body, await manifest(), 'the same rows are the same segments')
      await other.close()
    })

    describe('of what is not for everybody', () => {
      before(() =>
        bring(
          { slug: 'open-valve', title: 'The valve', body: 'Turn it left.' },
          { slug: 'paid-valve', title: 'The valve of customers', body: 'Turn it.', audience: 'customers' },
          {
            ...{ slug: 'secret-valve', title: 'The valve inside', audience: 'internal' },
            body: 'Zirconium valves are [the flapper](article:open-valve), valve valve valve.',
          },
        ),
      )

      it('tells each reader what is theirs', async () => {
        assert.deepEqual((await slugs('valve', visitor)).sort(), ['open-valve'])
        assert.deepEqual((await slugs('valve', customer)).sort(), ['open-valve', 'paid-valve'])
        assert.deepEqual((await slugs('valve', agent)).sort(), ['open-valve', 'paid-valve', 'secret-valve'])
        assert.deepEqual(await slugs('valve', neighbour), [])
      })

      it('lets nothing of it be known: no word is repaired towards it, none of its words finds another', async () => {
        for (const reader of [visitor, customer]) {
          assert.deepEqual(await slugs('zirconum', reader), [])
          assert.deepEqual(await slugs('flapper', reader), [])
        }
        assert.deepEqual(await slugs('zirconum', agent), ['secret-valve'])
      })

      it('ranks for a reader as if it were not there', async () => {
        const before = await search('valve turn', customer)
        const index = await manifest(customer)
        await bring(
          ...Array.from({ length: 20 }, (_, at) => ({
            ...{ slug: `inside-${at}`, title: `Turn ${at}`, body: 'Turn the valve left.', audience: 'internal' },
            locale: at === 0 ? 'ja' : 'en',
          })),
        )
        assert.deepEqual(await search('valve turn', customer), before)
        assert.deepEqual(await manifest(customer), index)
        assert.deepEqual(await manifest(customer, '?locale=ja'), index, 'nor that a language is there')
        assert.equal((await manifest(agent, '?locale=ja')).locale, 'ja')
      })

      it('gives a file of the index to those alone who may read all of it', async () => {
        const files = ({ segments }: SearchManifest) =>
          segments.flatMap(({ titles, bodies, cards, texts }) =>
            [titles, bodies, cards, ...texts].map(({ hash }) => hash),
          )
        const [forVisitors, forCustomers, forStaff] = await Promise.all(
          [visitor, customer, agent].map(async (token) => files(await manifest(token))),
        )
        assert.ok(forVisitors!.length > 0 && forVisitors!.length < forCustomers!.length)
        for (const hash of forStaff!) {
          for (const [token, own] of [
            [visitor, forVisitors],
            [customer, forCustomers],
            [agent, forStaff],
          ] as const) {
            assert.equal((await fileOf(hash, token)).status, own!.includes(hash) ? 200 : 404)
          }
          assert.equal((await fileOf(hash, neighbour)).status, 404)
          assert.equal((await w.send('GET', `/search/segments/${hash}`)).status, 401)
        }
        const { headers } = await fileOf(forCustomers![0]!, customer)
        assert.match(headers.get('cache-control') ?? '', /immutable/)
      })
    })

    if (spread)
      it('changes one segment for one article', async () => {
        const many = Array.from({ length: 1_000 }, (_, at) => ({
          ...{ slug: `many-${at}`, title: `Article ${at}`, body: `It is about number ${at}.` },
        }))
        for (let from = 0; from < many.length; from += 100) await bring(...many.slice(from, from + 100))
        const before = await manifest()
        assert.ok(before.segments.length > 1, `${before.segments.length} segments`)
        await bring({ ...many[700]!, body: 'It is about something else.' })
        const segments = new Set(before.segments.map((segment) => JSON.stringify(segment)))
        const changed = (await manifest()).segments.filter((segment) => !segments.has(JSON.stringify(segment)))
        assert.equal(changed.length, 1)
        assert.deepEqual(await slugs('something else number', customer, '&limit=1'), ['many-700'])
      })

    if (spread)
      it('has what is written in one language alone once for all, and what others call otherwise apart', async () => {
        const called = (name: string) => ({ title: name, body: `See [${name}](article:many-7).` })
        await bring({ slug: 'many-5', ...called('gadget') }, { slug: 'many-5', locale: 'de', ...called('Wundertüte') })
        const english = await manifest(customer, '?locale=en')
        const german = await manifest(customer, '?locale=de')
        const titlesOf = (of: SearchManifest) => of.segments.map(({ titles }) => titles.hash)
        const shared = titlesOf(english).filter((hash) => titlesOf(german).includes(hash))
        assert.deepEqual([english.locale, german.locale, shared.length], ['en', 'de', english.segments.length - 1])
        assert.deepEqual((await slugs('Wundertüte', customer, '&locale=de')).slice(0, 2).sort(), ['many-5', 'many-7'])
        assert.ok(!(await slugs('Wundertüte', customer, '&locale=en')).includes('many-7'))
        // Who was asked in German alone writes the very same.
        const other = await createSupportServer(w.serverOptions)
        const headers = { authorization: `Bearer ${customer}` }
        const request = new Request('http://127.0.0.1/support/search/manifest?locale=de', { headers })
        assert.deepEqual((await answerOf(await other.fetch(request))).body, german)
        await other.close()
      })

    it('says when the index is too large to be sent', async () => {
      const small = await createSupportServer({ ...w.serverOptions, limits: { searchIndex: 100 } })
      const request = new Request('http://127.0.0.1/support/search/manifest', {
        headers: { authorization: `Bearer ${customer}` },
      })
      const { ships, segments, bytes } = (await answerOf(await small.fetch(request))).body
      assert.deepEqual([ships, segments.length, bytes > 100], [false, 0, true])
      await small.close()
    })

    it('raises what suits the product, the version and the language, and leaves out other kinds', async () => {
      await bring(
        { slug: 'cut-a', title: 'Cutter', body: 'Blade.', product: 'Tide', versionFrom: '1.0', versionTo: '2' },
        { slug: 'cut-b', title: 'Cutter', body: 'Blade.', product: 'Ebb', versionFrom: '3', kind: 'manual' },
        { slug: 'cut-c', title: 'Cutter', body: 'Blade.', locale: 'zh-CN' },
      )
      assert.deepEqual((await slugs('cutter', customer, '&product=Tide'))[0], 'cut-a')
      assert.deepEqual((await slugs('cutter', customer, '&product=Ebb'))[0], 'cut-b')
      assert.deepEqual((await slugs('cutter', customer, '&version=2.4'))[0], 'cut-a')
      assert.deepEqual((await slugs('cutter', customer, '&version=3.1'))[0], 'cut-b')
      assert.deepEqual((await slugs('cutter', customer, '&locale=zh-CN'))[0], 'cut-c')
      assert.deepEqual(await slugs('cutter', customer, '&kind=manual'), ['cut-b'])
    })

    it('raises what has helped', async () => {
      const same = { title: 'Ribbon', body: 'Wind it.' }
      await bring({ slug: 'ribbon-a', ...same }, { slug: 'ribbon-b', ...same })
      const last = (await slugs('ribbon')).at(-1)!
      for (const name of ['a', 'b', 'c', 'd']) {
        const token = await w.customer(name, { account: 'harbor' })
        const body = { id: crypto.randomUUID(), locale: 'en', helpful: true }
        assert.equal((await w.send('POST', `/articles/${last}/feedback`, { token, body })).status, 201)
      }
      assert.equal((await slugs('ribbon'))[0], last)
    })

    it('finds what means the same, as the service definition says, which the manifest says as well', async () => {
      await bring({ slug: 'invoice', title: 'Your invoice', body: 'It comes on the first.' })
      assert.deepEqual(await slugs('rechnung'), [])
      const synonyms = [['Rechnung', 'invoice', '发票']]
      const definition = { ...softwareAfterSales(), version: 'with-synonyms', synonyms }
      await publishService(w.journal, { tenant, definition })
      assert.deepEqual(await slugs('rechnung'), ['invoice'])
      assert.deepEqual(await slugs('发票'), ['invoice'])
      assert.deepEqual((await manifest()).synonyms, synonyms)
    })

    it('answers whoever brings no token with what is public of the tenant that the query names', async () => {
      await bring({ slug: 'kettle', title: 'Descale the kettle', body: 'Vinegar.' })
      await bring({ slug: 'kettle-inside', title: 'Kettle for customers', body: 'Vinegar.', audience: 'customers' })
      const open = (path: string, headers = {}) => w.send('GET', `/search/${path}`, { headers })
      const found = await open(`articles?q=kettle&tenant=${tenant}`)
      assert.deepEqual(
        found.body.items.map(({ slug }: ArticleHit) => slug),
        ['kettle'],
      )
      const shared = 'public, max-age=60, stale-while-revalidate=60'
      assert.equal(found.headers.get('cache-control'), shared)
      const named = await open(`manifest?tenant=${tenant}`)
      assert.deepEqual(named.body, await manifest(visitor))
      const known = { 'if-none-match': named.headers.get('etag')! }
      assert.equal((await open(`manifest?tenant=${tenant}`, known)).status, 304)
      const { hash } = (named.body as SearchManifest).segments[0]!.cards
      const file = await open(`segments/${hash}?locale=en&tenant=${tenant}`)
      assert.deepEqual([file.status, file.headers.get('cache-control')], [200, shared])
      // What customers alone may read is in no file that anybody is given.
      const narrow = (await manifest(customer)).segments.filter(({ audience }) => audience === 'customers')
      for (const { cards } of narrow)
        assert.equal((await open(`segments/${cards.hash}?locale=en&tenant=${tenant}`)).status, 404)
      assert.deepEqual((await open('articles?q=kettle&tenant=nobody-here')).body.items, [])
      assert.deepEqual((await open('manifest?tenant=nobody-here')).body.segments, [])
      assert.equal((await open('manifest')).status, 401)
    })

    it('refuses what is no question', async () => {
      for (const query of ['', '?q=', '?q=%20', `?q=${'a'.repeat(201)}`, '?q=a&limit=51', '?q=a&limit=0', '?q=a&x=1']) {
        assert.equal((await w.send('GET', `/search/articles${query}`, { token: customer })).status, 400, query)
      }
      assert.equal((await w.send('GET', '/search/articles?q=a')).status, 401)
    })
  })
}
