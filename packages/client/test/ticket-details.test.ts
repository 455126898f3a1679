import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { after, before, describe, it } from 'node:test'
import {
  type ClientOptions,
  createSupportClient,
  type SupportClient,
  SupportProblem,
  type TicketDetailsState,
} from '@aftercare/client'
import type { TicketAction } from '@aftercare/protocol'
import { createDevelopmentWorld, type DevelopmentWorld } from '@aftercare/server/development'
import type { Fetch } from '../src/environment.ts'
import { memoryStorage } from '../src/persistence/memory.ts'
import { until } from './support/manual-clock.ts'

const summary = { cause: 'A full disk.', solution: 'We made room.', prevention: 'An alert at 80 %.' }

describe('the details of a ticket', () => {
  let world: DevelopmentWorld
  const clients: SupportClient[] = []
  before(async () => {
    world = await createDevelopmentWorld({ seed: false })
  })
  after(async () => {
    await Promise.all(clients.map((client) => client.close()))
    await world.close()
  })

  function client(subject: string, options: Partial<ClientOptions> = {}): SupportClient {
    const made = createSupportClient({
      url: 'http://support.test/support',
      getToken: () => world.customerToken({ subject, account: 'harbor' }),
      fetch: world.server.fetch,
      ...options,
    })
    clients.push(made)
    return made
  }

  /** What an agent does over HTTP. */
  async function act(ticket: string, action: TicketAction, token = world.staffKey): Promise<void> {
    const id = randomUUID()
    const answer = await world.server.fetch(
      new Request(`http://support.test/support/tickets/${ticket}/actions`, {
        method: 'POST',
        headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json', 'idempotency-key': id },
        body: JSON.stringify({ id, action }),
      }),
    )
    assert.equal(answer.status, 201, await answer.clone().text())
  }

  async function raise(made: SupportClient): Promise<string> {
    const submission = await made.tickets.create({ type: 'incident', subject: 'Labels', description: 'Empty pages.' })
    return (await submission.acknowledged).id
  }

  function watch(made: SupportClient, id: string) {
    const kept = made.tickets.details(id)
    const stop = kept.$state.subscribe(() => {})
    const now = () => {
      const state = kept.$state.get()
      assert.equal(state.status, 'ready')
      return state as Extract<TicketDetailsState, { status: 'ready' }>
    }
    const ready = until(() => kept.$state.get().status === 'ready')
    return { kept, stop, now, ready }
  }

  /** A network that can be cut. */
  function line() {
    const state = { up: true }
    const fetch: Fetch = (request) =>
      state.up ? world.server.fetch(request) : Promise.reject(new TypeError('offline'))
    return { state, fetch }
  }

  it('hold promises, what happened, and who looks', async () => {
    const made = client('details')
    const id = await raise(made)
    const { now, stop, ready } = watch(made, id)
    await ready
    const { details, timeline } = now()
    assert.deepEqual(
      details.receipt.map(({ clock, state }) => [clock, state]),
      [
        ['first_response', 'running'],
        ['resolution', 'running'],
      ],
    )
    assert.equal(details.viewer.role, 'requester')
    assert.equal(details.viewer.id, details.requester.id)
    assert.deepEqual(
      timeline.map(({ type }) => type),
      ['sorted', 'raised'],
    )
    stop()
  })

  it('follow what the provider does', async () => {
    const made = client('follows')
    const id = await raise(made)
    const { now, stop, ready } = watch(made, id)
    await ready
    await act(id, { action: 'resolve', ...summary })
    await until(() => now().details.summary?.solution === summary.solution, 'the summary')
    assert.equal(now().details.status, 'resolved')
    assert.equal(now().timeline[0]?.type, 'resolved')
    stop()
  })

  it('reach the handshake: rejected with a reason, then verified', async () => {
    const made = client('handshake')
    const id = await raise(made)
    const { kept, now, stop, ready } = watch(made, id)
    await ready
    await act(id, { action: 'resolve', ...summary })
    const rejected = await kept.act({ action: 'reject', reason: 'Still empty.' })
    assert.equal((await rejected.acknowledged).status, 'in_progress')
    await until(() => now().timeline[0]?.type === 'rejected')
    assert.equal(now().details.receipt.filter(({ clock }) => clock === 'resolution').length, 2)
    await act(id, { action: 'resolve', ...summary })
    await (await kept.act({ action: 'verify' })).acknowledged
    await until(() => now().timeline[0]?.type === 'closed')
    assert.equal(now().details.closeReason, 'verified')
    assert.deepEqual(now().pending, [])
    stop()
  })

  it('keep what is done offline, in order, as on its way and not as done', async () => {
    const { state, fetch } = line()
    const made = client('offline', { fetch })
    const id = await raise(made)
    await act(id, { action: 'resolve', ...summary })
    const { kept, now, stop, ready } = watch(made, id)
    await ready
    await until(() => now().details.status === 'resolved')
    state.up = false
    await made.tickets.open(id).reply({ body: 'I look at it.' })
    const verified = await kept.act({ action: 'withdraw', reason: 'Not needed.' })
    await until(() => now().pending.length === 1)
    assert.equal(now().details.status, 'resolved')
    assert.equal(now().pending[0]?.write.kind, 'action')
    state.up = true
    verified.retry()
    for (const entry of (await made.outbox()).$entries.get()) entry.retry()
    // The reply came first: it has opened the ticket again, so that there is something to withdraw.
    assert.equal((await verified.acknowledged).closeReason, 'withdrawn')
    await until(() => now().pending.length === 0)
    stop()
  })

  it('say what was refused, and are read again', async () => {
    const { state, fetch } = line()
    const made = client('refused', { fetch })
    const id = await raise(made)
    await act(id, { action: 'resolve', ...summary })
    const { kept, now, stop, ready } = watch(made, id)
    await ready
    state.up = false
    const submission = await kept.act({ action: 'verify' })
    await act(id, { action: 'take_back', reason: 'Too early.' })
    state.up = true
    submission.retry()
    await until(() => now().pending[0]?.state.status === 'needs_attention')
    const [pending] = now().pending
    const reason = pending?.state.status === 'needs_attention' ? pending.state.reason : undefined
    assert.equal(reason?.kind === 'problem' && reason.problem.code, 'action_not_possible')
    await until(() => now().details.status === 'in_progress')
    await pending?.cancel()
    await until(() => now().pending.length === 0)
    stop()
  })

  it('correct what the ticket says although it has gone on meanwhile', async () => {
    const { state, fetch } = line()
    const made = client('corrects', { fetch })
    const id = await raise(made)
    const { kept, now, stop, ready } = watch(made, id)
    await ready
    state.up = false
    const submission = await kept.correct({ subject: 'Labels of the large printer' }, now().details)
    await act(id, { action: 'claim' })
    state.up = true
    submission.retry()
    assert.equal((await submission.acknowledged).subject, 'Labels of the large printer')
    await until(() => now().timeline[0]?.type === 'corrected')
    stop()
  })

  it('write nothing over that somebody else has corrected', async () => {
    const storage = memoryStorage()
    const { state, fetch } = line()
    const made = client('twice', { fetch, storage })
    const other = client('twice')
    const id = await raise(made)
    const { kept, now, stop, ready } = watch(made, id)
    await ready
    state.up = false
    const submission = await kept.correct({ subject: 'Mine' }, now().details)
    const second = watch(other, id)
    await second.ready
    await (await second.kept.correct({ subject: 'Theirs' }, second.now().details)).acknowledged
    state.up = true
    submission.retry()
    await until(() => now().pending[0]?.state.status === 'needs_attention')
    const pending = now().pending[0]?.state
    assert.equal(
      pending?.status === 'needs_attention' && pending.reason.kind === 'problem' && pending.reason.problem.code,
      'precondition_failed',
    )
    await until(() => now().details.subject === 'Theirs')
    stop()
    second.stop()
  })

  it('correct what the same page corrects still: that is what was seen', async () => {
    const { state, fetch } = line()
    const made = client('again', { fetch })
    const id = await raise(made)
    const { kept, now, stop, ready } = watch(made, id)
    await ready
    const { details } = now()
    state.up = false
    const first = await kept.correct({ subject: 'First' }, details)
    const second = await kept.correct({ subject: 'Second' }, details)
    state.up = true
    first.retry()
    assert.equal((await second.acknowledged).subject, 'Second')
    stop()
  })

  it('wait where the ticket goes on faster than it can be corrected', async () => {
    let busy = true
    const made = client('busy', {
      async fetch(request) {
        if (request.method === 'PATCH' && busy) request.headers.set('If-Match', '"another"')
        return world.server.fetch(request)
      },
    })
    const id = await raise(made)
    const { kept, now, stop, ready } = watch(made, id)
    await ready
    const submission = await kept.correct({ subject: 'At last' }, now().details)
    await until(() => now().pending[0]?.state.status === 'waiting')
    busy = false
    submission.retry()
    assert.equal((await submission.acknowledged).subject, 'At last')
    stop()
  })

  it('take a correction once, though its answer was lost', async () => {
    let lost = false
    const fetch: Fetch = async (request) => {
      const answer = await world.server.fetch(request)
      if (request.method !== 'PATCH' || lost) return answer
      lost = true
      throw new TypeError('terminated')
    }
    const made = client('lost', { fetch })
    const id = await raise(made)
    const { kept, now, stop, ready } = watch(made, id)
    await ready
    const submission = await kept.correct({ subject: 'Once' }, now().details)
    assert.equal((await submission.acknowledged).subject, 'Once')
    assert.ok(lost)
    await until(() => now().timeline.filter(({ type }) => type === 'corrected').length === 1)
    stop()
  })

  it('hand on what the device kept of them to the next page', async () => {
    const storage = memoryStorage()
    const locks: ClientOptions['locks'] = (_, work) => work()
    const { state, fetch } = line()
    const made = client('next-page', { fetch, storage, locks })
    const id = await raise(made)
    const { kept, now, stop, ready } = watch(made, id)
    await ready
    const { details } = now()
    state.up = false
    await kept.act({ action: 'watch' })
    await kept.correct({ description: 'Empty pages, since Monday.' }, details)
    await kept.act({ action: 'withdraw' })
    stop()
    await made.close()
    const next = client('next-page', { storage, locks })
    const { $entries } = await next.outbox()
    await until(() => $entries.get().some(({ state }) => state.status === 'needs_attention'), 'the refusal')
    // Its requester does not watch a ticket besides; what stands behind waits for a decision.
    const [watching, ...behind] = $entries.get()
    assert.deepEqual(
      behind.map(({ write }) => write.kind),
      ['correction', 'action'],
    )
    await watching?.cancel()
    await until(() => $entries.get().filter(({ state }) => state.status === 'acknowledged').length === 2)
    const again = watch(next, id)
    await again.ready
    assert.equal(again.now().details.closeReason, 'withdrawn')
    assert.equal(again.now().details.description, 'Empty pages, since Monday.')
    again.stop()
  })

  it('refuse an action that could not be sent, before it is queued', async () => {
    const made = client('checks')
    const id = await raise(made)
    const kept = made.tickets.details(id)
    const error = await kept.act({ action: 'reject', reason: ' ' }).then(
      () => undefined,
      (reason: unknown) => reason,
    )
    assert.ok(error instanceof SupportProblem)
    assert.deepEqual(error.problem.errors, [{ pointer: '/reason', code: 'required' }])
    await assert.rejects(kept.correct({ subject: '' }, {}), SupportProblem)
    assert.equal((await made.outbox()).$entries.get().length, 1)
  })
})
