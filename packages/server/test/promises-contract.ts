import assert from 'node:assert/strict'
import { after, before, beforeEach, describe, it } from 'node:test'
import { softwareAfterSales } from '@aftercare/protocol/service'
import { createSupportServer, type Database, memoryBlobStore, publishService, verifyAudit } from '../src/index.ts'
import { tenant, type World, world } from './world.ts'

const minute = 60_000
const hour = 60 * minute
const day = 24 * hour

// biome-ignore lint/suspicious/noExplicitAny: what came over the wire is for the assertions to judge
type Said = any

/** What the service does by itself when time has passed, whatever the database. */
export function promisesContract(name: string, open: () => Promise<Database>): void {
  describe(`promises over time on ${name}`, () => {
    let w: World
    let mara: string
    let agent: string
    before(async () => {
      w = await world({ database: await open(), create: true })
      agent = (await w.staff('lead')).key
    })
    beforeEach(async () => {
      mara = await w.customer('mara', { account: 'harbor' })
    })
    after(() => w.close())

    const work = () => w.server.work.runOnce()
    const act = async (token: string, ticket: string, action: object) => {
      const answer = await w.send('POST', `/tickets/${ticket}/actions`, {
        token,
        body: { id: crypto.randomUUID(), action },
      })
      assert.equal(answer.status, 201, JSON.stringify(answer.body))
      return answer.body
    }
    const reply = async (token: string, ticket: string) =>
      assert.equal((await w.send('POST', `/tickets/${ticket}/messages`, { token, body: w.newMessage() })).status, 201)
    const critical = () => w.raise(mara, { impact: { scope: 'everyone', hindrance: 'blocked' } })
    const timeline = async (ticket: string, token = agent): Promise<Said[]> =>
      (await w.send('GET', `/tickets/${ticket}/timeline?limit=100`, { token })).body.items.reverse()
    const details = async (ticket: string, token = agent): Promise<Said> =>
      (await w.send('GET', `/tickets/${ticket}/details`, { token })).body
    /** `breached first_response`, `escalated resolution 0.5 owner`, in order. */
    const told = async (ticket: string, token = agent) =>
      (await timeline(ticket, token))
        .filter(({ type }) => type === 'breached' || type === 'escalated')
        .map(({ type, clock, generation, share, notified }) =>
          [type, `${clock}:${generation}`, share, notified?.join('+')].filter((each) => each !== undefined).join(' '),
        )
    const resolved = async (more: object = { type: 'question' }) => {
      const { id } = await w.raise(mara, more)
      await act(agent, id, { action: 'resolve', cause: 'A full disk.', solution: 'Room.', prevention: 'An alert.' })
      return id
    }
    const later = async (milliseconds: number) => {
      w.pass(milliseconds)
      mara = await w.customer('mara', { account: 'harbor' })
    }

    const all = [
      'escalated resolution:1 0.5 owner',
      'escalated first_response:1 0.8 owner+lead',
      'breached first_response:1',
      'escalated first_response:1 1 owner+lead+manager+management',
      'escalated first_response:1 1.5 lead+manager+management',
      'escalated resolution:1 0.8 owner+lead',
      'breached resolution:1',
      'escalated resolution:1 1 owner+lead+manager+management',
      'escalated resolution:1 1.5 lead+manager+management',
    ]

    it('tells of each share of a target when it has passed, and of nothing before', async () => {
      const { id } = await critical()
      await work()
      assert.deepEqual(await told(id), [])
      await later(96 * minute - 1)
      await work()
      assert.deepEqual(await told(id), [])
      await later(1)
      await work()
      assert.deepEqual(await told(id), ['escalated first_response:1 0.8 owner+lead'])
      await later(24 * minute)
      await work()
      assert.deepEqual(await told(id), [
        'escalated first_response:1 0.8 owner+lead',
        'breached first_response:1',
        'escalated first_response:1 1 owner+lead+manager+management',
        'escalated resolution:1 0.5 owner',
      ])
      assert.deepEqual(await told(id, mara), ['breached first_response:1'])
    })

    it('tells after a downtime of everything that was missed, once each, in the order in which it passed', async () => {
      const { id } = await critical()
      await later(3 * day)
      await work()
      await work()
      const sorted = [...all].sort()
      assert.deepEqual([...(await told(id))].sort(), sorted)
      // First response after 2 h, resolution after 4 h: half of the one is 0.8 of the other and 24 minutes.
      assert.deepEqual(await told(id), [
        'escalated first_response:1 0.8 owner+lead',
        'breached first_response:1',
        'escalated first_response:1 1 owner+lead+manager+management',
        'escalated resolution:1 0.5 owner',
        'escalated first_response:1 1.5 lead+manager+management',
        'escalated resolution:1 0.8 owner+lead',
        'breached resolution:1',
        'escalated resolution:1 1 owner+lead+manager+management',
        'escalated resolution:1 1.5 lead+manager+management',
      ])
    })

    it('tells once when several processes look at the same moment', async () => {
      const others = await Promise.all(
        [1, 2].map(() => createSupportServer({ ...w.serverOptions, blobs: memoryBlobStore() })),
      )
      const tickets = await Promise.all(Array.from({ length: 8 }, critical))
      await later(3 * day)
      await Promise.all([work(), ...others.map((server) => server.work.runOnce())])
      for (const { id } of tickets) assert.deepEqual([...(await told(id))].sort(), [...all].sort())
    })

    it('fires nothing twice when the clock is put back and forth', async () => {
      const { id } = await critical()
      w.pass(3 * hour)
      await work()
      const once = await told(id)
      assert.ok(once.length > 0)
      for (const jump of [-2 * hour, hour, -3 * hour, 4 * hour]) {
        w.pass(jump)
        await work()
        assert.deepEqual(await told(id), once)
      }
      w.pass(day)
      await work()
      assert.deepEqual([...(await told(id))].sort(), [...all].sort())
      mara = await w.customer('mara', { account: 'harbor' })
    })

    it('goes by what was written while the clock was ahead', async () => {
      w.pass(5 * hour)
      mara = await w.customer('mara', { account: 'harbor' })
      const { id, promises } = await critical()
      w.pass(-5 * hour)
      mara = await w.customer('mara', { account: 'harbor' })
      const { receipt } = await details(id)
      assert.deepEqual(
        receipt.map(({ due }: Said) => due),
        promises.map(({ due }: Said) => due),
      )
      await act(agent, id, { action: 'claim' })
      assert.equal((await details(id)).receipt.length, 2)
    })

    it('counts nothing while the ticket waits for its requester', async () => {
      const { id } = await critical()
      await later(hour)
      await act(agent, id, { action: 'wait_for_requester', reason: 'Which printer?' })
      await later(10 * day)
      await work()
      assert.deepEqual(await told(id), [])
      await reply(mara, id)
      await later(hour)
      await work()
      assert.deepEqual(await told(id), ['escalated resolution:1 0.5 owner'])
    })

    it('starts the clock of a solution with the date that was named, and keeps to it', async () => {
      const { id, promises } = await w.raise(mara, { type: 'suggestion' })
      const resolution = ({ clock }: Said) => clock === 'resolution'
      assert.deepEqual(promises.find(resolution), { clock: 'resolution', state: 'undated', due: null })
      await reply(agent, id)
      await later(day)
      const date = new Date(w.now() + 10 * day).toISOString()
      const named = await act(agent, id, { action: 'name_date', date })
      assert.deepEqual(named.promises.find(resolution), { clock: 'resolution', state: 'running', due: date })
      await later(5 * day)
      await work()
      assert.deepEqual(await told(id), ['escalated resolution:1 0.5 owner'])
      await later(6 * day)
      await work()
      assert.ok((await told(id, mara)).includes('breached resolution:1'))
      assert.equal((await details(id)).receipt.find(resolution).state, 'breached')
    })

    it('gives what was told a place in the stream and in the lists that may know of it', async () => {
      const quiet = await w.raise(mara, { type: 'suggestion' })
      const { id } = await critical()
      const events = () =>
        w.database.reader
          .selectFrom('events')
          .select(['type', 'audience', 'ticket_id'])
          .where('ticket_id', 'in', [id, quiet.id])
          .orderBy('seq')
          .execute()
      const before = (await events()).length
      const first = async () => (await w.send('GET', '/tickets?limit=1', { token: mara })).body.items[0].id
      await w.send('POST', `/tickets/${quiet.id}/messages`, { token: mara, body: w.newMessage() })
      await later(100 * minute)
      await work()
      const [reply, warned, ...none] = (await events()).slice(before)
      assert.equal(reply?.type, 'message.created')
      assert.deepEqual({ ...warned }, { type: 'ticket.updated', audience: 'staff', ticket_id: id })
      assert.deepEqual(none, [])
      assert.equal(await first(), quiet.id)
      await later(100 * minute)
      await work()
      assert.deepEqual({ ...(await events()).at(-1) }, { type: 'ticket.updated', audience: 'everyone', ticket_id: id })
      assert.equal(await first(), id)
    })

    it('does not let one ticket that cannot be read hold up the others', async () => {
      const broken = await critical()
      const whole = await critical()
      const set = (data: string) =>
        w.database.kysely.updateTable('ticket_history').set({ data }).where('ticket_id', '=', broken.id)
      const [sorted] = (await timeline(broken.id)).filter(({ type }) => type === 'sorted')
      await set('{').where('type', '=', 'sorted').execute()
      await later(100 * minute)
      await work()
      assert.equal((await told(whole.id)).length, 1)
      assert.match(w.log.at(-1)!.message, /could not be done/)
      assert.equal(w.log.at(-1)!.fields['ticket'], broken.id)
      const { impact, urgency, priority, reason } = sorted!
      await set(JSON.stringify({ impact, urgency, priority, reason })).where('type', '=', 'sorted').execute()
      await later(11 * minute)
      await work()
      assert.equal((await told(broken.id)).length, 1)
    })

    describe('silence', () => {
      it('is announced, and closes the ticket when the announced time is over', async () => {
        const id = await resolved()
        await later(5 * day - 1)
        await work()
        assert.equal((await details(id)).closesAt, null)
        await later(1)
        await work()
        const closesAt = new Date(w.now() + 5 * day).toISOString()
        assert.equal((await details(id, mara)).closesAt, closesAt)
        assert.deepEqual((await timeline(id, mara)).at(-1).closesAt, closesAt)
        await later(5 * day - 1)
        await work()
        assert.equal((await details(id)).status, 'resolved')
        await later(1)
        await Promise.all([work(), work()])
        const { status, closeReason } = await details(id)
        assert.deepEqual([status, closeReason], ['closed', 'silence'])
        const types = (await timeline(id, mara)).map(({ type }) => type)
        assert.deepEqual(types.slice(-3), ['resolved', 'closure_announced', 'closed'])
      })

      it('gives the announced days in full however late it is told', async () => {
        const id = await resolved()
        await later(30 * day)
        await work()
        assert.equal((await details(id)).closesAt, new Date(w.now() + 5 * day).toISOString())
        assert.equal((await details(id)).status, 'resolved')
      })

      const answers: Record<string, (id: string) => Promise<unknown>> = {
        'a reply': (id) => reply(mara, id),
        'a rejection': (id) => act(mara, id, { action: 'reject', reason: 'Still empty.' }),
        verification: (id) => act(mara, id, { action: 'verify' }),
        'taking it back': (id) => act(agent, id, { action: 'take_back', reason: 'It is not.' }),
      }
      for (const [answer, given] of Object.entries(answers)) {
        it(`is broken by ${answer}`, async () => {
          const id = await resolved()
          await later(6 * day)
          await work()
          assert.notEqual((await details(id)).closesAt, null)
          await given(id)
          await later(60 * day)
          await work()
          const types = (await timeline(id)).map(({ type }) => type)
          assert.equal(types.filter((type) => type === 'closure_announced').length, 1)
          assert.notEqual((await details(id)).closeReason, 'silence')
        })
      }

      it('begins anew when an agent writes once more', async () => {
        const id = await resolved()
        await later(6 * day)
        await work()
        await reply(agent, id)
        assert.equal((await details(id)).closesAt, null)
        await later(5 * day - 1)
        await work()
        assert.equal((await details(id)).closesAt, null)
        await later(1)
        await work()
        assert.equal((await details(id)).closesAt, new Date(w.now() + 5 * day).toISOString())
      })

      it('never closes types that are excepted, and leaves the draft of an article from those that are problems', async () => {
        const complaint = await resolved({ type: 'complaint' })
        const incident = await resolved({ type: 'incident' })
        await later(6 * day)
        await work()
        await later(6 * day)
        await work()
        assert.equal((await details(complaint)).status, 'resolved')
        assert.equal((await details(incident)).status, 'closed')
        assert.equal((await timeline(incident)).at(-1).type, 'article_drafted')
      })
    })

    it('keeps the audit log whole', async () => {
      assert.equal((await verifyAudit(w.journal, tenant)).status, 'intact')
    })
  })

  describe(`another version of the service on ${name}`, () => {
    let w: World
    let mara: string
    let agent: string
    const preset = softwareAfterSales()
    before(async () => {
      w = await world({ database: await open(), create: true })
      agent = (await w.staff('agent')).key
      mara = await w.customer('mara', { account: 'harbor' })
    })
    after(() => w.close())

    const critical = () => w.raise(mara, { impact: { scope: 'everyone', hindrance: 'blocked' } })
    const details = async (ticket: string): Promise<Said> =>
      (await w.send('GET', `/tickets/${ticket}/details`, { token: agent })).body
    const types = async (ticket: string): Promise<string[]> =>
      (await w.send('GET', `/tickets/${ticket}/timeline?limit=100`, { token: mara })).body.items
        .map(({ type }: Said) => type)
        .reverse()
    const act = (token: string, ticket: string, action: object) =>
      w.send('POST', `/tickets/${ticket}/actions`, { token, body: { id: crypto.randomUUID(), action } })
    const publish = (version: string, more: object = {}) =>
      publishService(w.journal, { tenant, definition: { ...preset, version, ...more } })
    const faster = (firstResponse: number) => ({
      priorities: { ...preset.priorities, critical: { ...preset.priorities.critical, firstResponse } },
    })
    const later = async (milliseconds: number) => {
      w.pass(milliseconds)
      mara = await w.customer('mara', { account: 'harbor' })
    }

    it('counts open tickets anew and says so where something is due at another time', async () => {
      const ticket = await critical()
      const other = await w.raise(mara, { type: 'suggestion' })
      await publish('2', faster(60))
      const { serviceVersion, receipt } = await details(ticket.id)
      assert.deepEqual(
        [serviceVersion, receipt[0].due],
        ['2', new Date(Date.parse(ticket.createdAt) + hour).toISOString()],
      )
      assert.equal((await types(ticket.id)).at(-1), 'service_changed')
      assert.equal((await details(other.id)).serviceVersion, '2')
      assert.equal((await types(other.id)).at(-1), 'sorted')
    })

    it('keeps the pauses, leaves fired what has fired, and tells once of what is newly passed', async () => {
      const { id } = await critical()
      await later(30 * minute)
      await act(agent, id, { action: 'wait_for_requester', reason: 'Which?' })
      await later(day)
      for (const token of [mara, agent]) {
        await w.send('POST', `/tickets/${id}/messages`, { token, body: w.newMessage() })
      }
      await later(220 * minute)
      await w.server.work.runOnce()
      const breaches = async () => (await types(id)).filter((type) => type === 'breached').length
      // 250 minutes have counted, and the solution was due after 240.
      assert.equal(await breaches(), 1)
      const { critical: target } = preset.priorities
      const targets = (more: object) => ({ priorities: { ...preset.priorities, critical: { ...target, ...more } } })
      await publish('3', targets({ resolution: 300 }))
      await w.server.work.runOnce()
      const solution = (await details(id)).receipt.find(({ clock }: Said) => clock === 'resolution')
      assert.deepEqual([solution.state, solution.due], ['running', new Date(w.now() + 50 * minute).toISOString()])
      await later(hour)
      await w.server.work.runOnce()
      assert.equal(await breaches(), 1)
      // The first answer came after 30 minutes.
      await publish('4', targets({ firstResponse: 20 }))
      await w.server.work.runOnce()
      await w.server.work.runOnce()
      assert.equal(await breaches(), 2)
    })

    it('leaves a ticket whose type is gone under the version that has it, and closed ones alone', async () => {
      const training = await w.raise(mara, { type: 'training' })
      const closed = await w.raise(mara, { type: 'question' })
      await act(mara, closed.id, { action: 'withdraw' })
      await publish('5', {
        types: preset.types.filter(({ id }) => id !== 'training'),
        routing: {
          ...preset.routing,
          rules: preset.routing.rules.flatMap((rule) => {
            const { types } = rule.when as { types?: readonly string[] }
            const left = types?.filter((type) => type !== 'training')
            return left?.length === 0 ? [] : [{ ...rule, when: { ...rule.when, ...(left && { types: left }) } }]
          }),
        },
      })
      assert.equal((await details(training.id)).serviceVersion, '4')
      assert.equal((await details(closed.id)).serviceVersion, '4')
      const reopened = await act(mara, closed.id, { action: 'reopen', reason: 'Once more.' })
      assert.equal(reopened.status, 201, JSON.stringify(reopened.body))
      assert.equal((await details(closed.id)).serviceVersion, '5')
    })

    it('is finished by any server’s work when whoever published it died half-way', async () => {
      const tickets = await Promise.all(Array.from({ length: 50 }, critical))
      const { database } = w.journal
      let left = 2
      // The process is gone after the publication and one batch.
      const dying = {
        ...w.journal,
        database: {
          ...database,
          kind: database.kind,
          kysely: database.kysely,
          reader: database.reader,
          transact: ((work) => {
            if (left-- === 0) throw new Error('killed')
            return database.transact(work)
          }) as Database['transact'],
        },
      }
      await assert.rejects(
        publishService(dying, { tenant, definition: { ...preset, version: '6', ...faster(45) } }),
        /killed/,
      )
      const versions = async () =>
        Promise.all(tickets.map(async ({ id }) => (await details(id)).serviceVersion as string))
      assert.ok(new Set(await versions()).has('5'))
      await Promise.all([w.server.work.runOnce(), w.server.work.runOnce()])
      assert.deepEqual([...new Set(await versions())], ['6'])
      for (const { id } of tickets) {
        assert.equal((await types(id)).filter((type) => type === 'service_changed').length, 1)
      }
    })

    it('says of a promise when it was counted beyond the holidays that its calendar knows', async () => {
      await publish('6b', { sla: { ...preset.sla, calendar: 'business_hours' } })
      const within = await critical()
      assert.ok((await details(within.id)).receipt.every(({ beyondData }: Said) => beyondData === false))
      await later(Date.parse('2026-12-31T09:30:00.000Z') - w.now())
      const across = await critical()
      assert.deepEqual(
        (await details(across.id)).receipt.map(({ due, beyondData }: Said) => [due.slice(0, 10), beyondData]),
        [
          ['2027-01-01', true],
          ['2027-01-01', true],
        ],
      )
    })

    it('keeps an announced end, unless tickets like this are not closed by silence any more', async () => {
      const { id } = await w.raise(mara, { type: 'question' })
      await act(agent, id, { action: 'resolve', solution: 'Press F5.' })
      await later(6 * day)
      await w.server.work.runOnce()
      const { closesAt } = await details(id)
      await publish('7', { closure: { ...preset.closure, silence: { remindAfterDays: 1, closeAfterDays: 2 } } })
      assert.equal((await details(id)).closesAt, closesAt)
      await publish('8', { closure: { ...preset.closure, silence: null } })
      assert.equal((await details(id)).closesAt, null)
      await later(60 * day)
      await w.server.work.runOnce()
      assert.equal((await details(id)).status, 'resolved')
    })
  })
}
