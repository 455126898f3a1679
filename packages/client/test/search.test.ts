import assert from 'node:assert/strict'
import { after, afterEach, before, describe, it } from 'node:test'
import {
  type ClientOptions,
  type Core,
  createCore,
  createSupportClient,
  createVisitorCore,
  knowledge,
  logout,
  type SearchOptions,
  type SearchResults,
  type SearchState,
  tellOutcome,
} from '@aftercare/client'
import type { SearchManifest, SearchOutcome } from '@aftercare/protocol'
import { createDevelopmentWorld, type DevelopmentWorld } from '@aftercare/server/development'
import { pageWords } from '../src/knowledge/page-words.ts'
import { memoryStorage } from '../src/persistence/memory.ts'
import { publish, republish } from './support/articles.ts'
import { manualClock, settle, until } from './support/manual-clock.ts'

const canary = 'zirconium'
let world: DevelopmentWorld
const cores: Core[] = []
const stops: (() => void)[] = []
/** Closed also where a test fails: an open one keeps the process. */
const worlds: DevelopmentWorld[] = []
before(async () => {
  world = await createDevelopmentWorld({ seed: false })
  await publish(world, { slug: 'roll', title: 'Change the paper roll', body: 'Open the **cover** and take it out.' })
  await publish(world, { slug: 'lamp', title: 'The lamp blinks', body: 'It is the fuse.' })
  await publish(world, { slug: 'prices', title: 'What it costs', body: `A ${canary} plan.`, audience: 'customers' })
  await publish(world, { slug: 'triage', title: 'Triage of lamps', body: 'For us.', audience: 'internal' })
  await publish(world, { slug: 'tide', title: 'Printers of Tide', body: 'Settings.', product: 'Tide' })
  await publish(world, { slug: 'ebb', title: 'Printers of Ebb', body: 'Settings.', product: 'Ebb' })
})
afterEach(async () => {
  for (const stop of stops.splice(0)) stop()
  await Promise.all(cores.splice(0).map((core) => core.close()))
  await Promise.all(worlds.splice(0).map((each) => each.close()))
})
after(() => world.close())

/** A page of somebody, on a device; `network.on` is whether there is one. */
function page(options: Partial<ClientOptions> = {}, subject = 'mara-lindqvist', where = world) {
  const network = { on: true }
  const seen: string[] = []
  const core = createCore({
    url: 'http://support.test/support',
    tenant: where.tenant,
    subject,
    getToken: () => world.customerToken({ subject }),
    storage: memoryStorage(),
    ...options,
    async fetch(request) {
      if (!network.on) throw new TypeError('Failed to fetch')
      const answer = await where.server.fetch(request)
      const { pathname } = new URL(request.url)
      seen.push(`${pathname.replace('/support/search/', '').replace(/\/.*/, '')} ${answer.status}`)
      return answer
    },
  })
  cores.push(core)
  return { core, network, seen, files: () => seen.filter((each) => each === 'segments 200').length }
}

type Ready = Extract<SearchState, { status: 'ready' }>

/** Watches until a state is as wanted. */
async function seenOf(results: SearchResults, wanted: (state: Ready) => boolean = () => true): Promise<Ready> {
  stops.push(results.$state.subscribe(() => {}))
  const found = () => {
    const state = results.$state.get()
    return state.status === 'ready' && wanted(state)
  }
  await until(found)
  return results.$state.get() as Ready
}
const search = (core: Core, query: string, options?: SearchOptions) => knowledge(core).search(query, options)
const slugsOf = ({ hits }: Ready) => hits.map(({ slug }) => slug)

/** Searches until the index is on the device. */
async function settled(core: Core, query = 'roll'): Promise<Ready> {
  for (;;) {
    const results = search(core, query)
    await results.refresh()
    const state = await seenOf(results)
    if (state.by === 'device') return state
  }
}

