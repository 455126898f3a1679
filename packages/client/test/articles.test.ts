import assert from 'node:assert/strict'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, afterEach, before, describe, it } from 'node:test'
import {
  type ArticleFeedback,
  type ArticleState,
  article,
  articleFeedback,
  type ClientOptions,
  type Core,
  createCore,
  type FeedbackState,
  logout,
} from '@aftercare/client'
import { createDevelopmentWorld, type DevelopmentWorld } from '@aftercare/server/development'
import { memoryStorage } from '../src/persistence/memory.ts'

const folder = mkdtempSync(join(tmpdir(), 'articles-'))
const write = (file: string, slug: string, audience: string, title: string, locale = 'en') =>
  writeFileSync(
    join(folder, file),
    `---\ntitle: ${title}\nslug: ${slug}\nlocale: ${locale}\naudience: ${audience}\n---\n\nText of ${slug}.\n`,
  )

let world: DevelopmentWorld
const cores: Core[] = []
const stops: (() => void)[] = []
before(async () => {
  write('roll.md', 'roll', 'public', 'Change the roll')
  write('roll.zh-CN.md', 'roll', 'public', '更换纸卷', 'zh-CN')
  write('prices.md', 'prices', 'customers', 'What it costs')
  write('triage.md', 'triage', 'internal', 'Triage')
  for (let number = 0; number < 32; number++) write(`n${number}.md`, `n-${number}`, 'public', `Number ${number}`)
  world = await createDevelopmentWorld({ seed: false, articles: folder })
})
afterEach(async () => {
  for (const stop of stops.splice(0)) stop()
  await Promise.all(cores.splice(0).map((core) => core.close()))
})
after(async () => {
  await world.close()
  rmSync(folder, { recursive: true })
})

const offline = () => Promise.reject(new TypeError('Failed to fetch'))

/** A page of somebody, on a device. */
function page(options: Partial<ClientOptions> = {}, subject = 'mara-lindqvist') {
  const seen: string[] = []
  const core = createCore({
    url: 'http://support.test/support',
    tenant: world.tenant,
    subject,
    getToken: () => world.customerToken({ subject }),
    storage: memoryStorage(),
    ...options,
    async fetch(request) {
      const answer = await (options.fetch ?? world.server.fetch)(request)
      seen.push(`${request.method} ${new URL(request.url).pathname.replace('/support/articles/', '')} ${answer.status}`)
      return answer
    },
  })
  cores.push(core)
  return { core, seen }
}

type Settled = Exclude<ArticleState, { status: 'loading' }>

/** Opens an article and waits until the server, or its absence, has had its say. */
async function opened(core: Core, slug: string, locale?: string) {
  const reading = article(core, slug, locale)
  const states: ArticleState[] = []
  stops.push(reading.$state.subscribe((state) => void states.push(state)))
  await reading.refresh()
  return { reading, states, last: states.at(-1) as Settled }
}

const titleOf = (state: ArticleState) => (state.status === 'ready' ? state.article.title : state.status)

describe('an article', () => {
  it('is read in any language where a platform names none that there is', async () => {
    const reading = article(page().core, 'roll', 'C')
    const state = await new Promise<ArticleState>((resolve) => {
      stops.push(reading.$state.subscribe((now) => now.status !== 'loading' && resolve(now)))
    })
    assert.equal(state.status, 'ready')
  })

  it('is read when somebody watches, and not before', async () => {
    const { core, seen } = page()
    article(core, 'roll')
    assert.deepEqual(seen, [])
    const { states } = await opened(core, 'roll')
    assert.deepEqual(states.map(titleOf), ['loading', 'Change the roll'])
    assert.deepEqual(seen, ['GET roll 200'])
  })

  it('is in the language that suits best, and says which others there are', async () => {
    const { core } = page({ locale: 'zh-TW' })
    const { last } = await opened(core, 'roll')
    assert.equal(titleOf(last), '更换纸卷')
    assert.deepEqual(last.status === 'ready' && [...last.article.locales].sort(), ['en', 'zh-CN'])
    assert.equal(titleOf((await opened(core, 'roll', 'fr')).last), 'Change the roll')
  })

  it('that is not there, or is not theirs, is not found', async () => {
    const { core } = page()
    for (const slug of ['nowhere', 'triage', 'No name'])
      assert.equal((await opened(core, slug)).last.status, 'not_found')
    assert.equal(titleOf((await opened(core, 'prices')).last), 'What it costs')
  })

  it('is read anew once the network is back', async () => {
    let reachable = false
    const online = new Set<() => void>()
    const { core } = page({
      fetch: (request) => (reachable ? world.server.fetch(request) : offline()),
      attention: {
        visible: () => true,
        onVisibility: () => () => {},
        onOffline: () => () => {},
        onOnline(callback) {
          online.add(callback)
          return () => void online.delete(callback)
        },
      },
    })
    const { reading, last } = await opened(core, 'roll')
    assert.deepEqual(last, { status: 'failed', reason: { kind: 'offline' } })
    reachable = true
    for (const callback of online) callback()
    await reading.refresh()
    assert.equal(titleOf(reading.$state.get()), 'Change the roll')
  })

  it('has one reading for all who watch it', async () => {
    const { core } = page()
    const { reading } = await opened(core, 'roll')
    assert.equal(article(core, 'roll'), reading)
    assert.notEqual(article(core, 'roll', 'zh-CN'), reading)
  })
})

