import assert from 'node:assert/strict'
import { afterEach, describe, it } from 'node:test'
import { type ArticleState, article, type Core, createCore, knowledge, type SearchState } from '@aftercare/client'
import { createDevelopmentWorld, type DevelopmentWorld } from '@aftercare/server/development'
import { memoryStorage } from '../src/persistence/memory.ts'
import { act, change, publish, republish } from './support/articles.ts'
import { settle, until } from './support/manual-clock.ts'

const open: { close(): Promise<void> }[] = []
const stops: (() => void)[] = []
afterEach(async () => {
  for (const stop of stops.splice(0)) stop()
  for (const each of open.splice(0).reverse()) await each.close()
})

/** A device whose network can be cut, and a knowledge base. */
async function device() {
  const world = await createDevelopmentWorld({ seed: false })
  open.push(world)
  const network = { on: true }
  const storage = memoryStorage()
  function page(): Core {
    const core = createCore({
      ...{ url: 'http://support.test/support', tenant: world.tenant, subject: 'mara-lindqvist', storage },
      getToken: () => world.customerToken(),
      fetch: (request) => (network.on ? world.server.fetch(request) : Promise.reject(new TypeError('Failed to fetch'))),
    })
    open.push(core)
    return core
  }
  return { world, network, page }
}

/** What a reader is shown in the end. */
async function read(core: Core, slug: string, locale = 'en'): Promise<ArticleState> {
  const reading = article(core, slug, locale)
  stops.push(reading.$state.subscribe(() => {}))
  await reading.refresh()
  return reading.$state.get()
}

const textOf = (state: ArticleState): string =>
  state.status === 'ready' ? JSON.stringify(state.article.content).replace(/.*"text":"([^"]*)".*/, '$1') : state.status

/** Compares with the server, until what it has is what the device searches in, texts included. */
async function compared(core: Core, locale: string, query = 'roll'): Promise<void> {
  const results = knowledge(core).search(query, { locale })
  stops.push(results.$state.subscribe(() => {}))
  for (;;) {
    await results.refresh()
    const state = results.$state.get()
    const complete = (each: SearchState) =>
      each.status === 'ready' && each.hits.every(({ snippet }) => snippet.length > 0)
    if (state.status === 'ready' && state.by === 'device' && complete(state)) return
    await settle()
  }
}

/** The server’s own index hears of what was done a moment later. */
async function indexed(world: DevelopmentWorld, query: string, found: number, locale = 'en'): Promise<void> {
  for (;;) {
    const address = `http://support.test/support/search/articles?q=${query}&locale=${locale}&tenant=${world.tenant}`
    const answer = await world.server.fetch(new Request(address))
    assert.ok(answer.ok, await answer.clone().text())
    if ((await answer.json()).items.length === found) return
    await settle()
  }
}

describe('what the device keeps of the knowledge base', () => {
  it('is no older than the collection it has compared last: read without a network, an article has its last text', async () => {
    const { world, network, page } = await device()
    const id = await publish(world, { slug: 'roll', title: 'Change the roll', body: 'Open the cover.' })
    const core = page()
    assert.equal(textOf(await read(core, 'roll')), 'Open the cover.')
    await compared(core, 'en')
    await republish(world, id, 'Cut the power first.', 2)
    await indexed(world, 'power', 1)
    await compared(core, 'en', 'power')
    await core.close()
    network.on = false
    assert.equal(textOf(await read(page(), 'roll')), 'Cut the power first.')
  })

  it('is without what was taken back, or is not for everybody any more', async () => {
    const { world, network, page } = await device()
    const ids = []
    for (const slug of ['roll', 'prices', 'lamp'])
      ids.push(await publish(world, { slug, title: `Of the ${slug}`, body: `Text of the ${slug}.` }))
    const core = page()
    for (const slug of ['roll', 'prices', 'lamp']) assert.equal(textOf(await read(core, slug)), `Text of the ${slug}.`)
    await compared(core, 'en')
    await act(world, ids[0]!, 'en', 'archive', 1)
    await change(world, ids[1]!, { audience: 'customers' })
    await indexed(world, 'text', 1)
    await compared(core, 'en', 'lamp')
    await core.close()
    network.on = false
    const later = page()
    assert.equal((await read(later, 'roll')).status, 'failed')
    assert.equal((await read(later, 'prices')).status, 'failed')
    assert.equal(textOf(await read(later, 'lamp')), 'Text of the lamp.')
  })

  it('in one language outlives a comparison in another', async () => {
    const { world, network, page } = await device()
    await publish(world, { slug: 'roll', title: 'Change the roll', body: 'Open the cover.' })
    const lamp = await publish(world, { slug: 'lamp', title: 'The lamp blinks', body: 'It is the fuse.' })
    const core = page()
    await compared(core, 'en')
    // The same files, since both articles are written in English alone.
    await compared(core, 'fr')
    await republish(world, lamp, 'It is the bulb.', 2)
    await indexed(world, 'bulb', 1, 'fr')
    await compared(core, 'fr', 'bulb')
    await core.close()
    network.on = false
    const results = knowledge(page()).search('roll', { locale: 'en' })
    stops.push(results.$state.subscribe(() => {}))
    await until(() => results.$state.get().status !== 'loading')
    const state = results.$state.get()
    assert.ok(state.status === 'ready' && state.by === 'device', state.status)
    assert.deepEqual(
      state.hits.map(({ slug }) => slug),
      ['roll'],
    )
  })

  it('is found by its earlier names too', async () => {
    const { world, network, page } = await device()
    const id = await publish(world, { slug: 'old-name', title: 'Change the roll', body: 'Open the cover.' })
    await change(world, id, { slug: 'roll' })
    await indexed(world, 'cover', 1)
    const core = page()
    await compared(core, 'en')
    await core.close()
    network.on = false
    const state = await read(page(), 'old-name')
    assert.equal(textOf(state), 'Open the cover.')
    assert.ok(state.status === 'ready' && state.article.slug === 'roll')
  })
})
