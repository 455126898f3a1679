import assert from 'node:assert/strict'
import { afterEach, beforeEach, describe, it } from 'node:test'
import {
  type AttachmentInput,
  type Core,
  conversation,
  drafts,
  type OutboxView,
  replyDraft,
  type Submission,
  SupportProblem,
  submitTicket,
} from '@aftercare/client'
import { queueReply } from '../src/tickets/queue-reply.ts'
import { type Device, device, ticket } from './support/device.ts'
import { settle, until } from './support/manual-clock.ts'
import { problemResponse, token } from './support/scripted-server.ts'

const second = 1000
const minute = 60 * second
const day = 24 * 60 * minute
const png: AttachmentInput = { name: 'label.png', type: 'image/png', bytes: new Uint8Array([137, 80, 78, 71]) }

let here: Device
beforeEach(() => {
  here = device()
})
afterEach(() => here.close())

const status = (submission: Submission<unknown>) => submission.$state.get().status

async function entries(core: Core): Promise<readonly OutboxView[]> {
  const outbox = await core.outbox()
  await settle()
  return outbox.$entries.get()
}

async function onDisk(prefix = 'outbox') {
  const name = `aftercare:http://support.test/support:tidewater/mara`
  return (await (await here.storage(name)).list(prefix)).map(([key, value]) => ({ key, value: value as never }))
}

/** Until the answer of the request being made now is let go. */
function gate() {
  let open = () => {}
  const passed = new Promise<undefined>((resolve) => {
    open = () => resolve(undefined)
  })
  return { open, passed }
}

describe('a submitted ticket', () => {
  it('is on the device before it counts as queued, and on the server with the same id', async () => {
    const { open, passed } = gate()
    here.server.fault = () => passed as never
    const submission = await submitTicket(here.open(), ticket)
    assert.equal((await onDisk('outbox/')).length, 1)
    await until(() => status(submission) === 'sending')
    open()
    const acknowledged = await submission.acknowledged
    assert.equal(acknowledged.id, submission.id)
    assert.equal(here.server.arrived[0]?.key, submission.id)
    assert.equal(here.server.arrived[0]?.request.headers.get('Aftercare-Protocol'), '1.0')
  })

  it('leaves a receipt and no body once it is acknowledged', async () => {
    const core = here.open()
    const submission = await submitTicket(core, { ...ticket, attachments: [png] })
    await submission.acknowledged
    await settle()
    assert.deepEqual(await onDisk('outbox'), [])
    const [receipt] = await onDisk('receipt/')
    assert.equal(receipt?.key, `receipt/${submission.id}`)
    assert.ok(!JSON.stringify(receipt).includes('Labels'))
  })

  it('is refused at once when the server would refuse it', async () => {
    const refused = await submitTicket(here.open(), { ...ticket, subject: '  ' }).catch((error) => error)
    assert.ok(refused instanceof SupportProblem && refused.code === 'validation_failed')
    assert.deepEqual(refused.problem.errors, [{ pointer: '/subject', code: 'required' }])
    assert.equal(here.server.arrived.length, 0)
  })

  it('written before anybody was known is the first person’s, and no later one’s', async () => {
    let subject: string | undefined
    const core = here.open({
      async getToken() {
        if (!subject) throw new Error('Nobody is signed in')
        return token({ sub: subject, exp: here.clock.now() / 1000 + 60 })
      },
    })
    const submission = await submitTicket(core, ticket)
    await settle()
    here.server.fault = () => 'offline'
    subject = 'mara'
    const { token: hers } = await core.session.token()
    subject = 'jonas'
    await core.session.token(hers)
    here.server.fault = () => undefined
    await here.clock.advance(day)
    assert.deepEqual([...here.server.made.keys()], [])
    assert.deepEqual(await entries(core), [])
    subject = 'mara'
    await core.session.token((await core.session.token()).token)
    await here.clock.advance(minute)
    assert.deepEqual([...here.server.made.keys()], [submission.id])
  })

  it('takes its draft with it in one transaction', async () => {
    const core = here.open()
    const draft = await drafts(core).open<typeof ticket>('ticket')
    draft.save(ticket)
    await draft.flush()
    here.server.fault = () => 'offline'
    await submitTicket(core, ticket, { draft })
    assert.deepEqual(await onDisk('draft/'), [])
    assert.equal((await onDisk('outbox/')).length, 1)
    assert.equal(draft.value, undefined)
  })
})

