import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { noticeEventSchema } from '@aftercare/protocol/schemas'
import { type Database, grantRole, verifyAudit } from '../src/index.ts'
import { type StatusWorld, statusWorld } from './status-world.ts'
import { issuer, tenant } from './world.ts'

/** Notices and components over a real server, whatever its database. */
export function statusContract(name: string, database: () => Promise<Database>): void {
  describe(`notices on ${name}`, () => {
    let s: StatusWorld
    before(async () => {
      s = await statusWorld({ database: await database(), server: { limits: { heartbeat: 600_000, livePoll: 50 } } })
    })
    after(() => s.w.close())

    const stateOf = async (component: string, token?: string) => {
      const { body } = await s.read('/status', token)
      return body.components.find((each: { id: string }) => each.id === component).state
    }

    it('go from opening to the end, and each step is an update that stays', async () => {
      const { id } = await s.opened(s.incident())
      assert.equal(await stateOf('data'), 'partial_outage')
      assert.equal((await s.read('/status')).body.state, 'major')
      s.w.pass(1000)
      assert.equal((await s.say(id, 'identified', { impact: 'critical' })).status, 201)
      assert.equal(
        (await s.say(id, 'monitoring', { components: [{ component: 'data', state: 'operational' }] })).status,
        201,
      )
      assert.equal(await stateOf('data'), 'operational')
      // It was not over after all.
      assert.equal((await s.say(id, 'identified')).status, 201)
      assert.equal((await s.say(id, 'scheduled')).body.code, 'action_not_possible')
      assert.equal((await s.say(id, 'resolved')).status, 201)
      for (const status of ['investigating', 'resolved']) {
        assert.equal((await s.say(id, status)).body.code, 'action_not_possible')
      }
      const { body } = await s.read(`/notices/${id}?locale=zh-CN`, s.mara)
      assert.deepEqual(
        body.updates.map((each: { number: number; news: string; status: string }) => [
          each.number,
          each.news,
          each.status,
        ]),
        [
          [5, 'completed', 'resolved'],
          [4, 'updated', 'identified'],
          [3, 'updated', 'monitoring'],
          [2, 'updated', 'identified'],
          [1, 'created', 'investigating'],
        ],
      )
      assert.deepEqual([body.title, body.locale, body.impact], ['报表缓慢', 'zh-CN', 'critical'])
      assert.deepEqual(body.updates[2].components, [{ component: 'data', from: 'partial_outage', to: 'operational' }])
      const english = (await s.read(`/notices/${id}?locale=en`)).body
      assert.deepEqual(english.updates.at(-1).content[0].children[1].type, 'strong')
      assert.deepEqual((await s.read('/status')).body.incidents, [])
    })

    it('are told in all their languages or not at all, without HTML and without files', async () => {
      const made = await s.opened(s.incident())
      const refused = await s.say(made.id, 'identified', { text: { en: { body: 'Found.' } } })
      assert.deepEqual(refused.body.errors, [{ pointer: '/text/zh-CN', code: 'required' }])
      const more = { ...s.both({ body: 'Found.' }, { body: '已定位。' }), fr: { body: 'Trouvé.' } }
      assert.deepEqual((await s.say(made.id, 'identified', { text: more })).body.errors, [
        { pointer: '/text/fr', code: 'not_allowed' },
      ])
      const html = s.both({ body: '<img src=x onerror=alert(1)> seen' }, { body: '<script>alert(1)</script>' })
      const { body } = await s.say(made.id, 'identified', { text: html })
      const shown = await s.read(`/notices/${made.id}`)
      assert.match(JSON.stringify(shown.body.updates[0].content), /"text":"<img src=x onerror=alert\(1\)> seen"/)
      assert.equal(body.updates[0].bodies.en, html.en.body)
      const picture = s.both({ body: `![roll](file:${crypto.randomUUID()})` }, { body: '图' })
      assert.equal((await s.say(made.id, 'identified', { text: picture })).body.code, 'validation_failed')
      await s.say(made.id, 'resolved')
    })

    it('say only what the service has, and windows that end after they begin', async () => {
      const errors = async (body: object) => (await s.open(body)).body.errors
      assert.deepEqual(await errors(s.incident({ components: [{ component: 'nowhere', state: 'major_outage' }] })), [
        { pointer: '/components/0/component', code: 'not_allowed' },
      ])
      assert.deepEqual(await errors(s.maintenance({ window: { from: s.at(3), until: s.at(2) } })), [
        { pointer: '/window/until', code: 'invalid' },
      ])
      assert.deepEqual(await errors(s.incident({ status: 'resolved' })), [{ pointer: '/status', code: 'not_allowed' }])
      const range = { products: [{ product: 'Harbormaster', versionFrom: '5', versionTo: '4' }] }
      assert.deepEqual(await errors(s.incident({ concerns: range })), [
        { pointer: '/concerns/products/0/versionTo', code: 'invalid' },
      ])
      const { id } = await s.opened(s.incident())
      assert.equal((await s.open(s.incident({ id }))).body.code, 'id_unavailable')
      assert.equal((await s.say(id, 'resolved', { window: { from: s.at(1), until: s.at(2) } })).status, 400)
      await s.say(id, 'resolved')
    })

    it('reach whom they concern, by account, product and version, and nobody else sees a trace of them', async () => {
      await s.deploy('harbor', 'Harbormaster', '4.2')
      await s.deploy('island', 'Harbormaster', '5.0-beta')
      const product = (more: object) => ({ products: [{ product: 'Harbormaster', ...more }] })
      const cases: readonly (readonly [object | undefined, readonly string[]])[] = [
        [undefined, ['mara', 'noor', 'nobody']],
        [{}, ['mara', 'noor', 'nobody']],
        [{ accounts: ['harbor'] }, ['mara']],
        [{ accounts: ['quay'] }, []],
        [product({}), ['mara', 'noor']],
        [product({ versionFrom: '5' }), ['noor']],
        [product({ versionTo: '4' }), ['mara']],
        [product({ versionFrom: '4.3', versionTo: '4.9' }), []],
        [{ products: [{ product: 'Another' }] }, []],
        [{ ...product({ versionFrom: '5' }), accounts: ['harbor'] }, ['mara', 'noor']],
      ]
      const readers = { mara: s.mara, noor: s.noor, nobody: undefined }
      for (const [concerns, reached] of cases) {
        const components = [{ component: 'mobile', state: 'major_outage' }]
        const { id } = await s.opened(s.incident({ components, ...(concerns && { concerns }) }))
        for (const [reader, token] of Object.entries(readers)) {
          const what = `${JSON.stringify(concerns)} to ${reader}`
          const sees = reached.includes(reader)
          assert.equal((await s.read(`/notices/${id}`, token)).status, sees ? 200 : 404, what)
          const lists = [(await s.read('/status', token)).body.incidents, (await s.read('/notices', token)).body.items]
          for (const list of lists)
            assert.equal(
              list.some((each: { id: string }) => each.id === id),
              sees,
              what,
            )
          assert.equal(await stateOf('mobile', token), sees ? 'major_outage' : 'operational', what)
          if (!token) continue
          const body = { id: crypto.randomUUID() }
          const joined = await s.w.send('POST', `/notices/${id}/joins`, { token, body })
          assert.equal(joined.status, sees ? 201 : 404, what)
        }
        assert.equal(
          (await s.read(`/status/notices/${id}`, s.agent)).body.joins,
          reached.filter((each) => each !== 'nobody').length,
        )
        await s.say(id, 'resolved')
      }
      const components = [{ component: 'sign_in', state: 'major_outage' }]
      const { id } = await s.opened(s.incident({ components, concerns: { accounts: ['harbor'] } }))
      s.w.pass(1000)
      await s.say(id, 'resolved')
      for (const [reader, token] of Object.entries(readers)) {
        const { body } = await s.read('/status/uptime', token)
        const { uptime, days } = body.components.find((each: { id: string }) => each.id === 'sign_in')
        const affected = reader === 'mara'
        assert.equal(days.at(-1).worst, affected ? 'major_outage' : 'operational', reader)
        assert.equal(uptime < 1, affected, reader)
      }
    })

    it('follow a deployment from version to version, and forget one that is gone', async () => {
      const deployment = await s.deploy('island', 'Tally', '1.9')
      const { id } = await s.opened(s.incident({ concerns: { products: [{ product: 'Tally', versionFrom: '2' }] } }))
      const sees = async () => (await s.read(`/notices/${id}`, s.noor)).status
      assert.equal(await sees(), 404)
      const at = `/accounts/island/deployments/${deployment}`
      const upgrade = { id: crypto.randomUUID(), version: '2.0', at: s.at(0), backup: null }
      assert.equal((await s.w.send('POST', `${at}/upgrades`, { token: s.lead, body: upgrade })).status, 201)
      assert.equal(await sees(), 200)
      const { headers } = await s.w.send('GET', '/accounts/island', { token: s.lead })
      const match = { 'if-match': headers.get('etag')! }
      const gone = { retiredAt: s.at(0) }
      assert.equal((await s.w.send('PATCH', at, { token: s.lead, body: gone, headers: match })).status, 200)
      assert.equal(await sees(), 404)
      await s.say(id, 'resolved')
    })

    it('leave a component in the worst state that is said of it, until nothing is', async () => {
      const of = (state: string) => ({ components: [{ component: 'interfaces', state }] })
      const own = (state: string) =>
        s.w.send('POST', '/status/components/interfaces/states', {
          token: s.lead,
          body: { id: crypto.randomUUID(), state },
        })
      const slow = await s.opened(s.incident(of('degraded_performance')))
      const out = await s.opened(s.incident(of('major_outage')))
      assert.equal(await stateOf('interfaces'), 'major_outage')
      assert.equal((await own('partial_outage')).status, 201)
      await s.say(out.id, 'resolved')
      assert.equal(await stateOf('interfaces'), 'partial_outage')
      await own('operational')
      assert.equal(await stateOf('interfaces'), 'degraded_performance')
      await s.say(slow.id, 'resolved')
      assert.equal(await stateOf('interfaces'), 'operational')
    })

    it('of maintenance are moved, begun, verified and ended, and never in silence', async () => {
      const { id } = await s.opened(s.maintenance())
      assert.equal(await stateOf('application'), 'operational')
      const moved = { window: { from: s.at(30), until: s.at(32) } }
      assert.equal((await s.say(id, 'scheduled', moved)).body.updates[0].news, 'rescheduled')
      assert.equal((await s.say(id, 'scheduled')).body.updates[0].news, 'updated')
      assert.equal((await s.say(id, 'completed')).body.code, 'action_not_possible')
      assert.equal((await s.say(id, 'in_progress')).status, 201)
      assert.equal(await stateOf('application'), 'under_maintenance')
      assert.equal((await s.read('/status')).body.state, 'maintenance')
      await s.say(id, 'verifying')
      await s.say(id, 'completed')
      assert.equal(await stateOf('application'), 'operational')
      const { body } = await s.read(`/notices/${id}?locale=en`)
      assert.deepEqual(
        [body.window, body.targetVersion, body.preparation],
        [moved.window, '5.0', ['Export what you need']],
      )
      assert.deepEqual(body.updates.at(-2).window, moved.window)
      const other = await s.opened(s.maintenance())
      assert.equal((await s.say(other.id, 'cancelled')).body.updates[0].news, 'cancelled')
      assert.equal((await s.say(other.id, 'in_progress')).body.code, 'action_not_possible')
    })

    it('of maintenance are answered by an account, which picks among windows until they are moved', async () => {
      const plan = s.maintenance()
      const { id } = await s.opened(plan)
      const answer = (window?: object, token = s.admin, key?: string) =>
        s.w.send('POST', `/notices/${id}/acknowledgements`, {
          token,
          body: { id: key ?? crypto.randomUUID(), ...(window && { window }) },
          ...(key && { key }),
        })
      assert.equal((await answer(undefined, s.mara)).status, 403)
      assert.deepEqual((await answer()).body.window, plan.window)
      assert.equal((await answer({ from: s.at(1), until: s.at(2) })).body.errors[0].pointer, '/window')
      const key = crypto.randomUUID()
      const picked = await answer(plan.choices[0], s.admin, key)
      assert.deepEqual(picked.body.window, plan.choices[0])
      const again = await answer(plan.choices[0], s.admin, key)
      assert.equal(again.headers.get('idempotency-replayed'), 'true')
      assert.deepEqual(again.body, picked.body)
      assert.deepEqual((await s.read(`/notices/${id}`, s.mara)).body.acknowledged, picked.body)
      assert.equal((await s.read(`/notices/${id}`, s.noor)).body.acknowledged, null)
      const [staffSees] = (await s.read(`/status/notices/${id}`, s.agent)).body.acknowledgements
      assert.deepEqual(staffSees, { account: 'harbor', ...picked.body, current: true })
      await s.say(id, 'scheduled', { window: { from: s.at(72), until: s.at(74) }, choices: [] })
      assert.equal((await s.read(`/notices/${id}`, s.mara)).body.acknowledged, null)
      assert.equal((await s.read(`/status/notices/${id}`, s.agent)).body.acknowledgements[0].current, false)
      await s.say(id, 'in_progress')
      assert.equal((await answer()).body.code, 'action_not_possible')
      await s.say(id, 'completed')
    })

    it('that a hundred people join are a hundred joins and no ticket', async () => {
      const { id } = await s.opened(s.incident())
      const tickets = async () => (await s.w.send('GET', '/tickets/counts', { token: s.lead })).body.total
      const before = await tickets()
      const join = (token: string, key = crypto.randomUUID() as string) =>
        s.w.send('POST', `/notices/${id}/joins`, { token, body: { id: key }, key })
      for (let person = 0; person < 100; person++) {
        const token = await s.w.customer(`person-${person}`, { account: 'harbor' })
        const key = crypto.randomUUID()
        const [one, same] = [await join(token, key), await join(token, key)]
        assert.deepEqual([one.status, same.headers.get('idempotency-replayed')], [201, 'true'])
        s.w.pass(1)
        assert.equal((await join(token)).body.at, one.body.at)
        assert.equal((await s.read(`/notices/${id}`, token)).body.joined, true)
      }
      assert.equal((await s.read('/status/notices?open=true', s.agent)).body.items[0].joins, 100)
      assert.equal(await tickets(), before)
      assert.equal((await s.read(`/notices/${id}`, s.noor)).body.joined, false)
      assert.equal((await s.read(`/notices/${id}`)).body.joined, null)
      await s.say(id, 'resolved')
      assert.equal((await join(s.noor)).body.code, 'action_not_possible')
    })

    it('that a visitor and the person that it turns out to be have joined are joined once', async () => {
      const { id } = await s.opened(s.incident())
      const other = await s.opened(s.incident())
      const visitor = (await s.w.send('POST', '/visitors', { body: { tenant, answer: '' } })).body.token
      const join = (notice: string, token: string) =>
        s.w.send('POST', `/notices/${notice}/joins`, { token, body: { id: crypto.randomUUID() } })
      for (const [notice, token] of [
        [id, visitor],
        [other.id, visitor],
        [id, s.noor],
      ] as const) {
        assert.equal((await join(notice, token)).status, 201)
      }
      const body = { visitorToken: visitor }
      assert.equal((await s.w.send('POST', '/visitors/merge', { token: s.noor, body })).status, 201)
      for (const notice of [id, other.id]) {
        assert.equal((await s.read(`/status/notices/${notice}`, s.agent)).body.joins, 1)
        assert.equal((await s.read(`/notices/${notice}`, s.noor)).body.joined, true)
        await s.say(notice, 'resolved')
      }
    })

    it('are heard by those whom they concern, at once', async () => {
      const hear = async (token: string) => {
        const headers = { authorization: `Bearer ${token}` }
        const stream = await s.w.server.fetch(new Request('http://127.0.0.1/support/events', { headers }))
        const reader = stream.body!.getReader()
        let told = ''
        const reading = (async () => {
          for (;;) {
            const { done, value } = await reader.read()
            if (done) return
            told += new TextDecoder().decode(value)
          }
        })()
        return {
          async until(word: string) {
            for (let turns = 0; !told.includes(word) && turns < 500; turns++)
              await new Promise((go) => setTimeout(go, 10))
            await reader.cancel()
            await reading
            const events = [...told.matchAll(/^data: (\{.*"type".*\})$/gm)]
            return events.map(([, json]) => noticeEventSchema.parse(JSON.parse(json!)))
          },
        }
      }
      const ears = [await hear(s.mara), await hear(s.noor), await hear(s.lead)]
      const { id } = await s.opened(s.incident({ concerns: { accounts: ['harbor'] } }))
      await s.say(id, 'resolved')
      const last = await s.opened(s.maintenance())
      await s.say(last.id, 'cancelled')
      const [mara, noor, lead] = await Promise.all(ears.map((ear) => ear.until('notice.cancelled')))
      const all = ['notice.created', 'notice.completed', 'notice.created', 'notice.cancelled']
      assert.deepEqual(
        mara!.map(({ type }) => type),
        all,
      )
      assert.deepEqual(
        lead!.map(({ type }) => type),
        all,
      )
      assert.deepEqual(
        noor!.map(({ type }) => type),
        all.slice(2),
      )
      assert.deepEqual('notice' in mara![1]! && mara![1]!.notice, {
        id,
        kind: 'incident',
        status: 'resolved',
        revision: 2,
      })
    })

    it('of accounts that a partner serves reach the partner', async () => {
      const partner = await s.w.customer('paula', { account: 'harbor' })
      await s.w.send('GET', '/tickets', { token: partner })
      await grantRole(s.w.journal, { tenant, account: 'harbor', role: 'partner', who: { subject: 'paula', issuer } })
      const { id } = await s.opened(s.incident({ concerns: { accounts: ['island'] } }))
      assert.equal((await s.read(`/notices/${id}`, partner)).status, 404)
      await s.serve(['island'])
      assert.equal((await s.read(`/notices/${id}`, partner)).status, 200)
      assert.equal((await s.read(`/notices/${id}`, s.mara)).status, 404)
      await s.say(id, 'resolved')
    })

    it('of a tenant that is not there are not there', async () => {
      for (const [path, status] of [
        ['/status', 404],
        ['/status/uptime', 404],
        ['/notices', 200],
      ] as const) {
        assert.equal((await s.w.send('GET', `${path}?tenant=nobody`)).status, status)
      }
      assert.equal((await s.w.send('GET', '/status')).body.code, 'token_missing')
    })

    it('leave a chain of audit entries that holds', async () => {
      assert.equal((await verifyAudit(s.w.journal, tenant)).status, 'intact')
    })
  })
}