describe('an article on the device', () => {
  it('is shown at once, asked for by its ETag, and there without a network', async () => {
    const storage = memoryStorage()
    await opened(page({ storage }).core, 'roll')
    const again = page({ storage })
    const { states } = await opened(again.core, 'roll')
    assert.deepEqual(states.map(titleOf).slice(0, 2), ['loading', 'Change the roll'])
    assert.deepEqual(again.seen, ['GET roll 304'])
    const { last } = await opened(page({ storage, fetch: offline }).core, 'roll')
    assert.ok(last.status === 'ready' && last.stale?.kind === 'offline')
    assert.equal(titleOf(last), 'Change the roll')
  })

  it('is in the language that suits best of those that are there', async () => {
    const storage = memoryStorage()
    await opened(page({ storage }).core, 'roll', 'en')
    await opened(page({ storage }).core, 'roll', 'zh-CN')
    const { core } = page({ storage, fetch: offline })
    assert.equal(titleOf((await opened(core, 'roll', 'zh-TW')).last), '更换纸卷')
    assert.equal(titleOf((await opened(core, 'roll', 'sv')).last), 'Change the roll')
  })

  it('is found by each name that it was asked for by', async () => {
    const storage = memoryStorage()
    const { core } = page({ storage })
    const { last } = await opened(core, 'n-31')
    assert.ok(last.status === 'ready')
    const { id } = last.article
    const own = { authorization: `Bearer ${world.staffKeys.lead}` }
    const whole = new URL(`http://support.test/support/knowledge/articles/${id}`)
    const before = await world.server.fetch(new Request(whole, { headers: own }))
    const renamed = await world.server.fetch(
      new Request(whole, {
        method: 'PATCH',
        headers: {
          ...own,
          'content-type': 'application/json',
          'if-match': before.headers.get('etag') ?? '',
          'idempotency-key': crypto.randomUUID(),
        },
        body: JSON.stringify({ slug: 'thirty-one' }),
      }),
    )
    assert.equal(renamed.status, 200, await renamed.text())
    const { last: followed } = await opened(page({ storage }).core, 'n-31')
    assert.equal(followed.status === 'ready' && followed.article.slug, 'thirty-one')
    const without = page({ storage, fetch: offline }).core
    for (const name of ['n-31', 'thirty-one']) assert.equal(titleOf((await opened(without, name)).last), 'Number 31')
  })

  it('is kept only where everybody may read it', async () => {
    const storage = memoryStorage()
    const { core } = page({ storage })
    await opened(core, 'prices')
    assert.deepEqual(await (await core.persistence()).store.list('article/'), [])
    const { last } = await opened(page({ storage, fetch: offline }).core, 'prices')
    assert.equal(last.status, 'failed')
  })

  it('is let go once it is gone', async () => {
    const storage = memoryStorage()
    await opened(page({ storage }).core, 'roll')
    const missing = () => Promise.resolve(problemAnswer(404, 'not_found'))
    const { core } = page({ storage, fetch: missing })
    assert.equal((await opened(core, 'roll')).last.status, 'not_found')
    assert.deepEqual(await (await core.persistence()).store.list('article/'), [])
  })

  it('makes room for what is read later', async () => {
    const storage = memoryStorage()
    const { core } = page({ storage })
    for (let number = 0; number < 31; number++) await opened(core, `n-${number}`)
    const { store } = await core.persistence()
    assert.equal((await store.list('article/')).length, 30)
  })

  it('is nobody else’s, and goes with who logs out', async () => {
    const storage = memoryStorage()
    const { core } = page({ storage })
    await opened(core, 'roll')
    assert.equal((await opened(page({ storage, fetch: offline }, 'chen-siyuan').core, 'roll')).last.status, 'failed')
    for (const stop of stops.splice(0)) stop()
    await logout(core)
    assert.equal((await opened(page({ storage, fetch: offline }).core, 'roll')).last.status, 'failed')
  })

  it('that makes no sense is read anew', async () => {
    const storage = memoryStorage()
    const { core } = page({ storage })
    const { store } = await core.persistence()
    const record = { at: 1, etag: null, names: ['roll'], wanted: ['en'] }
    const content = [{ type: 'html', text: '<script>' }]
    await store.write([
      { type: 'put', key: 'article/x/en', value: { version: 1, ...record, article: { audience: 'public', content } } },
      { type: 'put', key: 'article/y/en', value: { version: 9, ...record, article: null } },
    ])
    assert.deepEqual((await opened(core, 'roll')).states.map(titleOf), ['loading', 'Change the roll'])
  })
})