describe('when the page is killed', () => {
  it('what was queued is sent by the next page, with the same key', async () => {
    here.server.fault = () => 'offline'
    const submission = await submitTicket(here.open(), ticket)
    await settle()
    here.kill()
    here.server.fault = () => undefined
    const core = here.open()
    const [entry] = await entries(core)
    assert.equal(entry?.id, submission.id)
    await here.clock.advance(minute)
    assert.equal((await entries(core))[0]?.state.status, 'acknowledged')
    assert.deepEqual(new Set(here.server.arrived.map(({ key }) => key)), new Set([submission.id]))
  })

  it('while sending, the server has one ticket all the same', async () => {
    here.server.fault = () => 'lost'
    const submission = await submitTicket(here.open(), ticket)
    await settle()
    here.kill()
    here.server.fault = () => undefined
    const core = here.open()
    await entries(core)
    await here.clock.advance(minute)
    assert.equal((await entries(core))[0]?.state.status, 'acknowledged')
    assert.deepEqual([...here.server.made.keys()], [submission.id])
  })

  it('or closed, what that ends is no failure: the next page sends it at once', async () => {
    here.server.fault = () => new Promise<never>(() => {})
    const core = here.open()
    const submission = await submitTicket(core, ticket)
    await settle()
    assert.equal(submission.$state.get().status, 'sending')
    await core.close()
    const [record] = await onDisk('outbox/')
    assert.deepEqual((record?.value as { phase?: unknown } | undefined)?.phase, { status: 'queued', attempt: 0 })
    here.server.fault = () => undefined
    const next = here.open()
    await entries(next)
    await settle(30)
    assert.equal((await entries(next))[0]?.state.status, 'acknowledged')
  })

  it('right after one of two files, the next page sends the other one and the ticket', async () => {
    here.server.fault = ({ path }) =>
      path === '/files' && here.server.made.size > 0 ? new Promise<never>(() => {}) : undefined
    const submission = await submitTicket(here.open(), { ...ticket, attachments: [png, { ...png, name: 'two.png' }] })
    await settle()
    here.kill()
    here.server.fault = () => undefined
    await entries(here.open())
    await settle()
    assert.ok(here.server.made.has(submission.id))
    assert.equal([...here.server.made.values()].filter((made) => 'sha256' in made).length, 2)
  })

  it('with one of two files sent, the first is not sent as another one', async () => {
    const files: string[] = []
    here.server.fault = ({ path, key }) => {
      if (path !== '/uploads') return undefined
      files.push(String(key))
      return files.length === 2 ? 'lost' : undefined
    }
    await submitTicket(here.open(), { ...ticket, attachments: [png, { ...png, name: 'two.png' }] })
    await settle()
    here.kill()
    const core = here.open()
    await entries(core)
    await here.clock.advance(minute)
    const $entries = (await core.outbox()).$entries
    // A digest takes the time it takes.
    await until(() => $entries.get()[0]?.state.status === 'acknowledged')
    assert.equal(new Set(files).size, 2)
    assert.equal([...here.server.made.values()].filter((made) => 'sha256' in made).length, 2)
  })
})

