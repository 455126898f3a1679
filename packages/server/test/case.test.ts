import assert from 'node:assert/strict'
import { after, before, beforeEach, describe, it } from 'node:test'
import { type World, world } from './world.ts'

const minute = 60_000
const hour = 60 * minute
const day = 24 * hour

describe('a ticket on its whole way', () => {
  let w: World
  let mara: string
  let agent: { id: string; key: string }
  let lead: { id: string; key: string }
  before(async () => {
    w = await world()
    agent = await w.staff('agent')
    lead = await w.staff('lead')
  })
  beforeEach(async () => {
    mara = await w.customer('mara', { account: 'harbor' })
  })
  after(() => w.close())

  const act = (token: string, ticket: string, action: object) =>
    w.send('POST', `/tickets/${ticket}/actions`, { token, body: { id: crypto.randomUUID(), action } })
  const details = async (token: string, ticket: string) =>
    (await w.send('GET', `/tickets/${ticket}/details`, { token })).body
  const timeline = async (token: string, ticket: string) =>
    (await w.send('GET', `/tickets/${ticket}/timeline?limit=100`, { token })).body.items.reverse()
  const summary = { cause: 'A full disk.', solution: 'We made room.', prevention: 'An alert at 80 %.' }

  it('is sorted by the rules as it arrives, with reasons that customers and staff may see', async () => {
    const { id, priority } = await w.raise(mara, { impact: { scope: 'everyone', hindrance: 'blocked' } })
    assert.equal(priority, 'critical')
    const mine = await timeline(mara, id)
    assert.deepEqual(
      mine.map(({ type }: { type: string }) => type),
      ['raised', 'sorted'],
    )
    assert.deepEqual([mine[1].impact, mine[1].urgency, mine[1].actor], ['many', 'stopped', null])
    const theirs = await timeline(agent.key, id)
    assert.deepEqual(theirs.at(-1).type, 'routed')
    assert.equal(theirs.at(-1).serviceVersion, '1')
  })

  it('promises an answer and a solution from the start', async () => {
    const { id, promises } = await w.raise(mara, { impact: { scope: 'everyone', hindrance: 'blocked' } })
    const due = (milliseconds: number) => new Date(w.now() + milliseconds).toISOString()
    assert.deepEqual(promises, [
      { clock: 'first_response', state: 'running', due: due(2 * hour) },
      { clock: 'resolution', state: 'running', due: due(4 * hour) },
    ])
    const { receipt, calendar } = await details(mara, id)
    assert.deepEqual(
      receipt.map(({ target }: { target: number }) => target),
      [2 * hour, 4 * hour],
    )
    assert.equal(typeof calendar, 'string')
  })

  it('is claimed, waits, is resolved, rejected, resolved again and verified', async () => {
    const { id } = await w.raise(mara)
    assert.equal((await act(agent.key, id, { action: 'claim' })).body.assignee.id, agent.id)
    assert.equal((await act(agent.key, id, { action: 'start' })).body.status, 'in_progress')
    const waits = await act(agent.key, id, { action: 'wait_for_requester', reason: 'Which printer is it?' })
    assert.equal(waits.body.status, 'waiting_on_requester')
    assert.deepEqual(waits.body.promises.at(-1).state, 'paused')
    w.pass(hour)
    mara = await w.customer('mara', { account: 'harbor' })
    await w.send('POST', `/tickets/${id}/messages`, { token: mara, body: w.newMessage({ body: 'The large one.' }) })
    assert.equal((await act(agent.key, id, { action: 'resolve', ...summary })).body.status, 'resolved')
    const rejected = await act(mara, id, { action: 'reject', reason: 'Still empty pages.' })
    assert.equal(rejected.body.status, 'in_progress')
    const { receipt } = await details(mara, id)
    assert.deepEqual(
      receipt
        .filter(({ clock }: { clock: string }) => clock === 'resolution')
        .map(({ generation, state }: { generation: number; state: string }) => [generation, state]),
      [
        [1, 'met'],
        [2, 'running'],
      ],
    )
    await act(agent.key, id, { action: 'resolve', ...summary })
    const closed = await act(mara, id, { action: 'verify' })
    assert.deepEqual([closed.body.status, closed.body.closeReason], ['closed', 'verified'])
    const told = (await timeline(mara, id)).map(({ type }: { type: string }) => type)
    assert.deepEqual(told.slice(-4), ['resolved', 'rejected', 'resolved', 'closed'])
  })

  it('is not resolved without a solution, nor a problem without cause and prevention', async () => {
    const { id } = await w.raise(mara)
    const { status, body } = await act(agent.key, id, { action: 'resolve', solution: 'We made room.' })
    assert.deepEqual(
      [status, body.errors.map(({ pointer }: { pointer: string }) => pointer)],
      [400, ['/action/cause', '/action/prevention']],
    )
    const { id: question } = await w.raise(mara, { type: 'question' })
    assert.equal((await act(agent.key, question, { action: 'resolve', solution: 'Press F5.' })).status, 201)
  })

  it('leaves a draft for an article once a problem is solved', async () => {
    const { id } = await w.raise(mara)
    await act(agent.key, id, { action: 'resolve', ...summary })
    await act(mara, id, { action: 'verify' })
    assert.equal((await timeline(agent.key, id)).at(-1).type, 'article_drafted')
    const { internal } = await details(agent.key, id)
    assert.equal(typeof internal.articleDraft, 'string')
    assert.equal((await details(mara, id)).internal, undefined)
  })

  it('is reopened within the time that the service gives, and not after', async () => {
    const close = async () => {
      const { id } = await w.raise(mara)
      await act(agent.key, id, { action: 'resolve', ...summary })
      await act(mara, id, { action: 'verify' })
      return id
    }
    const early = await close()
    const { reopenUntil } = await details(mara, early)
    assert.equal((await act(mara, early, { action: 'reopen', reason: 'It is back.' })).body.status, 'in_progress')
    const late = await close()
    w.pass(Date.parse(reopenUntil) - w.now() + day)
    mara = await w.customer('mara', { account: 'harbor' })
    assert.equal((await act(mara, late, { action: 'reopen', reason: 'It is back.' })).body.code, 'reopen_window_over')
  })

  it('is told no instant that there is not', async () => {
    const { id } = await w.raise(mara)
    const never = '2026-99-99T00:00:00.000Z'
    const slot = { from: '2027-02-30T09:00:00.000Z', to: '2027-03-01T10:00:00.000Z' }
    const refused: readonly (readonly [action: object, pointer: string])[] = [
      [{ action: 'name_date', date: never }, '/action/date'],
      [{ action: 'set_workaround', fix: { state: 'planned', date: never, text: 'By hand.' } }, '/action/fix/date'],
      [{ action: 'add_task', task: crypto.randomUUID(), title: 'Look', due: never }, '/action/due'],
      [
        { action: 'offer_visit', visit: crypto.randomUUID(), mode: 'remote', purpose: 'Look', slots: [slot] },
        '/action/slots/0/from',
      ],
    ]
    for (const [action, pointer] of refused) {
      const { status, body } = await act(agent.key, id, action)
      assert.deepEqual([status, body.errors], [400, [{ pointer, code: 'invalid' }]])
    }
    assert.equal((await w.send('GET', `/tickets?due=${never}`, { token: agent.key })).status, 400)
  })

  it('is assessed by the provider, in answers that a correction by others leaves as they are', async () => {
    const fields = { work: 'function', goal: 'Labels print themselves.' }
    const { id } = await w.raise(mara, { type: 'customization', fields })
    const assess = (fields: object) => act(agent.key, id, { action: 'analyse', fields, text: 'Two days of work.' })
    assert.deepEqual((await assess({ effort_hours: -1 })).body.errors, [
      { pointer: '/action/fields/effort_hours', code: 'not_allowed', limit: 0 },
    ])
    assert.deepEqual((await assess(fields)).body.errors[0].pointer, '/action/fields/work')
    assert.equal((await assess({ effort_hours: 16 })).status, 201)
    assert.deepEqual((await timeline(agent.key, id)).at(-1).fields, ['effort_hours'])
    const seen = await w.send('GET', `/tickets/${id}/details`, { token: mara })
    assert.equal(seen.body.fields.effort_hours, undefined)
    const corrected = { fields: { ...fields, goal: 'Labels print in the yard.' } }
    const headers = { 'if-match': seen.headers.get('etag')! }
    const { status, body } = await w.send('PATCH', `/tickets/${id}`, { token: mara, body: corrected, headers })
    assert.equal(status, 200, JSON.stringify(body))
    assert.deepEqual((await details(agent.key, id)).fields, { ...corrected.fields, effort_hours: 16 })
  })

  it('is sorted anew when what it was sorted by is corrected, as long as nobody has looked at it', async () => {
    const impact = { scope: 'everyone', hindrance: 'blocked' }
    const { id, priority } = await w.raise(mara, { impact })
    assert.equal(priority, 'critical')
    const correct = async (body: object) => {
      const read = await w.send('GET', `/tickets/${id}/details`, { token: mara })
      return w.send('PATCH', `/tickets/${id}`, {
        ...{ token: mara, body, headers: { 'if-match': read.headers.get('etag')! } },
      })
    }
    assert.equal((await correct({ impact: { scope: 'one', hindrance: 'minor' } })).body.priority, 'normal')
    const [, sorted, corrected, again] = await timeline(mara, id)
    assert.deepEqual(
      [sorted.type, corrected.type, again.type, again.priority],
      ['sorted', 'corrected', 'sorted', 'normal'],
    )
    await act(lead.key, id, { action: 'triage', priority: 'high', reason: 'A port is waiting.' })
    assert.equal((await correct({ impact })).body.priority, 'high')
  })

  it('is corrected by its requester, who has to have read it as it stands', async () => {
    const { id } = await w.raise(mara)
    const read = await w.send('GET', `/tickets/${id}/details`, { token: mara })
    const correct = (headers: Record<string, string>, body: object = { subject: 'Labels print empty' }) =>
      w.send('PATCH', `/tickets/${id}`, { token: mara, body, headers })
    assert.equal((await correct({})).body.code, 'precondition_required')
    assert.equal((await correct({ 'if-match': '"old"' })).body.code, 'precondition_failed')
    const match = { 'if-match': read.headers.get('etag')! }
    const nothing = await correct(match, {})
    assert.deepEqual([nothing.status, nothing.body.code], [400, 'validation_failed'])
    const again = await w.send('GET', `/tickets/${id}/details`, { token: mara })
    assert.equal(again.headers.get('etag'), match['if-match'])
    assert.equal((await correct(match)).body.subject, 'Labels print empty')
    assert.equal((await correct(match)).body.code, 'precondition_failed')
    assert.deepEqual((await timeline(mara, id)).at(-1).changed, ['subject'])
  })

  it('is merged into another of the same account, and goes on there', async () => {
    const first = await w.raise(mara)
    const second = await w.raise(await w.customer('tomas', { account: 'harbor' }))
    const stranger = await w.raise(await w.customer('stranger', { account: 'other' }))
    assert.equal((await act(agent.key, second.id, { action: 'merge', into: stranger.id })).status, 400)
    assert.equal((await act(agent.key, second.id, { action: 'merge', into: second.id })).status, 400)
    const merged = await act(agent.key, second.id, { action: 'merge', into: first.id })
    assert.deepEqual([merged.body.status, merged.body.closeReason], ['closed', 'merged'])
    const tomas = await w.customer('tomas', { account: 'harbor' })
    assert.equal((await details(tomas, second.id)).mergedInto.number, first.number)
    assert.equal((await w.send('GET', `/tickets/${first.id}`, { token: tomas })).status, 200)
    assert.deepEqual((await timeline(mara, first.id)).at(-2).type, 'merged_in')
  })

  it('shows workaround and permanent fix as two things, each with a date and a state', async () => {
    const { id } = await w.raise(mara)
    const fix = { state: 'available', date: null, text: 'Print from the browser.' }
    await act(agent.key, id, { action: 'set_workaround', fix })
    const date = new Date(w.now() + 3 * day).toISOString()
    await act(agent.key, id, { action: 'set_permanent_fix', fix: { state: 'planned', date, text: 'Version 4.2.' } })
    const { workaround, permanentFix } = await details(mara, id)
    assert.deepEqual([workaround.state, permanentFix.state, permanentFix.date], ['available', 'planned', date])
  })

  it('is visited: slots offered, one accepted, started, reported, signed by the customer', async () => {
    const { id } = await w.raise(mara)
    const visit = crypto.randomUUID()
    const slot = (from: number) => ({
      from: new Date(w.now() + from).toISOString(),
      to: new Date(w.now() + from + hour).toISOString(),
    })
    const offer = {
      action: 'offer_visit',
      visit,
      mode: 'on_site',
      purpose: 'The printer.',
      slots: [slot(day), slot(2 * day)],
    }
    assert.equal((await act(agent.key, id, offer)).status, 201)
    assert.equal((await act(agent.key, id, { action: 'start_visit', visit })).status, 400)
    assert.equal((await act(mara, id, { action: 'accept_visit', visit, slot: 5 })).status, 400)
    assert.equal((await act(mara, id, { action: 'accept_visit', visit, slot: 1 })).status, 201)
    assert.equal((await act(agent.key, id, { action: 'start_visit', visit })).status, 201)
    assert.equal((await act(agent.key, id, { action: 'report_visit', visit, report: 'Changed the roll.' })).status, 201)
    assert.equal((await act(mara, id, { action: 'sign_visit', visit, name: 'M. Lindqvist' })).status, 201)
    const { visits } = await details(mara, id)
    assert.deepEqual(
      [visits[0].state, visits[0].signedBy, visits[0].accepted],
      ['signed', 'M. Lindqvist', offer.slots[1]],
    )
  })

  it('keeps tasks, links, notes, analyses and teams from the customer', async () => {
    const { id } = await w.raise(mara)
    const { id: other } = await w.raise(mara)
    const before = await w.send('GET', `/tickets/${id}`, { token: mara })
    const canary = 'canary-4711'
    const task = crypto.randomUUID()
    await act(agent.key, id, { action: 'analyse', cause: 'defect', text: canary })
    await act(agent.key, id, { action: 'add_task', task, title: canary, team: 'technical_support' })
    await act(agent.key, id, { action: 'finish_task', task, result: canary })
    await act(agent.key, id, { action: 'link', ticket: other, relation: 'related' })
    const seen = await Promise.all(
      ['', '/details', '/timeline', '/messages'].map((path) => w.send('GET', `/tickets/${id}${path}`, { token: mara })),
    )
    assert.ok(!JSON.stringify(seen.map(({ body }) => body)).includes(canary))
    assert.deepEqual(seen[0]!.body, before.body)
    const { internal } = await details(agent.key, id)
    assert.deepEqual([internal.suspectedCause, internal.tasks.length, internal.links.length], ['defect', 1, 1])
  })

  it('is watched by colleagues of the account, and by nobody else', async () => {
    const { id } = await w.raise(mara)
    const colleague = (await w.raise(await w.customer('colleague', { account: 'harbor' }))).requester.id
    const outsider = (await w.raise(await w.customer('outsider', { account: 'other' }))).requester.id
    assert.equal((await act(mara, id, { action: 'watch', person: outsider })).status, 400)
    assert.equal((await act(mara, id, { action: 'watch', person: colleague })).status, 201)
    assert.deepEqual((await details(mara, id)).watchers, [{ id: colleague, name: 'Name of colleague' }])
    const token = await w.customer('colleague', { account: 'harbor' })
    assert.equal((await w.send('GET', `/tickets/${id}`, { token })).status, 200)
    const { id: secret } = await w.raise(mara, { type: 'vulnerability' })
    assert.equal((await act(mara, secret, { action: 'watch', person: colleague })).status, 400)
    await act(mara, id, { action: 'unwatch', person: colleague })
    assert.equal((await w.send('GET', `/tickets/${id}`, { token })).status, 404)
  })

  it('refuses answers that no field of its type takes, and missing ones where the form is named', async () => {
    const errors = async (more: object) =>
      (await w.send('POST', '/tickets', { token: mara, body: w.newTicket(more) })).body.errors ?? []
    assert.deepEqual(await errors({ type: 'nothing' }), [{ pointer: '/type', code: 'not_allowed' }])
    assert.deepEqual(await errors({ fields: { colour: 'red' } }), [
      { pointer: '/fields/colour', code: 'unknown_member' },
    ])
    assert.deepEqual(await errors({ impact: { scope: 'galaxy' } }), [{ pointer: '/impact/scope', code: 'not_allowed' }])
    assert.deepEqual(await errors({ fields: { frequency: 'once' } }), [])
    assert.ok((await errors({ serviceVersion: '1' })).length > 2)
  })

  it('is decided anew by a lead, with a reason that is told', async () => {
    const { id } = await w.raise(mara)
    const triage = { action: 'retriage', priority: 'high', reason: 'A holiday is near.' }
    assert.equal((await act(agent.key, id, triage)).body.code, 'forbidden')
    assert.equal((await act(lead.key, id, triage)).body.code, 'action_not_possible')
    assert.equal((await act(agent.key, id, { action: 'triage' })).body.status, 'triaged')
    const changed = await act(lead.key, id, triage)
    assert.equal(changed.body.priority, 'high')
    assert.deepEqual((await timeline(mara, id)).at(-1).reason, 'A holiday is near.')
    assert.equal((await act(lead.key, id, { action: 'assign', team: 'no_such_team' })).status, 400)
    assert.equal((await act(lead.key, id, { action: 'assign', assignee: agent.id })).body.assignee.id, agent.id)
  })

  describe('that gets a type which is for fewer people', () => {
    const confidential = { action: 'retriage', type: 'vulnerability', team: 'security', reason: 'It can be abused.' }

    it('is let go by whoever may not see it: assignee, open sub-tasks, links on both sides, watchers', async () => {
      const support = await w.staff('agent', 'Support', { teams: ['technical_support'] })
      const guard = await w.staff('agent', 'Guard', { teams: ['security'] })
      const { id, number } = await w.raise(mara)
      const other = await w.raise(mara)
      const colleague = (await w.raise(await w.customer('colleague', { account: 'harbor' }))).requester.id
      const task = (title: string, of: object) => ({ action: 'add_task', task: crypto.randomUUID(), title, ...of })
      await act(mara, id, { action: 'watch', person: colleague })
      await act(support.key, id, { action: 'claim' })
      for (const each of [
        task('of another team', { team: 'technical_support', assignee: support.id }),
        task('of the team', { team: 'security', assignee: guard.id }),
        task('of one person', { assignee: support.id }),
        { action: 'link', ticket: other.id, relation: 'duplicate' },
      ]) {
        assert.equal((await act(support.key, id, each)).status, 201)
        w.pass(1)
      }
      const before = (await timeline(lead.key, id)).length
      const retyped = await act(lead.key, id, confidential)
      assert.deepEqual([retyped.status, retyped.body.assignee], [201, null])

      const { internal, watchers } = await details(guard.key, id)
      assert.deepEqual(
        internal.tasks.map((each: { title: string; team: string; assignee: { id: string } | null }) => [
          each.title,
          each.team,
          each.assignee?.id ?? null,
        ]),
        [
          ['of another team', 'security', null],
          ['of the team', 'security', guard.id],
          ['of one person', 'security', null],
        ],
      )
      assert.deepEqual([internal.links, watchers], [[], []])
      assert.deepEqual((await details(support.key, other.id)).internal.links, [])
      assert.equal((await w.send('GET', `/tickets/${id}`, { token: support.key })).status, 404)

      const told = (await timeline(guard.key, id)).slice(before)
      assert.deepEqual(
        told.map(({ type }: { type: string }) => type),
        ['type_changed', 'team_changed', 'assigned', 'task_returned', 'task_returned', 'unlinked', 'watcher_removed'],
      )
      assert.deepEqual([told[2].assignee, told[5].ticket.number], [null, other.number])
      const there = (await timeline(support.key, other.id)).at(-1)
      assert.deepEqual([there.type, there.ticket.number], ['unlinked', number])
    })

    it('keeps whoever the type is for as well', async () => {
      const guard = await w.staff('agent', 'Guard', { teams: ['security', 'technical_support'] })
      const { id } = await w.raise(mara)
      await act(guard.key, id, { action: 'claim' })
      assert.equal((await act(lead.key, id, confidential)).body.assignee.id, guard.id)
    })

    it('takes back the draft of an article that an earlier closing left', async () => {
      const { id } = await w.raise(mara)
      await act(agent.key, id, { action: 'resolve', ...summary })
      await act(mara, id, { action: 'verify' })
      await act(mara, id, { action: 'reopen', reason: 'It can be abused.' })
      assert.equal(typeof (await details(lead.key, id)).internal.articleDraft, 'string')
      await act(lead.key, id, confidential)
      assert.equal((await details(lead.key, id)).internal.articleDraft, null)
      await act(lead.key, id, { action: 'resolve', ...summary })
      await act(mara, id, { action: 'verify' })
      assert.equal((await details(lead.key, id)).internal.articleDraft, null)
    })
  })
})