const problemAnswer = (status: number, code: string) =>
  new Response(JSON.stringify({ type: `urn:aftercare:problem:${code}`, title: code, status, code }), {
    status,
    headers: { 'content-type': 'application/problem+json' },
  })

describe('feedback on an article', () => {
  async function about(core: Core, slug = 'roll') {
    const { last } = await opened(core, slug)
    assert.ok(last.status === 'ready')
    const feedback = articleFeedback(core, last.article)
    const states: FeedbackState[] = []
    stops.push(feedback.$state.subscribe((state) => void states.push(state)))
    return { feedback, states, id: last.article.id }
  }
  const until = ({ $state }: ArticleFeedback, status: FeedbackState['status']) =>
    new Promise<void>((resolve) => {
      const stop = $state.subscribe((state) => {
        if (state.status === status) resolve()
      })
      stops.push(stop)
    })
  const counted = async (article: string) => {
    const { database } = world
    const rows = await database.reader
      .selectFrom('article_feedback')
      .select(['helpful', 'reason', 'comment'])
      .where('article_id', '=', article)
      .execute()
    return rows.map((row) => ({ ...row }))
  }

  it('is sent, and said anew: the last word of each person counts', async () => {
    const { core } = page()
    const { feedback, states, id } = await about(core)
    await feedback.send({ helpful: false, reason: 'outdated', comment: 'The roll is on the left now.' })
    await feedback.send({ helpful: true, reason: 'outdated' })
    await until(feedback, 'sent')
    assert.deepEqual(states.at(-1), { status: 'sent', feedback: { helpful: true } })
    assert.deepEqual(await counted(id), [{ helpful: 1, reason: null, comment: null }])
    const other = await about(page({}, 'chen-siyuan').core)
    await other.feedback.send({ helpful: false, reason: 'wrong' })
    await until(other.feedback, 'sent')
    assert.equal((await counted(id)).length, 2)
  })

  it('is remembered on the device, without the comment, and by nobody else', async () => {
    const storage = memoryStorage()
    const { feedback } = await about(page({ storage }).core, 'n-1')
    await feedback.send({ helpful: false, reason: 'unclear', comment: 'My name is Mara.' })
    await until(feedback, 'sent')
    const { core } = page({ storage })
    const again = await about(core, 'n-1')
    await new Promise((resolve) => setTimeout(resolve, 10))
    assert.deepEqual(again.states.at(-1), { status: 'sent', feedback: { helpful: false, reason: 'unclear' } })
    assert.doesNotMatch(JSON.stringify(await (await core.persistence()).store.list('')), /My name/)
    const other = await about(page({ storage }, 'chen-siyuan').core, 'n-1')
    await new Promise((resolve) => setTimeout(resolve, 10))
    assert.equal(other.states.at(-1)?.status, 'none')
  })

  it('that did not arrive says why, and is the same write when it goes again, from whatever page', async () => {
    const storage = memoryStorage()
    let lost = true
    const keys: (string | null)[] = []
    const options: Partial<ClientOptions> = {
      storage,
      async fetch(request) {
        const answer = await world.server.fetch(request)
        if (request.method !== 'POST') return answer
        keys.push(request.headers.get('idempotency-key'))
        return lost ? offline() : answer
      },
    }
    const { core } = page(options)
    const { feedback, id } = await about(core, 'n-2')
    await feedback.send({ helpful: true })
    await until(feedback, 'waiting')
    assert.deepEqual(feedback.$state.get(), {
      ...{ status: 'waiting', feedback: { helpful: true }, durable: true },
      reason: { kind: 'offline' },
    })
    await core.close()
    lost = false
    const later = page(options).core
    await until((await about(later, 'n-2')).feedback, 'sent')
    await (await later.outbox()).drain()
    assert.deepEqual([new Set(keys).size, (await counted(id)).length], [1, 1])
    assert.ok(keys.length >= 2, 'it went again')
  })

  it('that the server refuses says so, and holds up nothing that is said after it', async () => {
    let refused = true
    const { core } = page({
      fetch: async (request) =>
        request.method === 'POST' && refused
          ? problemAnswer(400, 'validation_failed')
          : await world.server.fetch(request),
    })
    const { feedback, id } = await about(core, 'n-3')
    await feedback.send({ helpful: true })
    await until(feedback, 'failed')
    refused = false
    await feedback.send({ helpful: false, reason: 'wrong' })
    await until(feedback, 'sent')
    assert.deepEqual(await counted(id), [{ helpful: 0, reason: 'wrong', comment: null }])
  })
})