describe('when nothing gets through', () => {
  it('waits, tries again later each time, and says when', async () => {
    here.server.fault = () => 'offline'
    // One wait in 256 is none at all, and the next attempt is made in the same moment.
    const random = (bytes: Uint8Array<ArrayBuffer>) =>
      bytes.length === 1 ? bytes.fill(128) : crypto.getRandomValues(bytes)
    const submission = await submitTicket(here.open({ random }), ticket)
    await here.clock.advance(0)
    for (let attempt = 1; attempt <= 4; attempt++) {
      const state = submission.$state.get()
      assert.ok(state.status === 'waiting')
      assert.equal(state.attempt, attempt)
      assert.equal(state.durable, true)
      assert.deepEqual(state.reason, { kind: 'offline' })
      const wait = state.retryAt - here.clock.now()
      assert.ok(wait >= 0 && wait <= second * 2 ** (attempt - 1), `${wait} ms after attempt ${attempt}`)
      await here.clock.advance(wait)
    }
    here.server.fault = () => undefined
    await here.clock.advance(minute)
    assert.equal(status(submission), 'acknowledged')
  })

  it('tries at once when the person asks, the network may be back, or the page is seen again', async () => {
    const core = here.open()
    const hints = [
      (submission: Submission<unknown>) => submission.retry(),
      () => here.page.online(),
      () => here.page.changed(),
    ]
    for (const hint of hints) {
      here.server.fault = () => problemResponse('unavailable')
      if (hint !== hints[0]) here.server.fault = () => 'offline'
      const submission = await submitTicket(core, ticket)
      await settle()
      assert.equal(status(submission), 'waiting')
      here.server.fault = () => undefined
      hint(submission)
      await settle()
      assert.equal(status(submission), 'acknowledged')
    }
  })

  for (const [name, response] of Object.entries({
    'a timeout (408)': () => problemResponse('unavailable', {}, 408),
    'too early (425)': () => problemResponse('unavailable', {}, 425),
    'a limit (429)': () => problemResponse('rate_limited'),
    'a fault (500)': () => problemResponse('internal'),
    'a proxy without a backend (502)': () => new Response('<h1>Bad gateway</h1>', { status: 502 }),
    'a captive portal (200 HTML)': () => new Response('<h1>Welcome</h1>', { status: 200 }),
    'a captive portal (302 to 404)': () => new Response('', { status: 404 }),
    'the same request in flight (409)': () => problemResponse('idempotency_in_flight', { 'Retry-After': '1' }),
  })) {
    it(`waits after ${name}`, async () => {
      here.server.fault = response
      const submission = await submitTicket(here.open(), ticket)
      await settle()
      assert.equal(status(submission), 'waiting')
      here.server.fault = () => undefined
      await here.clock.advance(minute)
      assert.equal(status(submission), 'acknowledged')
      assert.equal(here.server.made.size, 1)
    })
  }

  it('waits at least as long as the server asks, though the network comes back', async () => {
    here.server.fault = () => problemResponse('rate_limited', { 'Retry-After': '120' })
    const submission = await submitTicket(here.open(), ticket)
    await settle()
    here.page.online()
    await here.clock.advance(119 * second)
    assert.equal(here.server.arrived.length, 1)
    here.server.fault = () => undefined
    await here.clock.advance(second)
    assert.equal(status(submission), 'acknowledged')
  })

  it('gives up a request that is never answered, and tries again', async () => {
    here.server.fault = () => new Promise<never>(() => {})
    const submission = await submitTicket(here.open(), ticket)
    await here.clock.advance(29 * second)
    assert.equal(status(submission), 'sending')
    await here.clock.advance(second)
    assert.equal(status(submission), 'waiting')
  })

  it('wakes within a day when the clock was set back while nobody was here', async () => {
    here.server.fault = () => problemResponse('unavailable', { 'Retry-After': '3600' })
    await submitTicket(here.open(), ticket)
    await settle()
    here.kill()
    here.clock.set(here.clock.now() - 400 * day)
    here.server.fault = () => undefined
    const core = here.open()
    await entries(core)
    await here.clock.advance(day)
    assert.equal((await entries(core))[0]?.state.status, 'acknowledged')
  })

  it('wakes within two days when the clock is set back by years while the page is open', async () => {
    here.server.fault = () => 'offline'
    const core = here.open()
    const submission = await submitTicket(core, ticket)
    await settle()
    here.clock.set(here.clock.now() - 3650 * day)
    here.server.fault = () => undefined
    await (await core.outbox()).drain()
    assert.equal(status(submission), 'waiting')
    await here.clock.advance(2 * day)
    assert.equal(status(submission), 'acknowledged')
  })

  it('is dead when the server has answered for 30 days of its time, and can still be read and sent', async () => {
    let serverTime = here.clock.now()
    here.server.fault = () => problemResponse('internal', { Date: new Date(serverTime).toUTCString() })
    const core = here.open()
    const submission = await submitTicket(core, ticket)
    await settle()
    serverTime += 29 * day
    submission.retry()
    await settle()
    assert.equal(status(submission), 'waiting')
    serverTime += day
    submission.retry()
    await settle()
    assert.equal(status(submission), 'dead')
    await assert.rejects(submission.acknowledged, { name: 'SubmissionFailed' })
    const [entry] = await entries(core)
    assert.ok(entry?.write.kind === 'ticket' && entry.write.description === ticket.description)
    here.server.fault = () => undefined
    submission.retry()
    assert.equal((await submission.acknowledged).id, submission.id)
  })
})

