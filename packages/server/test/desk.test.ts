import assert from 'node:assert/strict'
import { after, before, beforeEach, describe, it } from 'node:test'
import { softwareAfterSales } from '@aftercare/protocol/service'
import { publishService } from '../src/administration/service.ts'
import { createStaff, offboardStaff, requireAgreement, verifyAudit } from '../src/index.ts'
import { tenant, type World, world } from './world.ts'

type Staff = Awaited<ReturnType<World['staff']>>

describe('what the provider’s people do', () => {
  let w: World
  let mara: string
  let agent: Staff
  let second: Staff
  let lead: Staff
  before(async () => {
    w = await world()
    agent = await w.staff('agent', 'Ines')
    second = await w.staff('agent', 'Lin Xiao')
    lead = await w.staff('lead', 'Jonas')
  })
  beforeEach(async () => {
    mara = await w.customer('mara', { account: 'harbor', name: 'Mara' })
  })
  after(() => w.close())

  const read = async (path: string, token: string) => (await w.send('GET', path, { token })).body
  const post = (path: string, token: string, body: { readonly id: string; readonly [member: string]: unknown }) =>
    w.send('POST', path, { token, body, key: body.id })
  const act = (token: string, ticket: string, action: object) =>
    post(`/tickets/${ticket}/actions`, token, { id: crypto.randomUUID(), action })
  const timeline = async (token: string, ticket: string) =>
    (await read(`/tickets/${ticket}/timeline?limit=100`, token)).items.reverse()
  const typesOf = (entries: { type: string }[]) => entries.map(({ type }) => type)

  describe('with many tickets at once', () => {
    const bulk = (token: string, tickets: string[], action: object, id: string = crypto.randomUUID()) =>
      post('/tickets/actions', token, { id, tickets, action })

    it('is done or refused ticket by ticket, in the order of the request', async () => {
      const [open, closed] = [await w.raise(mara), await w.raise(mara)]
      await act(mara, closed.id, { action: 'withdraw' })
      const nowhere = crypto.randomUUID()
      const { status, body } = await bulk(agent.key, [open.id, closed.id, nowhere], { action: 'claim' })
      assert.equal(status, 200)
      assert.deepEqual(body.items, [
        { ticketId: open.id, outcome: 'done', status: 'triaged' },
        { ticketId: closed.id, outcome: 'refused', code: 'ticket_closed' },
        { ticketId: nowhere, outcome: 'refused', code: 'not_found' },
      ])
      assert.equal((await read(`/tickets/${open.id}`, mara)).assignee.name, 'Ines')
    })

    it('says which field a ticket was refused for, and leaves nothing of what was refused', async () => {
      const [incident, question] = [await w.raise(mara), await w.raise(mara, { type: 'question' })]
      const { body } = await bulk(agent.key, [incident.id, question.id], { action: 'resolve', solution: 'Press F5.' })
      assert.deepEqual(
        body.items.map(({ outcome, code }: { outcome: string; code?: string }) => [outcome, code]),
        [
          ['refused', 'validation_failed'],
          ['done', undefined],
        ],
      )
      assert.deepEqual(
        body.items[0].errors.map(({ pointer }: { pointer: string }) => pointer),
        ['/action/cause', '/action/prevention'],
      )
      assert.equal((await read(`/tickets/${incident.id}`, mara)).status, 'new')
      assert.deepEqual(typesOf(await timeline(mara, incident.id)), ['raised', 'sorted'])
    })

    it('asks for each ticket whether the caller may', async () => {
      const { id } = await w.raise(mara)
      const { body } = await bulk(agent.key, [id], { action: 'mark_spam' })
      assert.equal(body.items[0].code, 'forbidden')
      assert.equal((await bulk(lead.key, [id], { action: 'mark_spam' })).body.items[0].status, 'closed')
      assert.equal((await bulk(mara, [id], { action: 'withdraw' })).status, 403)
    })

    it('has one effect for one key, and another request under it is refused', async () => {
      const { id: ticket } = await w.raise(mara)
      const id = crypto.randomUUID()
      const first = await bulk(agent.key, [ticket], { action: 'claim' }, id)
      const again = await bulk(agent.key, [ticket], { action: 'claim' }, id)
      assert.deepEqual([again.body, again.headers.get('idempotency-replayed')], [first.body, 'true'])
      assert.equal((await bulk(agent.key, [ticket], { action: 'start' }, id)).body.code, 'idempotency_mismatch')
      const assigned = (await timeline(agent.key, ticket)).filter(({ type }: { type: string }) => type === 'assigned')
      assert.equal(assigned.length, 1)
    })

    it('gives every ticket its own place in history and in lists, and tells of each', async () => {
      const ids = [(await w.raise(mara)).id, (await w.raise(mara)).id, (await w.raise(mara)).id]
      await bulk(agent.key, ids, { action: 'start' })
      const entries = await Promise.all(ids.map(async (id) => (await timeline(mara, id)).at(-1)))
      assert.equal(new Set(entries.map(({ seq }) => seq)).size, 3)
      const { items } = await read('/tickets?limit=3', mara)
      assert.deepEqual(
        items.map(({ id }: { id: string }) => id),
        [...ids].reverse(),
      )
      const events = await w.database.reader.selectFrom('events').select(['seq', 'ticket_id']).orderBy('seq').execute()
      assert.deepEqual(
        events.slice(-3).map(({ seq, ticket_id }) => [ticket_id, seq]),
        ids.map((id, index) => [id, entries[index].seq]),
      )
    })

    it('merges them into one, each with what it tells of the other', async () => {
      const [one, two, three] = [await w.raise(mara), await w.raise(mara), await w.raise(mara)]
      const { body } = await bulk(agent.key, [two.id, three.id, one.id], { action: 'merge', into: one.id })
      assert.deepEqual(
        body.items.map(({ outcome }: { outcome: string }) => outcome),
        ['done', 'done', 'refused'],
      )
      assert.deepEqual(typesOf(await timeline(mara, one.id)).slice(-2), ['merged_in', 'merged_in'])
    })

    it('takes a hundred tickets, each once, and no more', async () => {
      const { id } = await w.raise(mara)
      assert.equal((await bulk(agent.key, [id, id], { action: 'claim' })).body.items.length, 1)
      const many = Array.from({ length: 101 }, () => crypto.randomUUID())
      assert.deepEqual((await bulk(agent.key, many, { action: 'claim' })).body.errors, [
        { pointer: '/tickets', code: 'too_many', limit: 100 },
      ])
      assert.equal((await bulk(agent.key, [], { action: 'claim' })).status, 400)
    })
  })

  describe('with saved views', () => {
    const view = (more: object = {}) => ({
      ...{ id: crypto.randomUUID() as string, name: 'Mine, due first', team: null as string | null },
      filters: { assignee: 'me', open: 'true', sort: 'due' } as object,
      ...more,
    })
    const names = async (token: string) => (await read('/views', token)).items.map(({ name }: { name: string }) => name)

    it('keeps a queue for oneself, and nobody else learns of it', async () => {
      const body = view()
      const created = await post('/views', agent.key, body)
      assert.deepEqual(
        [created.status, created.body.mine, created.body.filters],
        [201, true, { assignee: 'me', open: 'true', sort: 'due' }],
      )
      assert.deepEqual(await names(agent.key), ['Mine, due first'])
      assert.deepEqual(await names(second.key), [])
      for (const token of [second.key, lead.key]) {
        const answer = await w.send('PATCH', `/views/${body.id}`, { token, body: { name: 'Taken' } })
        assert.equal(answer.status, 404)
      }
      await w.send('PATCH', `/views/${body.id}`, { token: agent.key, body: { name: 'Mine' } })
      assert.deepEqual(await names(agent.key), ['Mine'])
      assert.equal((await w.send('DELETE', `/views/${body.id}`, { token: agent.key })).status, 200)
      assert.deepEqual(await names(agent.key), [])
      assert.equal((await w.send('DELETE', `/views/${body.id}`, { token: agent.key })).status, 404)
    })

    it('is shared with a team by leads, who look after what is shared', async () => {
      const shared = view({ name: 'Waiting for us', team: 'technical_support', filters: { status: 'new,triaged' } })
      assert.deepEqual((await post('/views', agent.key, shared)).body.errors, [
        { pointer: '/team', code: 'not_allowed' },
      ])
      assert.equal((await post('/views', lead.key, view({ ...shared, team: 'nobody' }))).body.code, 'validation_failed')
      assert.equal((await post('/views', lead.key, { ...shared, id: crypto.randomUUID() })).status, 201)
      const [{ id, mine }] = (await read('/views', agent.key)).items
      assert.equal(mine, false)
      assert.equal((await w.send('PATCH', `/views/${id}`, { token: agent.key, body: { name: 'x' } })).status, 403)
      assert.equal((await w.send('DELETE', `/views/${id}`, { token: lead.key })).status, 200)
    })

    it('holds filters that a list takes, and nothing else', async () => {
      for (const filters of [{ subject: 'x' }, { status: 'old' }, { cursor: 'x' }]) {
        assert.equal((await post('/views', agent.key, view({ filters }))).status, 400, JSON.stringify(filters))
      }
      assert.equal((await w.send('GET', '/views', { token: mara })).status, 403)
    })
  })

  describe('with macros', () => {
    const macro = (more: object = {}) => ({
      id: crypto.randomUUID() as string,
      name: `Ask for the log ${crypto.randomUUID()}`,
      reply: {
        en: 'Dear {requester}, please send the log for #{number}. {agent}',
        'zh-CN': '{requester}，您好：请发送工单 {number} 的日志。{agent}',
      },
      actions: [{ action: 'claim' }, { action: 'wait_for_requester', reason: 'The log, please.' }],
      ...more,
    })
    const run = (token: string, ticket: string, id: string, key: string = crypto.randomUUID()) =>
      post(`/tickets/${ticket}/macros`, token, { id: key, macro: id })

    it('says and does several things as one, in the requester’s language', async () => {
      const body = macro()
      assert.equal((await post('/macros', lead.key, body)).status, 201)
      const ticket = await w.raise(mara, { locale: 'zh-CN' })
      const { status, body: outcome } = await run(agent.key, ticket.id, body.id)
      assert.deepEqual(
        [status, outcome.ticket.status, outcome.ticket.assignee.name, outcome.ticket.replies],
        [201, 'waiting_on_requester', 'Ines', 1],
      )
      assert.equal(outcome.message.body, `Mara，您好：请发送工单 ${ticket.number} 的日志。Ines`)
      assert.deepEqual(typesOf(await timeline(mara, ticket.id)).slice(2), [
        ...['replied', 'status_changed', 'assigned', 'status_changed'],
      ])
      const other = await w.raise(mara, { locale: 'de' })
      const english = await run(agent.key, other.id, body.id)
      assert.match(english.body.message.body, /^Dear Mara, please send the log for #\d+\. Ines$/)
    })

    it('happens once for one key', async () => {
      const body = macro()
      await post('/macros', lead.key, body)
      const { id } = await w.raise(mara)
      const key = crypto.randomUUID()
      const answers = [await run(agent.key, id, body.id, key), await run(agent.key, id, body.id, key)]
      assert.deepEqual(answers[0]!.body, answers[1]!.body)
      assert.equal((await read(`/tickets/${id}`, mara)).replies, 1)
    })

    it('happens whole or not at all', async () => {
      const body = macro({ actions: [{ action: 'claim' }, { action: 'resolve', solution: 'We made room.' }] })
      await post('/macros', lead.key, body)
      const { id } = await w.raise(mara)
      const { status, body: problem } = await run(agent.key, id, body.id)
      assert.deepEqual([status, problem.code], [400, 'validation_failed'])
      const left = await read(`/tickets/${id}`, mara)
      assert.deepEqual([left.replies, left.assignee, left.status], [0, null, 'new'])
      assert.equal((await read(`/tickets/${id}/messages`, agent.key)).items.length, 0)
    })

    it('allows nobody what they may not do by hand', async () => {
      const body = macro({ reply: null, actions: [{ action: 'mark_spam' }] })
      await post('/macros', lead.key, body)
      const { id } = await w.raise(mara)
      assert.equal((await run(agent.key, id, body.id)).status, 403)
      assert.equal((await run(lead.key, id, body.id)).body.ticket.closeReason, 'spam')
      assert.equal((await run(lead.key, crypto.randomUUID(), body.id)).status, 404)
      assert.equal((await run(lead.key, id, crypto.randomUUID())).status, 400)
    })

    it('are made and changed by leads, and checked when they are', async () => {
      assert.equal((await post('/macros', agent.key, macro())).status, 403)
      const wrong = {
        '/reply/en': macro({ reply: { en: 'Dear {requestor}' } }),
        '/actions/0': macro({ actions: [{ action: 'merge', into: crypto.randomUUID() }] }),
        '/actions': macro({ reply: null, actions: [] }),
      }
      for (const [pointer, body] of Object.entries(wrong)) {
        const { status, body: problem } = await post('/macros', lead.key, body)
        assert.deepEqual([status, problem.errors[0].pointer], [400, pointer])
      }
      const body = macro({ name: 'One name' })
      await post('/macros', lead.key, body)
      assert.equal((await post('/macros', lead.key, macro({ name: 'One name' }))).body.errors[0].pointer, '/name')
      const changed = await w.send('PATCH', `/macros/${body.id}`, { token: lead.key, body: { reply: { en: 'Hello' } } })
      assert.deepEqual([changed.body.name, changed.body.reply], ['One name', { en: 'Hello' }])
      const of = { token: lead.key, body: { reply: null, actions: [] } }
      assert.equal((await w.send('PATCH', `/macros/${body.id}`, of)).status, 400)
      assert.ok((await read('/macros', agent.key)).items.some(({ id }: { id: string }) => id === body.id))
      assert.equal((await w.send('DELETE', `/macros/${body.id}`, { token: lead.key })).status, 200)
      assert.equal((await w.send('DELETE', `/macros/${body.id}`, { token: lead.key })).status, 404)
    })
  })

  describe('to find out who should have a ticket', () => {
    it('is ranked with reasons, for staff', async () => {
      const { id } = await w.raise(mara)
      const { items } = await read(`/tickets/${id}/candidates`, lead.key)
      assert.equal(items.length, 3)
      assert.ok(items.every(({ suitable }: { suitable: boolean }) => suitable))
      assert.deepEqual(
        items[0].reasons.map(({ criterion }: { criterion: string }) => criterion),
        ['team', 'role', 'skills', 'language', 'hours', 'load'],
      )
      assert.equal((await w.send('GET', `/tickets/${id}/candidates`, { token: mara })).status, 403)
    })

    it('is given by the rules to whoever has least, and why stays with the provider', async () => {
      const { id } = await w.raise(mara)
      const { items } = await read(`/tickets/${id}/candidates`, lead.key)
      const assigned = await act(lead.key, id, { action: 'assign', by: 'rules' })
      assert.equal(assigned.body.assignee.id, items[0].person.id)
      const entryFor = async (token: string) =>
        (await timeline(token, id)).find(({ type }: { type: string }) => type === 'assigned')
      const { choice } = await entryFor(agent.key)
      assert.deepEqual([choice.candidates, choice.reasons], [3, items[0].reasons])
      assert.deepEqual(Object.keys(await entryFor(mara)).includes('choice'), false)
      const both = { action: 'assign', by: 'rules', assignee: agent.id }
      assert.equal((await act(lead.key, id, both)).body.errors[0].pointer, '/action/assignee')
      assert.equal((await act(agent.key, id, { action: 'assign', by: 'rules' })).status, 403)
    })

    it('looks at teams, skills, languages, hours and load as they are kept of everybody', async () => {
      const w = await world()
      const day = [{ opens: '09:00', closes: '17:00' }]
      const hours = (zone: string) => ({
        ...{ zone, holidays: [], workingDays: [], holidaysThrough: null },
        week: { monday: day, tuesday: day, wednesday: day, thursday: day, friday: day, saturday: [], sunday: [] },
      })
      const of = (name: string, more: object) =>
        createStaff(w.journal, { tenant, name, role: 'agent', teams: ['technical_support'], ...more })
      await of('Elsewhere', { teams: ['research'], languages: ['zh-CN'] })
      await of('Speaks Chinese', { languages: ['en', 'zh-CN'] })
      // It is eight in the morning in London, and four in the afternoon in Shanghai.
      await of('Asleep', { languages: ['zh-CN'], workingHours: hours('Europe/London') })
      await of('At work', { languages: ['zh-CN'], workingHours: hours('Asia/Shanghai') })
      const gone = await of('Gone', { languages: ['zh-CN'] })
      await offboardStaff(w.journal, { tenant, staff: gone })
      const { key } = await w.staff('lead', 'Jonas')
      const ticket = await w.raise(await w.customer('mara'), { locale: 'zh-CN' })
      const token = key
      const act = (action: object) =>
        w.send('POST', `/tickets/${ticket.id}/actions`, { token, body: { id: crypto.randomUUID(), action } })
      await act({ action: 'assign', team: 'technical_support' })
      const names = async () =>
        (await w.send('GET', `/tickets/${ticket.id}/candidates`, { token })).body.items.map(
          ({ person }: { person: { name: string } }) => person.name,
        )
      const [first, second, ...others] = await names()
      assert.deepEqual([first, second].sort(), ['At work', 'Speaks Chinese'])
      assert.deepEqual(others, ['Asleep', 'Jonas', 'Elsewhere'])
      await act({ action: 'assign', by: 'rules' })
      assert.equal((await names())[0], second, 'who has a ticket already comes after who has none')
      await w.close()
    })

    it('is given to nobody who may not see it', async () => {
      const w = await world()
      await createStaff(w.journal, { tenant, name: 'Support', role: 'agent', teams: ['technical_support'] })
      await createStaff(w.journal, { tenant, name: 'Security', role: 'agent', teams: ['security'] })
      const { id } = await w.raise(await w.customer('mara'), { type: 'vulnerability' })
      const { key } = await w.staff('lead', 'Jonas')
      const read = async () => (await w.send('GET', `/tickets/${id}/candidates`, { token: key })).body.items
      assert.deepEqual((await read()).map(({ person }: { person: { name: string } }) => person.name).sort(), [
        'Jonas',
        'Security',
      ])
      await requireAgreement(w.journal, { tenant, required: true })
      assert.equal((await w.send('GET', `/tickets/${id}/candidates`, { token: key })).body.code, 'agreement_missing')
      await w.close()
    })

    it('happens as a ticket arrives where the service says so', async () => {
      const preset = softwareAfterSales()
      const routing = { ...preset.routing, assign: 'automatic' }
      await publishService(w.journal, { tenant, definition: { ...preset, version: 'automatic', routing } })
      const ticket = await w.raise(mara)
      assert.equal(ticket.status, 'new')
      assert.equal(typeof ticket.assignee.name, 'string')
      assert.deepEqual(await read(`/tickets/${ticket.id}`, mara), ticket)
      const entry = (await timeline(agent.key, ticket.id)).at(-1)
      assert.deepEqual([entry.type, entry.actor, entry.assignee.id], ['assigned', null, ticket.assignee.id])
      const claim = { ...preset, version: 'claimed_again' }
      await publishService(w.journal, { tenant, definition: claim })
      assert.equal((await w.raise(mara)).assignee, null)
    })
  })

  describe('to find out what is about the same', () => {
    it('finds open tickets of the same account by what they say, the likeliest first', async () => {
      const [here, tomas] = [
        await w.customer('anna', { account: 'quay' }),
        await w.customer('ben', { account: 'quay' }),
      ]
      const elsewhere = await w.customer('cora', { account: 'elsewhere' })
      const words = { subject: 'Gate 7 scanner rejects badges', description: 'Since the update every badge is red.' }
      const ticket = await w.raise(here, words)
      const same = await w.raise(tomas, {
        subject: 'Scanner at gate 7',
        description: 'Badges are red since the update.',
      })
      const chinese = await w.raise(here, { subject: '七号门扫描仪拒绝门卡', description: '更新之后门卡都显示红色。' })
      await w.raise(here, { subject: 'Invoice for August', description: 'Twice on the list.' })
      await w.raise(elsewhere, words)
      const over = await w.raise(tomas, words)
      await act(tomas, over.id, { action: 'withdraw' })
      const { items } = await read(`/tickets/${ticket.id}/similar`, agent.key)
      assert.deepEqual(
        items.map((each: { ticket: { id: string }; sameRequester: boolean }) => [each.ticket.id, each.sameRequester]),
        [[same.id, false]],
      )
      assert.ok(items[0].likeness > 0.3 && items[0].likeness < 1)
      assert.ok(items[0].shared.includes('scanner'))
      const again = await w.raise(tomas, { subject: '扫描仪拒绝门卡', description: '红色。' })
      const found = (await read(`/tickets/${again.id}/similar`, agent.key)).items
      assert.equal(found[0].ticket.id, chinese.id)
      assert.equal((await w.send('GET', `/tickets/${ticket.id}/similar`, { token: here })).status, 403)
    })
  })

  it('leaves a chain in the audit log that verifies', async () => {
    assert.equal((await verifyAudit(w.journal, tenant)).status, 'intact')
  })
})
