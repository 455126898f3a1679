import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { allowVisitors, type Database, verifyAudit } from '../src/index.ts'
import { neighbourTenant } from './knowledge-neighbour.ts'
import { tenant, type World, world } from './world.ts'

type Text = { title?: string; body?: string; keywords?: string[]; locale?: string }

/** Articles over a real server, whatever its database. */
export function knowledgeContract(name: string, open: () => Promise<Database>): void {
  describe(`articles on ${name}`, () => {
    let w: World
    let agent: string
    let lead: string
    let customer: string
    let visitor: string
    before(async () => {
      w = await world({ database: await open(), create: true, server: { visitors: { challenge: false } } })
      agent = (await w.staff('agent')).key
      lead = (await w.staff('lead')).key
      customer = await w.customer('mara', { account: 'harbor' })
      await allowVisitors(w.journal, { tenant, allowed: true })
      visitor = (await w.send('POST', '/visitors', { body: { tenant, answer: '' } })).body.token
    })
    after(() => w.close())

    const text = ({
      locale = 'en',
      title = 'Change the roll',
      body = 'Open the *cover*.',
      keywords = [],
    }: Text = {}) => ({
      ...{ locale, title, body, keywords },
    })
    let count = 0
    const article = (more: object = {}, words: Text = {}) => {
      const slug = `article-${++count}`
      return { id: crypto.randomUUID(), kind: 'faq', audience: 'public', slug, translation: text(words), ...more }
    }
    const at = ({ id }: { id: string }, locale = 'en') => `/knowledge/articles/${id}/translations/${locale}`
    const act = (of: { id: string }, action: string, more: object = {}, token = lead, locale = 'en') =>
      w.send('POST', `${at(of, locale)}/actions`, {
        token,
        body: { id: crypto.randomUUID(), action, revision: 1, ...more },
      })
    const create = async (more: object = {}, words: Text = {}) => {
      const body = article(more, words)
      const made = await w.send('POST', '/knowledge/articles', { token: agent, body })
      assert.equal(made.status, 201, JSON.stringify(made.body))
      return { ...body, slug: made.body.slug as string }
    }
    const publish = async (of: { id: string }, revision = 1, locale = 'en') => {
      assert.equal((await act(of, 'submit', { revision }, agent, locale)).status, 201)
      assert.equal((await act(of, 'publish', { revision }, lead, locale)).status, 201)
    }
    const published = async (more: object = {}, words: Text = {}) => {
      const made = await create(more, words)
      await publish(made)
      return made
    }
    const read = (slug: string, token: string, query = '') => w.send('GET', `/articles/${slug}${query}`, { token })
    const edit = async (of: { id: string }, change: object, token = agent) => {
      const { headers } = await w.send('GET', at(of), { token })
      return w.send('PATCH', at(of), { token, body: change, headers: { 'if-match': headers.get('etag')! } })
    }

    it('go from a draft by review to a reader', async () => {
      const made = await create()
      assert.equal((await read(made.slug, customer)).status, 404)
      assert.equal((await act(made, 'publish')).body.code, 'action_not_possible')
      assert.equal((await act(made, 'submit', {}, agent)).body.state, 'review')
      assert.equal((await read(made.slug, customer)).status, 404)
      assert.equal((await act(made, 'publish', {}, agent)).body.code, 'forbidden')
      assert.equal((await act(made, 'publish')).body.publishedRevision, 1)
      const { body } = await read(made.slug, customer)
      assert.deepEqual(body, {
        ...{ id: made.id, slug: made.slug, kind: 'faq', audience: 'public', locale: 'en', title: 'Change the roll' },
        ...{ product: null, versionFrom: null, versionTo: null, keywords: [], revision: 1, locales: ['en'] },
        publishedAt: new Date(w.now()).toISOString(),
        related: [],
        content: [
          {
            type: 'paragraph',
            children: [
              { type: 'text', text: 'Open the ' },
              { type: 'emphasis', children: [{ type: 'text', text: 'cover' }] },
              { type: 'text', text: '.' },
            ],
          },
        ],
      })
    })

    it('reach those whom they are for, and nobody else knows of them', async () => {
      const readers = { visitor, customer, agent }
      const seen: Record<string, readonly (keyof typeof readers)[]> = {
        public: ['visitor', 'customer', 'agent'],
        customers: ['customer', 'agent'],
        internal: ['agent'],
      }
      for (const [audience, who] of Object.entries(seen)) {
        const { slug, id } = await published({ audience })
        for (const [reader, token] of Object.entries(readers)) {
          const sees = who.includes(reader as 'agent')
          const answer = await read(slug, token)
          assert.equal(answer.status, sees ? 200 : 404, `${audience} ${reader}`)
          const nothing = (await read('no-such-article', token)).body
          if (!sees) assert.deepEqual({ ...answer.body, instance: '' }, { ...nothing, instance: '' })
          const listed = (await w.send('GET', '/articles?limit=100', { token })).body.items
          assert.equal(
            listed.some((each: { id: string }) => each.id === id),
            sees,
          )
        }
      }
      assert.equal((await w.send('GET', '/articles')).status, 401)
    })

    it('are read without any token where they are for everybody, and kept by whoever stands in between', async () => {
      const made = await published({ audience: 'public' })
      const narrow = await published({ audience: 'customers' })
      const open = (path: string, headers = {}) => w.send('GET', path, { headers })
      const one = await open(`/articles/${made.slug}?tenant=${tenant}`)
      assert.deepEqual(one.body, (await read(made.slug, customer)).body)
      assert.equal(one.headers.get('cache-control'), 'public, max-age=60, stale-while-revalidate=60')
      assert.match(one.headers.get('vary')!, /Authorization/)
      const known = { 'if-none-match': one.headers.get('etag')! }
      assert.equal((await open(`/articles/${made.slug}?tenant=${tenant}`, known)).status, 304)
      const own = await read(made.slug, customer)
      assert.equal(own.headers.get('cache-control'), 'private, no-cache')

      assert.equal((await open(`/articles/${narrow.slug}?tenant=${tenant}`)).body.code, 'not_found')
      const list = (await open(`/articles?limit=100&tenant=${tenant}`)).body.items
      assert.ok(list.some(({ id }: { id: string }) => id === made.id))
      assert.ok(list.every(({ audience }: { audience: string }) => audience === 'public'))
      assert.deepEqual((await open('/articles?tenant=nobody-here')).body.items, [])
      assert.equal((await open(`/articles/${made.slug}?tenant=nobody-here`)).status, 404)
      // A token names its own tenant, whatever the query says; a wrong one is no better than none.
      assert.equal((await read(made.slug, customer, '?tenant=nobody-here')).status, 200)
      assert.equal((await w.send('GET', `/articles?tenant=${tenant}`, { token: 'nonsense' })).status, 401)
    })

    it('stay as they were for readers while a new revision is worked on', async () => {
      const made = await published()
      assert.equal((await edit(made, { body: 'Open the lid.' })).body.state, 'draft')
      const shown = async () => (await read(made.slug, customer)).body.content[0].children[0].text
      assert.equal(await shown(), 'Open the ')
      assert.equal((await act(made, 'submit', { revision: 2 }, agent)).status, 201)
      assert.equal(await shown(), 'Open the ')
      assert.equal((await act(made, 'publish', { revision: 2 })).status, 201)
      assert.equal(await shown(), 'Open the lid.')
      assert.equal((await act(made, 'archive', { revision: 2 })).body.publishedRevision, null)
      assert.equal((await read(made.slug, customer)).status, 404)
      assert.equal((await act(made, 'revive', { revision: 2 }, agent)).body.state, 'draft')
    })

    it('are edited as they were read, and approved as they were read', async () => {
      const made = await create()
      const bare = await w.send('PATCH', at(made), { token: agent, body: { title: 'A' } })
      assert.equal(bare.body.code, 'precondition_required')
      const { headers } = await w.send('GET', at(made), { token: agent })
      const first = { 'if-match': headers.get('etag')! }
      const one = await w.send('PATCH', at(made), { token: agent, body: { title: 'A' }, headers: first })
      assert.deepEqual([one.status, one.body.revision], [200, 2])
      const other = await w.send('PATCH', at(made), { token: lead, body: { title: 'B' }, headers: first })
      assert.equal(other.body.code, 'precondition_failed')
      assert.equal((await act(made, 'submit', { revision: 1 }, agent)).body.code, 'precondition_failed')
      assert.equal((await edit(made, { title: 'A' })).body.revision, 2)
    })

    it('are changed by one of two who write at the same moment', async () => {
      const made = await create()
      const { headers } = await w.send('GET', at(made), { token: agent })
      const match = { 'if-match': headers.get('etag')! }
      const write = (title: string) => w.send('PATCH', at(made), { token: agent, body: { title }, headers: match })
      const answers = await Promise.all(['A', 'B', 'C'].map(write))
      assert.deepEqual(answers.map(({ status }) => status).sort(), [200, 412, 412])
      assert.equal((await w.send('GET', at(made), { token: agent })).body.revision, 2)
      const submits = await Promise.all([1, 2].map(() => act(made, 'submit', { revision: 2 }, agent)))
      assert.deepEqual(submits.map(({ status }) => status).sort(), [201, 409])
    })

    it('are sent back with a reason, which goes when they come again', async () => {
      const made = await create()
      await act(made, 'submit', {}, agent)
      const back = await act(made, 'send_back', { reason: 'Which printer?' })
      assert.deepEqual([back.body.state, back.body.note], ['draft', 'Which printer?'])
      assert.equal((await act(made, 'submit', {}, agent)).body.note, null)
    })

    it('keep every revision, can be compared, and taken up again', async () => {
      const made = await create({}, { body: 'one\ntwo\nthree' })
      await edit(made, { body: 'one\n2\nthree' }, lead)
      const list = (await w.send('GET', `${at(made)}/revisions`, { token: agent })).body
      assert.deepEqual(
        list.items.map((each: { revision: number; author: { name: string } }) => [each.revision, each.author.name]),
        [
          [2, 'The lead'],
          [1, 'The agent'],
        ],
      )
      const { body } = await w.send('GET', `${at(made)}/revisions/2?since=1`, { token: agent })
      assert.deepEqual(body.changes, [
        { kind: 'same', lines: ['one'] },
        { kind: 'removed', lines: ['two'] },
        { kind: 'added', lines: ['2'] },
        { kind: 'same', lines: ['three'] },
      ])
      assert.equal((await w.send('GET', `${at(made)}/revisions/3`, { token: agent })).status, 404)
      const restored = await act(made, 'restore', { revision: 2, from: 1 }, agent)
      assert.deepEqual([restored.body.revision, restored.body.body], [3, 'one\ntwo\nthree'])
      assert.equal((await act(made, 'restore', { revision: 3, from: 9 }, agent)).status, 400)
    })

    it('are read in the language that suits, or the nearest there is', async () => {
      const made = await published()
      const chinese = text({ locale: 'zh-CN', title: '更换纸卷', body: '打开*上盖*。' })
      const added = await w.send('POST', `/knowledge/articles/${made.id}/translations`, { token: agent, body: chinese })
      assert.equal(added.status, 201)
      const locale = async (query: string) => (await read(made.slug, customer, query)).body.locale
      assert.equal(await locale('?locale=zh-CN'), 'en')
      await publish(made, 1, 'zh-CN')
      assert.equal(await locale('?locale=zh-CN'), 'zh-CN')
      assert.equal(await locale('?locale=zh-TW'), 'zh-CN')
      assert.equal(await locale('?locale=fr'), 'en')
      assert.equal(await locale(''), 'en')
      const again = await w.send('POST', `/knowledge/articles/${made.id}/translations`, { token: agent, body: chinese })
      assert.deepEqual(again.body.errors, [{ pointer: '/locale', code: 'not_allowed' }])
    })

    const change = async (of: { id: string }, body: object, token = lead) => {
      const path = `/knowledge/articles/${of.id}`
      const { headers } = await w.send('GET', path, { token })
      return w.send('PATCH', path, { token, body, headers: { 'if-match': headers.get('etag')! } })
    }

    it('answer to every name that they ever had', async () => {
      const made = await published()
      assert.equal((await change(made, { slug: `${made.slug}-renamed` })).status, 200)
      const { body } = await read(made.slug, customer)
      assert.equal(body.slug, `${made.slug}-renamed`)
      assert.equal((await read(`${made.slug}-renamed`, customer)).status, 200)
      const other = await create()
      assert.deepEqual((await change(other, { slug: made.slug })).body.errors, [
        { pointer: '/slug', code: 'not_allowed' },
      ])
    })

    it('are named after their title unless told, each differently', async () => {
      const first = await create({ slug: undefined }, { title: 'Où est l’été?' })
      const second = await create({ slug: undefined }, { title: 'Où est l’été?' })
      assert.deepEqual([first.slug, second.slug], ['ou-est-lete', `ou-est-lete-${second.id.slice(0, 8)}`])
      const chinese = await create({ slug: undefined }, { title: '更换纸卷' })
      assert.equal(chinese.slug, `faq-${chinese.id.slice(0, 8)}`)
    })

    it('are for a product and its versions', async () => {
      const product = `Printer ${crypto.randomUUID()}`
      const made = await published({ product, versionFrom: '2.9', versionTo: '3' })
      const everywhere = await published({ product })
      const listed = async (version: string) => {
        const query = new URLSearchParams({ product, version, limit: '100' })
        const { items } = (await w.send('GET', `/articles?${query}`, { token: customer })).body
        return items.map((each: { id: string }) => each.id)
      }
      for (const version of ['2.9', '2.10', '3.9']) assert.ok((await listed(version)).includes(made.id), version)
      for (const version of ['2.8', '4']) assert.ok(!(await listed(version)).includes(made.id), version)
      assert.ok((await listed('1')).includes(everywhere.id))
      assert.deepEqual((await change(made, { versionTo: '1' })).body.errors, [
        { pointer: '/versionTo', code: 'invalid' },
      ])
    })

    it('name others worth reading, as far as the reader may read those', async () => {
      const [shown, hidden, draft] = [await published(), await published({ audience: 'internal' }), await create()]
      const made = await published({ related: [hidden.id, shown.id, draft.id] })
      const related = async (token: string) =>
        (await read(made.slug, token)).body.related.map((each: { id: string }) => each.id)
      assert.deepEqual(await related(customer), [shown.id])
      assert.deepEqual(await related(agent), [hidden.id, shown.id])
      for (const wrong of [made.id, crypto.randomUUID()]) {
        assert.deepEqual((await change(made, { related: [wrong] })).body.errors, [
          { pointer: '/related/0', code: 'not_allowed' },
        ])
      }
    })

    it('change for readers only by those who lead', async () => {
      const made = await create()
      assert.equal((await change(made, { audience: 'internal' }, agent)).status, 200)
      await publish(made)
      assert.equal((await change(made, { audience: 'public' }, agent)).body.code, 'forbidden')
      assert.equal((await change(made, { audience: 'public' }, lead)).status, 200)
    })

    it('hear from each reader once, and the last word counts', async () => {
      const made = await published()
      const rate = (token: string, more: object) =>
        w.send('POST', `/articles/${made.slug}/feedback`, {
          token,
          body: { id: crypto.randomUUID(), locale: 'en', ...more },
        })
      assert.equal(
        (await rate(customer, { helpful: false, reason: 'outdated', comment: 'It has no lid.' })).status,
        201,
      )
      assert.equal((await rate(visitor, { helpful: false, reason: 'unclear' })).status, 201)
      assert.equal((await rate(agent, { helpful: true })).status, 403)
      assert.deepEqual((await rate(customer, { helpful: true, locale: 'fr' })).body.errors, [
        { pointer: '/locale', code: 'not_allowed' },
      ])
      const counts = async () => (await w.send('GET', `/knowledge/articles/${made.id}/feedback`, { token: agent })).body
      assert.deepEqual(await counts(), { helpful: 0, notHelpful: 2, reasons: { outdated: 1, unclear: 1 } })
      await rate(customer, { helpful: true, reason: 'outdated' })
      assert.deepEqual(await counts(), { helpful: 1, notHelpful: 1, reasons: { unclear: 1 } })
    })

    it('hear once from whoever was a visitor before', async () => {
      const [one, two] = [await published(), await published()]
      const guest = (await w.send('POST', '/visitors', { body: { tenant, answer: '' } })).body.token
      const person = await w.customer('nils')
      const rate = async ({ slug }: { slug: string }, token: string, helpful: boolean) => {
        const body = { id: crypto.randomUUID(), locale: 'en', helpful }
        assert.equal((await w.send('POST', `/articles/${slug}/feedback`, { token, body })).status, 201)
      }
      await rate(one, guest, false)
      await rate(two, guest, false)
      await rate(two, person, true)
      const merged = await w.send('POST', '/visitors/merge', { token: person, body: { visitorToken: guest } })
      assert.equal(merged.status, 201)
      const counts = async ({ id }: { id: string }) => {
        const { body } = await w.send('GET', `/knowledge/articles/${id}/feedback`, { token: agent })
        return [body.helpful, body.notHelpful]
      }
      assert.deepEqual(await counts(one), [0, 1])
      assert.deepEqual(await counts(two), [1, 0])
      await rate(one, person, true)
      assert.deepEqual(await counts(one), [1, 0])
    })

    it('are refused with what is wrong with them', async () => {
      const errors = async (more: object, words: Text = {}) =>
        (await w.send('POST', '/knowledge/articles', { token: agent, body: article(more, words) })).body.errors
      assert.deepEqual(await errors({}, { body: `${'> '.repeat(40)}a` }), [
        { pointer: '/translation/body', code: 'not_allowed', limit: 16 },
      ])
      assert.deepEqual(await errors({ owner: crypto.randomUUID() }), [{ pointer: '/owner', code: 'not_allowed' }])
      assert.deepEqual(await errors({ slug: 'Not A Slug' }), [{ pointer: '/slug', code: 'invalid' }])
      assert.equal((await errors({}, { body: 'a'.repeat(100_001) }))[0].code, 'too_long')
      const made = await create()
      const again = await w.send('POST', '/knowledge/articles', { token: agent, body: article({ id: made.id }) })
      assert.equal(again.body.code, 'id_unavailable')
    })

    it('are found by those who work on them, by state, language and words', async () => {
      const word = `word${crypto.randomUUID().slice(0, 8)}`
      const made = await create({}, { title: `About ${word}` })
      const listed = async (query: string) =>
        (await w.send('GET', `/knowledge/articles?${query}`, { token: agent })).body.items.map(
          (each: { id: string }) => each.id,
        )
      assert.deepEqual(await listed(`search=${word.toUpperCase()}`), [made.id])
      assert.deepEqual(await listed(`search=${word}&state=draft&locale=en&kind=faq&audience=public`), [made.id])
      for (const other of ['state=review', 'locale=fr', 'kind=manual', 'audience=internal']) {
        assert.deepEqual(await listed(`search=${word}&${other}`), [], other)
      }
    })

    it('are listed page by page, each once', async () => {
      const walk = async (path: string, token: string) => {
        const ids: string[] = []
        for (let cursor = ''; ; ) {
          const { body } = await w.send('GET', `${path}?limit=2${cursor}`, { token })
          ids.push(...body.items.map((each: { id: string }) => each.id))
          if (body.next === null) return ids
          cursor = `&cursor=${body.next}`
        }
      }
      for (const [path, token] of [['/articles', customer] as const, ['/knowledge/articles', agent] as const]) {
        const ids = await walk(path, token)
        assert.ok(ids.length > 4)
        assert.equal(new Set(ids).size, ids.length)
        const whole = (await w.send('GET', `${path}?limit=100`, { token })).body.items
        assert.deepEqual(
          ids,
          whole.map((each: { id: string }) => each.id),
        )
      }
    })

    it('belong to one tenant: another has the same ids and names for its own, and sees none of these', async () => {
      const made = await published({ audience: 'public' })
      const there = await neighbourTenant(w)
      assert.equal((await read(made.slug, there.customer)).status, 404)
      assert.equal((await w.send('GET', `/knowledge/articles/${made.id}`, { token: there.lead })).status, 404)
      assert.equal((await w.send('GET', at(made), { token: there.lead })).status, 404)
      assert.equal((await w.send('GET', `${at(made)}/revisions`, { token: there.lead })).status, 404)
      const headers = { 'if-match': '"any"' }
      assert.equal((await w.send('PATCH', at(made), { token: there.lead, body: { title: 'X' }, headers })).status, 404)
      assert.equal((await act(made, 'archive', {}, there.lead)).status, 404)
      const foreign = article({ related: [made.id] })
      const named = await w.send('POST', '/knowledge/articles', { token: there.lead, body: foreign })
      assert.deepEqual(named.body.errors, [{ pointer: '/related/0', code: 'not_allowed' }])
      const same = article({ id: made.id, slug: made.slug })
      assert.equal((await w.send('POST', '/knowledge/articles', { token: there.lead, body: same })).status, 201)
      assert.equal((await read(made.slug, customer)).body.title, 'Change the roll')
    })

    it('leave a line in the audit log for everything that is done with them, and no text', async () => {
      const rows = await w.database.reader
        .selectFrom('audit_log')
        .select(['action', 'details'])
        .where('tenant', '=', tenant)
        .where('action', 'like', 'article.%')
        .execute()
      const actions = new Set(rows.map(({ action }) => action))
      for (const action of ['created', 'changed', 'translated', 'edited', 'submit', 'publish', 'archive', 'rated']) {
        assert.ok(actions.has(`article.${action}`), action)
      }
      for (const { details } of rows) assert.doesNotMatch(details, /cover|lid|printer\?/i)
      assert.equal((await verifyAudit(w.journal, tenant)).status, 'intact')
    })
  })
}