describe('when the token is refused', () => {
  it('asks for one other token, and goes on with it', async () => {
    let asked = 0
    const getToken = async () => token({ sub: 'mara', n: ++asked })
    const first = token({ sub: 'mara', n: 1 })
    here.server.fault = (arrived) => (arrived.token === first ? problemResponse('token_expired') : undefined)
    const submission = await submitTicket(here.open({ getToken }), ticket)
    await submission.acknowledged
    assert.equal(asked, 2)
    assert.equal(here.server.arrived.length, 2)
  })

  it('is blocked when the other one is refused as well, without using up an attempt, until a token comes', async () => {
    let asked = 0
    here.server.fault = () => problemResponse('token_revoked')
    const core = here.open({ getToken: async () => token({ sub: 'mara', n: ++asked }) })
    const submission = await submitTicket(core, ticket)
    await here.clock.advance(day)
    const state = submission.$state.get()
    assert.ok(state.status === 'blocked_auth' && state.reason.kind === 'signed_out')
    assert.equal(here.server.arrived.length, 2)
    assert.equal((await onDisk('outbox/'))[0]?.value['phase']['attempt'], 0)
    here.server.fault = () => undefined
    await core.session.token((await core.session.token()).token)
    assert.equal((await submission.acknowledged).id, submission.id)
  })

  it('is kept in this page, unsent, while nobody is signed in', async () => {
    let signedIn = false
    const core = here.open({
      getToken: async () => {
        if (!signedIn) throw new Error('Sign in first')
        return token({ sub: 'mara' })
      },
    })
    const submission = await submitTicket(core, ticket)
    await settle()
    assert.equal(status(submission), 'blocked_auth')
    assert.equal(here.server.arrived.length, 0)
    signedIn = true
    submission.retry()
    assert.equal((await submission.acknowledged).id, submission.id)
  })
})

