import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { createSupportClient } from '@aftercare/client'
import {
  createStaffClient,
  NetworkFailure,
  type QueueState,
  type StaffClient,
  type StaffClientOptions,
  SupportProblem,
} from '@aftercare/client/staff'
import type { StaffRole } from '@aftercare/protocol/permissions'
import { createDevelopmentWorld, type DevelopmentWorld } from '@aftercare/server/development'
import { until } from './support/manual-clock.ts'

const url = 'http://support.test/support'

describe('the staff client', () => {
  let world: DevelopmentWorld
  const open: { close(): Promise<void> }[] = []
  before(async () => {
    world = await createDevelopmentWorld({ seed: false })
  })
  after(async () => {
    await Promise.all(open.map((client) => client.close()))
    await world.close()
  })

  function staff(role: StaffRole, options: Partial<StaffClientOptions> = {}): StaffClient {
    const key = world.staffKeys[role]
    const client = createStaffClient({ url, fetch: world.server.fetch, ...options, key, getKey: undefined })
    open.push(client)
    return client
  }

  function customer(subject = 'mara') {
    const getToken = () => world.customerToken({ subject, name: `Name of ${subject}`, account: 'harbor' })
    const client = createSupportClient({ url, fetch: world.server.fetch, getToken })
    open.push(client)
    return client
  }

  const raise = async (subject: string, more: { type?: string; locale?: string } = {}) => {
    const ticket = { type: 'incident', subject, ...more }
    return (await customer().tickets.create(ticket)).acknowledged
  }

  const codeOf = async (call: Promise<unknown>) => {
    try {
      await call
    } catch (error) {
      assert.ok(error instanceof SupportProblem, String(error))
      return error.code
    }
    return assert.fail('nothing was thrown')
  }

  describe('with one ticket', () => {
    it('takes it from its arrival to its solution, each step one call', async () => {
      const { id } = await raise('The gate stays shut')
      const ticket = staff('agent').ticket(id)
      assert.equal((await ticket.triage({ priority: 'high', reason: 'Trucks wait.' })).priority, 'high')
      assert.equal((await ticket.claim()).assignee?.id, (await ticket.read()).assignee?.id)
      assert.equal((await ticket.start()).status, 'in_progress')
      assert.equal((await ticket.reply('We look into it.')).kind, 'reply')
      assert.equal((await ticket.note('The motor again.')).kind, 'internal_note')
      await ticket.analyse({ cause: 'hardware_or_network', text: 'The fuse has blown.' })
      await ticket.setWorkaround({ state: 'available', date: null, text: 'Open it by hand.' })
      await ticket.setPermanentFix({ state: 'planned', date: '2027-01-04T08:00:00.000Z', text: 'Another motor.' })
      assert.equal((await ticket.waitForThirdParty('The motor is ordered.')).status, 'waiting_on_third_party')
      await ticket.progress('It is on its way.')
      const task = await ticket.addTask({ title: 'Fit the motor', team: 'product_support' })
      await ticket.finishTask(task, 'Done.')
      const visit = await ticket.offerVisit({
        ...{ mode: 'remote', purpose: 'To see it turn.' },
        slots: [{ from: '2027-01-05T08:00:00.000Z', to: '2027-01-05T09:00:00.000Z' }],
      })
      assert.deepEqual(
        (await ticket.read()).visits.map(({ id, state }) => [id, state]),
        [[visit, 'offered']],
      )
      const summary = { cause: 'A fuse.', solution: 'Another motor.', prevention: 'A yearly look.' }
      assert.equal((await ticket.resolve(summary)).status, 'resolved')
      const details = await ticket.read()
      assert.equal(details.internal?.suspectedCause, 'hardware_or_network')
      assert.deepEqual(
        details.internal?.tasks.map(({ id, result }) => [id, result]),
        [[task, 'Done.']],
      )
      assert.equal((await ticket.messages()).items.length, 2)
      assert.ok((await ticket.timeline()).items.some(({ type }) => type === 'noted'))
      assert.equal((await ticket.takeBack('It stuck again.')).status, 'in_progress')
    })

    it('says by code what it may not, or cannot', async () => {
      const { id } = await raise('Nothing to see')
      const agent = staff('agent').ticket(id)
      assert.equal(await codeOf(agent.assign({ team: 'research' })), 'forbidden')
      assert.equal(await codeOf(agent.resolve({ solution: 'None.' })), 'validation_failed')
      assert.equal(await codeOf(agent.takeBack('Why not.')), 'action_not_possible')
      assert.equal(await codeOf(staff('agent').ticket(crypto.randomUUID()).read()), 'not_found')
      assert.equal(await codeOf(staff('admin').ticket(id).read()), 'forbidden')
      await staff('lead').ticket(id).markSpam()
      assert.equal(await codeOf(agent.claim()), 'ticket_closed')
    })

    it('has one effect under one id, also when the answer to the first call was lost', async () => {
      const { id } = await raise('Once')
      let lost = false
      const fetch: StaffClientOptions['fetch'] = async (request) => {
        const response = await world.server.fetch(request)
        if (request.method !== 'POST' || lost) return response
        lost = true
        throw new TypeError('terminated')
      }
      const ticket = staff('agent', { fetch }).ticket(id)
      const once = { id: crypto.randomUUID() }
      await assert.rejects(ticket.reply('We look into it.', once), NetworkFailure)
      await ticket.reply('We look into it.', once)
      assert.equal((await ticket.messages()).items.length, 1)
      assert.equal(await codeOf(ticket.reply('Something else.', once)), 'idempotency_mismatch')
    })

    it('sends a file that a reply refers to', async () => {
      const { id } = await raise('A picture')
      const agent = staff('agent')
      const bytes = new TextEncoder().encode('a picture')
      const file = await agent.upload({ name: '门.png', type: 'image/png', bytes })
      const { attachments } = await agent.ticket(id).reply('See here.', { attachments: [file] })
      assert.deepEqual(
        attachments.map(({ name, size }) => [name, size]),
        [['门.png', bytes.length]],
      )
      const { url: link } = await agent.files.link(file.fileId)
      assert.equal((await world.server.fetch(new Request(link))).status, 200)
    })

    it('finds what is like it, merges, links, and is told who should have it', async () => {
      const first = await raise('Crane four drops containers')
      const second = await raise('Crane four drops a container')
      const agent = staff('agent')
      const [found] = await agent.ticket(second.id).similar()
      assert.equal(found?.ticket.id, first.id)
      await agent.ticket(first.id).link(second.id, 'related')
      await agent.ticket(first.id).unlink(second.id)
      assert.equal((await agent.ticket(second.id).merge(first.id)).closeReason, 'merged')
      const [best] = await agent.ticket(first.id).candidates()
      assert.equal((await staff('lead').ticket(first.id).assign({ by: 'rules' })).assignee?.id, best?.person.id)
    })
  })

  describe('with many', () => {
    it('does the same to all of them, and says which were refused and why', async () => {
      const [one, two] = [await raise('Bulk one'), await raise('Bulk two')]
      await staff('lead').ticket(two.id).markSpam()
      const items = await staff('agent').bulk([one.id, two.id], { action: 'claim' })
      assert.deepEqual(
        items.map((item) => (item.outcome === 'done' ? item.status : item.code)),
        ['triaged', 'ticket_closed'],
      )
    })

    it('counts them', async () => {
      await raise('Counted', { type: 'training' })
      const { counts, total } = await staff('agent').count({ type: 'training', open: true, sort: 'due' })
      assert.deepEqual([counts.new, total], [1, 1])
    })
  })

  describe('with a queue', () => {
    function watch({ $state }: ReturnType<StaffClient['queue']>) {
      const stop = $state.subscribe(() => {})
      const ready = () => {
        const state: QueueState = $state.get()
        return state.status === 'ready' ? state : undefined
      }
      const subjects = () => ready()?.tickets.map(({ subject }) => subject)
      return { stop, ready, subjects, state: () => $state.get() }
    }

    it('shows what comes into it, what changes, and what has left it', async () => {
      const agent = staff('agent')
      const queue = watch(agent.queue({ type: 'setup', assignee: 'none', open: true }))
      await until(() => queue.ready()?.connection === 'live')
      assert.deepEqual(queue.subjects(), [])
      const { id } = await raise('A new scanner', { type: 'setup' })
      await until(() => queue.subjects()?.length === 1)
      await agent.ticket(id).claim()
      await until(() => queue.subjects()?.length === 0)
      queue.stop()
    })

    it('goes on page by page, and stays as long as it is when something happens', async () => {
      const agent = staff('agent')
      for (let number = 0; number < 27; number++) await raise(`Page ${number}`, { type: 'upgrade' })
      const pages = agent.queue({ type: 'upgrade', sort: 'created' })
      const queue = watch(pages)
      await until(() => queue.ready() !== undefined)
      assert.deepEqual([queue.subjects()?.length, queue.subjects()?.[0]], [25, 'Page 26'])
      await pages.more()
      assert.deepEqual([queue.subjects()?.length, queue.ready()?.next], [27, null])
      await raise('Page 27', { type: 'upgrade' })
      await until(() => queue.subjects()?.[0] === 'Page 27')
      assert.ok((queue.subjects()?.length ?? 0) >= 27)
      queue.stop()
    })

    it('says why it cannot be read', async () => {
      const forbidden = watch(staff('admin').queue())
      await until(() => forbidden.state().status === 'failed')
      assert.deepEqual(forbidden.state(), { status: 'failed', reason: { kind: 'forbidden' } })
      forbidden.stop()
    })
  })

  it('keeps views, whose filters are a queue’s', async () => {
    const lead = staff('lead')
    const view = await lead.views.create({
      name: 'Urgent',
      team: 'technical_support',
      filters: { open: true, status: ['new', 'triaged'], priority: 'critical', sort: 'due' },
    })
    const [shared] = await staff('agent').views.list()
    assert.deepEqual([shared?.name, shared?.mine, shared?.filters], ['Urgent', false, view.filters])
    await lead.queue(shared?.filters).refresh()
    assert.equal((await staff('agent').count(shared?.filters)).total, 0)
    assert.equal((await lead.views.change(view.id, { name: 'Most urgent', filters: {} })).name, 'Most urgent')
    assert.equal(await codeOf(staff('agent').views.remove(view.id)), 'forbidden')
    await lead.views.remove(view.id)
    assert.deepEqual(await lead.views.list(), [])
  })

  it('keeps macros and runs them by name', async () => {
    const lead = staff('lead')
    const macro = await lead.macros.create({
      name: 'On it',
      reply: { en: 'Dear {requester}, {agent} looks into #{number}.' },
      actions: [{ action: 'claim' }],
    })
    const { id, number } = await raise('A macro')
    const agent = staff('agent')
    const { ticket, message } = await agent.ticket(id).macro('On it')
    assert.equal(message?.body, `Dear Name of mara, ${ticket.assignee?.name} looks into #${number}.`)
    assert.equal(await codeOf(agent.ticket(id).macro('Off it')), 'not_found')
    assert.equal((await lead.macros.change(macro.id, { reply: null })).reply, null)
    assert.equal(await codeOf(agent.macros.remove(macro.id)), 'forbidden')
    await lead.macros.remove(macro.id)
    assert.deepEqual(await agent.macros.list(), [])
  })

  it('asks for its key once, and again where the server has refused it', async () => {
    const keys = ['ack_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA', world.staffKey]
    let asked = 0
    const getKey = async () => keys[Math.min(asked++, 1)] ?? ''
    const client = createStaffClient({ url, fetch: world.server.fetch, getKey })
    open.push(client)
    assert.ok((await client.count()).total > 0)
    await client.count()
    assert.equal(asked, 2)
  })
})