describe('a search', () => {
  it('is the server’s as long as the index is not here, and the device’s from then on', async () => {
    const { core, seen } = page()
    const results = search(core, 'covers')
    assert.equal(seen.length, 0, 'nothing is asked before somebody watches')
    const first = await seenOf(results)
    assert.equal(first.by, 'server')
    assert.deepEqual(slugsOf(first), ['roll'])
    const here = await settled(core, 'covers')
    assert.deepEqual(slugsOf(here), ['roll'])
    const { hits } = await seenOf(
      search(core, 'covers'),
      (state) => state.by === 'device' && state.hits[0]!.snippet.length > 0,
    )
    assert.deepEqual(hits, first.hits, 'with the same words around what was found')
    const asked: number = seen.length
    await seenOf(search(core, 'lampp'), (state) => state.by === 'device')
    assert.deepEqual(
      seen.slice(asked).filter((each) => each.startsWith('articles')),
      [],
    )
  })

  it('of nothing finds nothing, and asks nobody', async () => {
    const { core, seen } = page()
    assert.deepEqual(slugsOf(await seenOf(search(core, '  '))), [])
    assert.deepEqual(seen, [])
  })

  it('finds while the last word is written, across typing errors, and what suits the product first', async () => {
    const { core } = page()
    await settled(core)
    const find = async (query: string, options?: SearchOptions) =>
      slugsOf(await seenOf(search(core, query, options), ({ by }) => by === 'device'))
    assert.deepEqual(await find('pap', { typing: true }), ['roll'])
    assert.deepEqual(await find('pap'), [])
    assert.deepEqual(await find('papre'), ['roll'])
    assert.deepEqual(await find('printers', { product: 'Tide' }), ['tide', 'ebb'])
    assert.deepEqual(await find('printers', { product: 'Ebb' }), ['ebb', 'tide'])
    assert.deepEqual(await find('printers', { kind: 'manual' }), [])
  })

  it('needs no token for what everybody may read, here and on the server, and makes no visitor of a reader', async () => {
    const nobody = page({ getToken: undefined, subject: undefined })
    assert.equal((await seenOf(search(nobody.core, 'roll'))).by, 'server')
    assert.deepEqual(slugsOf(await settled(nobody.core, 'lamps')), ['lamp'])
    assert.deepEqual(slugsOf(await settled(nobody.core, canary)), [])
    const visitor = createVisitorCore({
      url: 'http://support.test/support',
      tenant: world.tenant,
      storage: memoryStorage(),
      fetch: (request) => {
        assert.doesNotMatch(request.url, /visitors/)
        return world.server.fetch(request)
      },
    })
    cores.push(visitor)
    assert.deepEqual(slugsOf(await settled(visitor, 'lamps')), ['lamp'])
  })

  it('finds what is theirs alone', async () => {
    const { core } = page()
    await settled(core)
    assert.deepEqual(slugsOf(await settled(core, 'lamps')), ['lamp'])
    assert.deepEqual(slugsOf(await settled(core, canary)), ['prices'])
    const staff = page({ getToken: async () => world.staffKey, tenant: undefined, subject: undefined })
    assert.deepEqual(slugsOf(await settled(staff.core, 'lamps')).sort(), ['lamp', 'triage'])
  })

  it('goes on without a network once it was loaded, with the texts', async () => {
    const storage = memoryStorage()
    const first = page({ storage })
    await settled(first.core)
    await until(() => first.files() >= 7)
    await first.core.close()
    const { core, network, seen } = page({ storage })
    network.on = false
    const state = await seenOf(search(core, 'fuse'), ({ stale }) => stale !== undefined)
    assert.deepEqual(slugsOf(state), ['lamp'])
    assert.deepEqual(state.hits[0]!.snippet, [
      { text: 'It is the ', found: false },
      { text: 'fuse', found: true },
      { text: '.', found: false },
    ])
    assert.equal(state.stale?.kind, 'offline')
    const kept = await knowledge(core).kept('lamp')
    assert.equal(kept?.title, 'The lamp blinks')
    assert.equal(kept?.content[0]?.type, 'paragraph')
    assert.equal(await knowledge(core).kept('nothing'), undefined)
    assert.deepEqual(seen, [])
  })

  it('keeps nothing on the device that is not for everybody, and nothing at all after logging out', async () => {
    const storage = memoryStorage()
    const { core } = page({ storage })
    await settled(core, canary)
    await seenOf(search(core, canary), ({ hits }) => hits[0]?.snippet.length !== 0)
    const store = await storage('aftercare:http://support.test/support:tidewater/mara-lindqvist')
    const held = async () =>
      (await store.list('search/'))
        .map(([, value]) =>
          value instanceof Uint8Array ? Buffer.from(value).toString('latin1') : JSON.stringify(value),
        )
        .join()
    await until(() => true)
    const before = await held()
    assert.match(before, /lamp/)
    assert.doesNotMatch(before, /zirconium|prices|costs/)
    await logout(core)
    assert.equal(await held(), '')
  })

  it('loads of what has changed the changed part alone, and has it after one comparison', async () => {
    const open = await createDevelopmentWorld({ seed: false })
    worlds.push(open)
    const ids: string[] = []
    for (let number = 0; number < 40; number++) {
      const body = `It is about number ${number}.`
      ids.push(await publish(open, { slug: `article-${number}`, title: `Article ${number}`, body }))
    }
    const storage = memoryStorage()
    const first = page({ storage, getToken: () => open.customerToken() }, undefined, open)
    await settled(first.core, 'number')
    // Titles, bodies and cards of one segment, and texts of so many articles in two files. What has come is then kept.
    const store = await storage('aftercare:http://support.test/support:tidewater/mara-lindqvist')
    for (const end = Date.now() + 10_000; Date.now() < end; ) {
      if ((await store.list('search/file/')).length >= 5) break
      await new Promise((resolve) => setTimeout(resolve, 5))
    }
    const manifest = async () => JSON.stringify(await store.list('search/manifest/'))
    while ((await manifest()) === '[]') await settle()
    const before = await manifest()
    const all = first.files()
    await first.core.close()
    await republish(open, ids[7]!, 'It is about the transformer.', 2)
    const second = page({ storage, getToken: () => open.customerToken() }, undefined, open)
    const states: SearchState[] = []
    const results = search(second.core, 'article transformer', { limit: 1 })
    stops.push(results.$state.subscribe((state) => void states.push(state as SearchState)))
    await until(() => states.some((state) => state.status === 'ready' && state.hits[0]?.slug === 'article-7'))
    const ready = states.filter((state) => state.status === 'ready')
    assert.ok(ready.every(({ by }) => by === 'device'))
    assert.notEqual(ready[0]?.hits[0]?.slug, 'article-7', 'what the device held is there at once')
    while ((await manifest()) === before) await settle()
    const hashesIn = (text: string) => new Set(text.match(/[0-9a-f]{64}/g))
    const named = [...hashesIn(await manifest())]
    const kept = async () =>
      new Set((await store.list('search/file/')).map(([key]) => key.slice('search/file/'.length)))
    for (let held = await kept(); !named.every((hash) => held.has(hash)); held = await kept()) await settle()
    const changed = named.filter((hash) => !hashesIn(before).has(hash))
    assert.deepEqual([all, second.files()], [5, changed.length], 'what has changed, and nothing else')
    assert.ok(changed.length < named.length, 'texts of other articles stayed')
    assert.equal(second.seen.filter((each) => each === 'manifest 200').length, 1)
    const third = page({ storage, getToken: () => open.customerToken() }, undefined, open)
    await settled(third.core, 'transformer')
    assert.ok(third.seen.includes('manifest 304'))
    assert.equal(third.files(), 0)
  })

  it('shows the words around what was found although another text was published while they were fetched', async (t) => {
    const open = await createDevelopmentWorld({ seed: false })
    t.after(() => open.close())
    const id = await publish(open, { slug: 'roll', title: 'Change the roll', body: 'Open the cover.' })
    let published: Promise<void> | undefined
    let named: SearchManifest | undefined
    const core = createCore({
      url: 'http://support.test/support',
      getToken: () => open.customerToken(),
      storage: memoryStorage(),
      async fetch(request) {
        const { pathname } = new URL(request.url)
        if (named?.segments.some(({ texts }) => texts.some(({ hash }) => pathname.endsWith(hash))))
          published ??= republish(open, id, 'Open the lid.', 2)
        await published
        const answer = await open.server.fetch(request)
        if (pathname.endsWith('/manifest')) named ??= await answer.clone().json()
        return answer
      },
    })
    cores.push(core)
    await settled(core)
    const { hits } = await seenOf(
      search(core, 'roll'),
      (state) => state.by === 'device' && state.hits.every(({ snippet }) => snippet.length > 0),
    )
    assert.equal(hits[0]?.snippet.map(({ text }) => text).join(''), 'Open the lid.')
  })

  it('marks what was found in traditional and simplified characters, whichever of them were typed', async () => {
    for (const [locale, title] of [
      ['zh-CN', '网络打印机'],
      ['zh-CN', '網絡打印機'],
      ['zh-TW', '網絡打印機'],
    ] as const) {
      const open = await createDevelopmentWorld({ seed: false })
      worlds.push(open)
      await publish(open, { slug: 'net', title, body: `${title}。`, locale })
      const { core } = page({ getToken: () => open.customerToken() }, undefined, open)
      for (const query of ['網絡', '网络']) {
        const results = search(core, query, { locale })
        stops.push(results.$state.subscribe(() => {}))
        await results.refresh()
        const { by, hits } = await seenOf(
          results,
          (state) => state.by === 'device' && state.hits.every(({ snippet }) => snippet.length > 0),
        )
        const marked = (parts: readonly { text: string; found: boolean }[] | undefined) =>
          parts?.filter(({ found }) => found).map(({ text }) => text)
        assert.deepEqual(
          [by, marked(hits[0]?.titleParts), marked(hits[0]?.snippet)],
          ['device', [title.slice(0, 2)], [title.slice(0, 2)]],
          `${query} in ${title}, ${locale}`,
        )
      }
    }
  })

  it('asks the server where the index is too large to be sent', async () => {
    const small = await createDevelopmentWorld({ seed: false, limits: { searchIndex: 10 } })
    worlds.push(small)
    await publish(small, { slug: 'roll', title: 'Change the roll', body: 'Open.' })
    const core = createCore({
      url: 'http://support.test/support',
      getToken: () => small.customerToken(),
      storage: memoryStorage(),
      fetch: small.server.fetch,
    })
    for (let round = 0; round < 2; round++) {
      const results = search(core, 'roll')
      await results.refresh()
      const state = await seenOf(results)
      assert.deepEqual([state.by, slugsOf(state)], ['server', ['roll']])
    }
    await core.close()
  })

  it('that cannot be answered says why', async () => {
    const { core, network } = page()
    network.on = false
    const results = search(core, 'roll')
    stops.push(results.$state.subscribe(() => {}))
    await until(() => results.$state.get().status === 'failed')
    assert.deepEqual(results.$state.get(), { status: 'failed', reason: { kind: 'offline' } })
    network.on = true
    await results.refresh()
    assert.deepEqual(slugsOf(await seenOf(results)), ['roll'])
  })
})