describe('when the server refuses the content', () => {
  it('needs attention, says why, and holds its text until the person decides', async () => {
    here.server.fault = () => problemResponse('forbidden')
    const core = here.open()
    const submission = await submitTicket(core, ticket)
    await assert.rejects(submission.acknowledged, { name: 'SubmissionFailed' })
    const state = submission.$state.get()
    assert.ok(state.status === 'needs_attention' && state.reason.kind === 'forbidden')
    await here.clock.advance(day)
    assert.equal(here.server.arrived.length, 1)
    await submission.cancel()
    assert.equal(status(submission), 'cancelled')
    assert.deepEqual(await onDisk('outbox'), [])
  })

  it('says which refusal it was, where it is another than that of a role', async () => {
    here.server.fault = () => problemResponse('visitors_not_allowed')
    const submission = await submitTicket(here.open(), ticket)
    await assert.rejects(submission.acknowledged)
    const state = submission.$state.get()
    assert.ok(state.status === 'needs_attention' && state.reason.kind === 'problem')
    assert.equal(state.reason.problem.code, 'visitors_not_allowed')
  })

  /** The server has the ticket already, with this description, and answers so. */
  function hasAlready(description: string, code: 'idempotency_mismatch' | 'id_unavailable') {
    here.server.fault = ({ method, body }) => {
      if (method !== 'POST') return undefined
      const { id } = body as { id: string }
      const at = new Date(here.clock.now()).toISOString()
      const requester = { id: 'mara', name: null }
      const rest = {
        number: 1,
        status: 'new',
        closeReason: null,
        priority: null,
        assignee: null,
        account: null,
        attachments: [],
        replies: 0,
        promises: [],
      }
      const common = { ...rest, requester, createdAt: at, updatedAt: at, locale: 'en' }
      here.server.made.set(id, { ...ticket, id, ...common, description })
      return problemResponse(code)
    }
  }

  it('reads the ticket by its id when the key was used for another content, and says that it differs', async () => {
    const core = here.open()
    hasAlready('What an earlier page has sent.', 'idempotency_mismatch')
    const submission = await submitTicket(core, ticket)
    const held = await submission.acknowledged
    assert.equal(held.description, 'What an earlier page has sent.')
    const state = submission.$state.get()
    assert.ok(state.status === 'acknowledged' && state.differs)
    assert.equal((await onDisk('receipt/')).length, 1)
    const draft = await drafts(core).open(replyDraft(submission.id))
    assert.deepEqual(draft.value, { body: `${ticket.subject}\n\n${ticket.description}`, kind: 'reply' })
  })

  it('reads it by its id also where the server has forgotten the key: an answer may be lost for months', async () => {
    hasAlready(ticket.description, 'id_unavailable')
    const submission = await submitTicket(here.open(), ticket)
    await submission.acknowledged
    const state = submission.$state.get()
    assert.ok(state.status === 'acknowledged' && !state.differs)
    here.server.fault = () => problemResponse('id_unavailable')
    const other = await submitTicket(here.open(), ticket)
    await until(() => status(other) === 'needs_attention')
  })

  it('sends files again, as new ones, when the server let go of them and the person says so', async () => {
    const uploads: string[] = []
    let forgotten = true
    here.server.fault = ({ path, key }) => {
      if (path === '/uploads') uploads.push(String(key))
      return path === '/tickets' && forgotten ? problemResponse('attachment_unknown') : undefined
    }
    const submission = await submitTicket(here.open(), { ...ticket, attachments: [png] })
    await until(() => status(submission) === 'needs_attention')
    forgotten = false
    submission.retry()
    await submission.acknowledged
    assert.equal(new Set(uploads).size, 2)
  })
})

describe('when the device refuses to store', () => {
  const refusing = (times: number) => {
    let opened = 0
    let refused = 0
    const storage: Device['storage'] = async (name) => {
      opened += 1
      const store = await here.storage(name)
      return {
        ...store,
        async write(operations) {
          if (refused++ < times) throw new DOMException('Full', 'QuotaExceededError')
          return store.write(operations)
        },
      }
    }
    return { storage, opened: () => opened }
  }

  it('opens the store once more, and keeps it there', async () => {
    here.server.fault = () => 'offline'
    const { storage, opened } = refusing(1)
    const submission = await submitTicket(here.open({ storage }), ticket)
    const state = submission.$state.get()
    assert.ok(state.status === 'queued' && state.durable)
    assert.equal(opened(), 2)
    assert.equal((await onDisk('outbox/')).length, 1)
  })

  it('says that it is not saved, and sends it from memory', async () => {
    here.server.fault = () => 'offline'
    const { storage } = refusing(Number.POSITIVE_INFINITY)
    const submission = await submitTicket(here.open({ storage }), { ...ticket, attachments: [png] })
    const queued = submission.$state.get()
    assert.ok(queued.status === 'queued' && !queued.durable)
    await settle()
    const state = submission.$state.get()
    assert.ok(state.status === 'waiting' && !state.durable)
    here.server.fault = () => undefined
    await here.clock.advance(minute)
    await submission.acknowledged
    const upload = here.server.arrived.findLast(({ path }) => path === '/uploads')
    assert.deepEqual(upload?.bytes, png instanceof File ? undefined : png.bytes)
  })

  it('sends from memory where there is no storage at all', async () => {
    const storage = async () => Promise.reject(new DOMException('Private', 'SecurityError'))
    const submission = await submitTicket(here.open({ storage }), ticket)
    const state = submission.$state.get()
    assert.ok(state.status === 'queued' && !state.durable)
    assert.equal((await submission.acknowledged).id, submission.id)
  })

  it('takes no empty store for the one that it has lost, and goes on when that opens again', async () => {
    let refuses = false
    const core = here.open({
      async storage(name) {
        if (refuses) throw new DOMException('Busy', 'UnknownError')
        const store = await here.storage(name)
        const unless = <T>(work: () => Promise<T>) =>
          refuses ? Promise.reject(new DOMException('Lost', 'InvalidStateError')) : work()
        return {
          ...store,
          write: (operations) => unless(() => store.write(operations)),
          list: (prefix) => unless(() => store.list(prefix)),
        }
      },
    })
    here.server.fault = () => 'offline'
    const submission = await submitTicket(core, { ...ticket, attachments: [png] })
    await settle()
    refuses = true
    await here.clock.advance(minute)
    assert.equal(status(submission), 'waiting')
    refuses = false
    here.server.fault = () => undefined
    await here.clock.advance(10 * minute)
    assert.equal(status(submission), 'acknowledged')
    assert.deepEqual(await onDisk(), [])
  })

  it('keeps it as soon as the device takes it', async () => {
    here.server.fault = () => 'offline'
    const { storage } = refusing(2)
    const submission = await submitTicket(here.open({ storage }), { ...ticket, attachments: [png] })
    const queued = submission.$state.get()
    assert.ok(queued.status === 'queued' && !queued.durable)
    await settle()
    const state = submission.$state.get()
    assert.ok(state.status === 'waiting' && state.durable)
    assert.equal((await onDisk('outbox/')).length, 1)
    // The file, and that the ticket has not gone out.
    assert.equal((await onDisk('outbox-file/')).length, 2)
  })
})

describe('the order of a conversation', () => {
  it('is kept: a stuck head holds its own conversation and no other', async () => {
    const core = here.open()
    const [first, second] = [crypto.randomUUID(), crypto.randomUUID()]
    const bodies: unknown[] = []
    let stuck = true
    here.server.fault = ({ method, body, path }) => {
      if (method !== 'POST') return undefined
      if (stuck && path.includes(first)) return problemResponse('forbidden')
      bodies.push((body as { body: string }).body)
      return undefined
    }
    const head = await conversation(core, first).reply({ body: 'one' })
    await conversation(core, first).reply({ body: 'two' })
    await conversation(core, second).reply({ body: 'other' })
    const last = await conversation(core, first).reply({ body: 'three' })
    await settle()
    assert.deepEqual(bodies, ['other'])
    stuck = false
    head.retry()
    await last.acknowledged
    assert.deepEqual(bodies, ['other', 'one', 'two', 'three'])
  })

  it('puts replies behind the ticket they answer to', async () => {
    const core = here.open()
    here.server.fault = () => 'offline'
    const created = await submitTicket(core, ticket)
    const reply = await conversation(core, created.id).reply({ body: 'And another thing' })
    here.server.fault = () => undefined
    await here.clock.advance(minute)
    await reply.acknowledged
    const posts = here.server.arrived.filter(({ method }) => method === 'POST').map(({ path }) => path)
    assert.equal(
      posts.findIndex((path) => path.endsWith('/messages')),
      posts.length - 1,
    )
  })

  it('puts replies behind their ticket, though the clock was set back in between', async () => {
    here.server.fault = () => 'offline'
    const submission = await submitTicket(here.open(), ticket)
    await settle()
    here.kill()
    here.clock.set(here.clock.now() - 365 * day)
    here.server.fault = () => undefined
    const core = here.open()
    const reply = await queueReply(core, submission.id, { body: 'And this.' })
    await here.clock.advance(2 * day)
    assert.equal(status(reply), 'acknowledged')
    assert.deepEqual([...here.server.made.keys()], [submission.id, reply.id])
  })

  it('goes on behind an entry that was cancelled', async () => {
    const core = here.open()
    const id = crypto.randomUUID()
    here.server.fault = () => problemResponse('forbidden')
    const head = await conversation(core, id).reply({ body: 'one' })
    const next = await conversation(core, id).reply({ body: 'two' })
    await settle()
    here.server.fault = () => undefined
    await head.cancel()
    void (await core.outbox()).drain()
    assert.equal((await next.acknowledged).body, 'two')
  })
})