describe('what searches came to', () => {
  const minutes = 60_000

  /** A page on a clock, and what it tells the server, with what that answers. */
  function telling(options: Partial<ClientOptions> = {}, storage = memoryStorage()) {
    const clock = manualClock(Date.now())
    const told: {
      readonly body: { id: string; searches: SearchOutcome[] }
      readonly status: number
      by: string | null
    }[] = []
    const network = { on: true }
    const core = createCore({
      url: 'http://support.test/support',
      getToken: () => world.customerToken(),
      ...{ storage, clock, ...options },
      async fetch(request) {
        if (!network.on) throw new TypeError('Failed to fetch')
        if (request.method !== 'POST') return world.server.fetch(request)
        const body = await request.clone().json()
        const answer = await world.server.fetch(request)
        told.push({ body, status: answer.status, by: request.headers.get('authorization') })
        return answer
      },
    })
    cores.push(core)
    const tell = (...given: Parameters<typeof tellOutcome> extends [Core, ...infer Rest] ? Rest : never) =>
      tellOutcome(core, ...given)
    const searched = (query: string, ...slugs: string[]) =>
      tell((outcomes) => outcomes.searched({ query, locale: 'en', slugs }), true)
    const came = async (count: number) => until(() => told.length === count)
    const outcomes = () => told.flatMap(({ body }) => body.searches)
    /** Resolves once the device holds one: how long opening it takes must not be what its clock says. */
    const kept = async () => {
      const { store } = await core.persistence()
      while ((await store.list('search/outcomes/')).length === 0) await settle()
    }
    return { clock, network, told, tell, searched, came, outcomes, kept, close: () => core.close() }
  }
  const none = { locale: 'en', opened: false, solved: false, ticket: false }

  it('is told once nothing more happens, many at once, and the server takes it', async () => {
    const { clock, tell, searched, came, told } = telling()
    searched('qqq')
    searched('rol', 'roll')
    searched('roll', 'roll')
    tell((outcomes) => outcomes.opened('roll'))
    tell((outcomes) => outcomes.opened('lamp'))
    searched('lamp', 'lamp')
    tell((outcomes) => outcomes.raised())
    searched('fuse', 'fuse')
    tell((outcomes) => outcomes.solved('roll'))
    tell((outcomes) => outcomes.solved('fuse'))
    searched('fuse blown', 'fuse')
    await settle()
    await clock.advance(4 * minutes)
    assert.equal(told.length, 0)
    await clock.advance(minutes)
    await came(1)
    assert.equal(told[0]?.status, 201)
    assert.deepEqual(told[0]?.body.searches, [
      { ...none, query: 'qqq', found: 0 },
      { ...none, query: 'roll', found: 1, opened: true },
      { ...none, query: 'lamp', found: 1, ticket: true },
      { ...none, query: 'fuse', found: 1, solved: true },
      { ...none, query: 'fuse blown', found: 1 },
    ])
  })

  it('waits for a network, on the device, and is told by the next page that searches, once', async () => {
    const storage = memoryStorage()
    const first = telling({}, storage)
    first.network.on = false
    first.searched('fuse', 'lamp')
    await first.kept()
    await first.clock.advance(6 * minutes)
    await first.close()
    const second = telling({}, storage)
    second.clock.set(Date.now() + 10 * minutes)
    second.searched('roll', 'roll')
    await second.came(1)
    assert.deepEqual(second.outcomes(), [{ ...none, query: 'fuse', found: 1 }])
    await second.close()
    const third = telling({}, storage)
    third.clock.set(Date.now() + 30 * minutes)
    third.searched('lamp', 'lamp')
    await third.came(1)
    assert.deepEqual(third.outcomes(), [{ ...none, query: 'roll', found: 1 }], 'what was told is not told again')
  })

  it('is bounded, says nothing of anybody, and does not begin before the first search', async () => {
    const { tell, searched, came, outcomes, told } = telling()
    tell((all) => all.raised())
    searched('mara@harbor.example')
    for (let number = 0; number < 20; number++) searched(`${number} labels`)
    await came(1)
    assert.equal(outcomes().length, 20)
    assert.doesNotMatch(JSON.stringify(told), /mara/)
  })

  it('is told without a token by whoever has none, and by visitors, of whom nobody is let in for it', async () => {
    for (const [options, patience] of [
      [{ getToken: undefined, tenant: world.tenant }, minutes],
      // As `createVisitorCore` makes it.
      [{ getToken: () => assert.fail('no visitor'), tenant: world.tenant, subject: '\u0000' }, 5 * minutes],
    ] as const) {
      const { clock, searched, tell, came, told } = telling(options)
      searched('roll', 'roll')
      tell((outcomes) => outcomes.opened('roll'))
      await settle()
      await clock.advance(patience - 1)
      assert.equal(told.length, 0)
      await clock.advance(1)
      await came(1)
      const { by, status, body } = told[0]!
      assert.deepEqual([by, status], [null, 201])
      assert.deepEqual(body.searches, [{ ...none, query: 'roll', found: 1, opened: true }])
    }
  })

  it('is not told where the host does not want it, or nobody says of which tenant', async () => {
    for (const options of [{ reportSearches: false }, { getToken: undefined }]) {
      const { clock, searched, told } = telling(options)
      searched('roll', 'roll')
      await settle(100)
      await clock.advance(6 * minutes)
      await settle(100)
      assert.deepEqual(told, [])
    }
  })
})