describe('several tabs', () => {
  it('send an entry once, and all hear what became of it', async () => {
    const one = here.open()
    const two = here.open()
    await entries(two)
    const { open, passed } = gate()
    here.server.fault = ({ method }) => (method === 'POST' ? (passed as never) : undefined)
    const submission = await submitTicket(one, ticket)
    await settle()
    assert.equal((await entries(two))[0]?.id, submission.id)
    await here.clock.advance(10 * second)
    open()
    await submission.acknowledged
    await settle(40)
    assert.equal((await entries(two))[0]?.state.status, 'acknowledged')
    assert.equal(here.server.arrived.filter(({ method }) => method === 'POST').length, 1)
  })

  it('take over what a killed tab has left, when the lock is free again', async () => {
    const one = here.open()
    here.server.fault = () => new Promise<never>(() => {})
    const submission = await submitTicket(one, ticket)
    await settle()
    here.kill()
    here.server.fault = () => undefined
    const two = here.open()
    await entries(two)
    await settle()
    assert.deepEqual([...here.server.made.keys()], [submission.id])
  })

  it('pass over one that is frozen and keeps its lock', async () => {
    const core = here.open({ locks: async () => undefined })
    const submission = await submitTicket(core, ticket)
    await here.clock.advance(minute)
    assert.equal(status(submission), 'queued')
    await here.clock.advance(10 * second)
    assert.equal(status(submission), 'acknowledged')
  })

  it('pass it over also when the clock is set back meanwhile', async () => {
    const core = here.open({ locks: async () => undefined })
    const submission = await submitTicket(core, ticket)
    await here.clock.advance(10 * second)
    here.clock.set(here.clock.now() - 400 * day)
    await (await core.outbox()).drain()
    assert.equal(status(submission), 'acknowledged')
  })

  it('do not bring back what another one has sent while they were frozen', async () => {
    const first = gate()
    const frozen = here.open({
      async fetch(request) {
        if (here.server.made.size > 0) return here.server.fetch(request)
        await first.passed
        return problemResponse('unavailable')
      },
      locks: (_, work) => work(),
    })
    const submission = await submitTicket(frozen, ticket)
    await settle()
    await entries(here.open())
    await settle()
    assert.deepEqual([...here.server.made.keys()], [submission.id])
    first.open()
    await settle()
    assert.deepEqual(await onDisk('outbox/'), [])
    await here.clock.advance(minute)
    assert.equal(status(submission), 'acknowledged')
  })

  it('do not miss the bytes of what another one has sent while they were uploading', async () => {
    const first = gate()
    let held = 0
    const slow = here.open({
      async fetch(request) {
        // As many as are sent at once: the bytes of the last file are looked for when all is over.
        if (++held <= 3) await first.passed
        return here.server.fetch(request)
      },
      locks: (_, work) => work(),
    })
    const attachments = ['one', 'two', 'three', 'four'].map((name) => ({ ...png, name: `${name}.png` }))
    const submission = await submitTicket(slow, { ...ticket, attachments })
    await until(() => held === 3)
    await entries(here.open())
    await until(() => here.server.made.has(submission.id))
    first.open()
    await until(() => status(submission) === 'waiting')
    await here.clock.advance(minute)
    await until(() => status(submission) === 'acknowledged')
  })

  it('know what another one has sent, though the clock ran ahead by years meanwhile', async () => {
    const first = gate()
    const frozen = here.open({ fetch: (request) => first.passed.then(() => here.server.fetch(request)) })
    const lock = here.open({ locks: (_, work) => work() })
    const submission = await submitTicket(frozen, ticket)
    await settle()
    await entries(lock)
    await (await lock.outbox()).drain()
    assert.ok(here.server.made.has(submission.id))
    here.clock.set(here.clock.now() + 3650 * day)
    await submitTicket(here.open(), ticket)
    await settle()
    assert.ok((await onDisk('receipt/')).some(({ key }) => key === `receipt/${submission.id}`))
    first.open()
    await settle()
    assert.equal(status(submission), 'acknowledged')
  })

  it('withdraw an entry everywhere', async () => {
    const one = here.open()
    const two = here.open()
    await entries(two)
    here.server.fault = () => 'offline'
    const submission = await submitTicket(one, ticket)
    await settle()
    assert.equal((await entries(two)).length, 1)
    await submission.cancel()
    await settle()
    assert.equal((await entries(two))[0]?.state.status, 'cancelled')
  })
})

describe('when another person signs in', () => {
  it('nothing of the one before is sent, or shown, until that one is back', async () => {
    let subject = 'mara'
    const core = here.open({ getToken: async () => token({ sub: subject, exp: here.clock.now() / 1000 + 60 }) })
    here.server.fault = () => 'offline'
    const submission = await submitTicket(core, ticket)
    await settle()
    here.server.fault = () => undefined
    subject = 'jonas'
    await core.session.token((await core.session.token()).token)
    await here.clock.advance(day)
    assert.deepEqual(await entries(core), [])
    assert.deepEqual([...here.server.made.keys()], [])
    subject = 'mara'
    await core.session.token((await core.session.token()).token)
    await here.clock.advance(minute)
    assert.deepEqual([...here.server.made.keys()], [submission.id])
    const posts = here.server.arrived.filter(({ method }) => method === 'POST')
    for (const { token: used } of posts) {
      assert.ok(
        Buffer.from(String(used?.split('.')[1]), 'base64url')
          .toString()
          .includes('"mara"'),
      )
    }
  })
})

describe('records of other versions', () => {
  it('of a newer one, or not to be read, are left untouched', async () => {
    const store = await here.storage('aftercare:http://support.test/support:tidewater/mara')
    const newer = { version: 2, id: 'x', body: 'sealed' }
    const broken = { version: 1, id: 'not an id' }
    await store.write([
      { type: 'put', key: 'outbox/newer', value: newer },
      { type: 'put', key: 'outbox/broken', value: broken },
    ])
    const core = here.open()
    assert.deepEqual(await entries(core), [])
    await (await submitTicket(core, ticket)).acknowledged
    assert.deepEqual(await store.get('outbox/newer'), newer)
    assert.deepEqual(await store.get('outbox/broken'), broken)
  })

  it('of this one are read as they were written by each released version', async () => {
    const { default: fixture } = await import('./fixtures/entry-version-1.json', { with: { type: 'json' } })
    const store = await here.storage('aftercare:http://support.test/support:tidewater/mara')
    await store.write(fixture.map((value) => ({ type: 'put', key: `outbox/${value.id}`, value })))
    here.server.fault = () => 'offline'
    const found = await entries(here.open())
    assert.deepEqual(found.map(({ state }) => state.status).sort(), fixture.map(({ shown }) => shown).sort())
  })
})