describe('a client for programs', () => {
  it('searches, suggests and reads what is kept', async () => {
    const client = createSupportClient({
      url: 'http://support.test/support',
      getToken: () => world.customerToken(),
      storage: memoryStorage(),
      fetch: world.server.fetch,
    })
    cores.push(client.core)
    assert.deepEqual(slugsOf(await seenOf(await client.knowledge.search('covers'))), ['roll'])
    assert.equal(slugsOf(await seenOf(await client.knowledge.suggest({ page: '/lamp' })))[0], 'lamp')
    await settled(client.core)
    assert.equal((await knowledge(client.core).kept('roll'))?.slug, 'roll')
  })
})

describe('a suggestion', () => {
  it('is what the page is about', async () => {
    const { core } = page()
    const suggested = knowledge(core).suggest({
      page: 'https://app.example/settings/printers/42?x=lamp',
      product: 'Ebb',
    })
    assert.deepEqual(slugsOf(await seenOf(suggested)), ['ebb', 'tide'])
    assert.equal(slugsOf(await seenOf(knowledge(core).suggest({ page: 'The lamp' })))[0], 'lamp')
    assert.deepEqual(slugsOf(await seenOf(knowledge(core).suggest({ page: '/', product: 'Tide' }))), ['tide'])
  })

  it('is sought with words of the address alone, none of which names a record or a person', () => {
    assert.equal(
      pageWords('https://app.example:8080/Billing/invoice-list/2024-77?token=secret#x'),
      'Billing invoice list',
    )
    assert.equal(pageWords('/users/mara@harbor.example/edit.html'), 'users edit')
    assert.equal(pageWords('/%E6%89%93%E5%8D%B0/%'), '打印')
    assert.equal(pageWords('Printers and labels'), 'Printers and labels')
  })
})
