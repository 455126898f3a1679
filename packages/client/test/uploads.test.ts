import assert from 'node:assert/strict'
import { createHash, randomBytes } from 'node:crypto'
import { after, afterEach, before, beforeEach, describe, it } from 'node:test'
import { type Core, type OutboxState, submitTicket } from '@aftercare/client'
import { createDevelopmentWorld, type DevelopmentWorld } from '@aftercare/server/development'
import { uploadFile } from '../src/files/upload.ts'
import { boundaries, chunkSize, cutAt } from './support/broken-line.ts'
import { type Device, device, ticket } from './support/device.ts'
import { settle, until } from './support/manual-clock.ts'
import { problemResponse } from './support/scripted-server.ts'

const mebibyte = 1024 * 1024
const sha256 = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex')
const fileOf = (bytes: Uint8Array, name = 'log.txt') => ({ name, type: 'text/plain', bytes: new Uint8Array(bytes) })

describe('files that wait in the outbox', () => {
  let here: Device
  beforeEach(() => {
    here = device()
  })
  afterEach(() => here.close())
  const uploads = () => here.server.arrived.filter(({ path }) => path.startsWith('/uploads'))
  const sent = (submission: { $state: { get(): OutboxState<unknown> } }) => submission.$state.get()
  /** A digest takes the time it takes, whatever the clock says. */
  const acknowledged = async (core: Core) => {
    const { $entries } = await core.outbox()
    await until(() => $entries.get()[0]?.state.status === 'acknowledged')
  }
  const status = async (core: Core) => (await core.outbox()).$entries.get()[0]?.state.status

  it('go whole with their announcement when they are small, in pieces when they are not', async () => {
    const bytes = randomBytes(2.5 * mebibyte)
    const attachments = [fileOf(bytes), fileOf(bytes.subarray(0, 10), 'small.txt')]
    const submission = await submitTicket(here.open(), { ...ticket, attachments })
    await submission.acknowledged
    const large = uploads().filter(({ path, bytes }) => path !== '/uploads' || bytes.length === 0)
    assert.deepEqual(
      large.map(({ method, bytes }) => [method, bytes.length]),
      [
        ['POST', 0],
        ['PATCH', mebibyte],
        ['PATCH', mebibyte],
        ['PATCH', mebibyte / 2],
      ],
    )
    assert.equal(uploads().length, 5)
    const made = here.server.arrived.findLast(({ path }) => path === '/tickets')?.body as typeof ticket & {
      attachments: { sha256: string }[]
    }
    assert.deepEqual(
      made.attachments.map((file) => file.sha256),
      attachments.map((file) => sha256(file.bytes)),
    )
  })

  it('say how far they are', async () => {
    const seen: string[] = []
    const attachments = [fileOf(randomBytes(2 * mebibyte))]
    const submission = await submitTicket(here.open(), { ...ticket, attachments })
    submission.$state.subscribe((state) => {
      if (state.status === 'uploading' && state.size) seen.push(`${state.sent} of ${state.size}`)
    })
    await submission.acknowledged
    assert.deepEqual([...new Set(seen)].slice(0, 2), [`0 of ${2 * mebibyte}`, `${mebibyte} of ${2 * mebibyte}`])
  })

  it('go on after the page was killed, with no byte that had arrived', async () => {
    const bytes = randomBytes(3 * mebibyte)
    let patches = 0
    here.server.fault = ({ method }) => {
      if (method === 'PATCH' && ++patches === 3) return new Promise(() => {})
      return undefined
    }
    await submitTicket(here.open(), { ...ticket, attachments: [fileOf(bytes)] })
    await until(() => patches === 3)
    here.kill()
    here.server.fault = () => undefined
    const before = here.server.arrived.length
    const core = here.open()
    await core.outbox()
    await here.clock.advance(60_000)
    await until(() => here.server.arrived.some(({ path }) => path === '/tickets'))
    await acknowledged(core)
    const later = here.server.arrived.slice(before).filter(({ path }) => path.startsWith('/uploads'))
    assert.deepEqual(
      later.map(({ method, bytes }) => [method, bytes.length]),
      [
        ['POST', 0],
        ['PATCH', mebibyte],
      ],
    )
  })

  it('that were sent are not sent again when the page was killed with the ticket on its way', async () => {
    here.server.fault = ({ path }) => (path === '/tickets' ? new Promise(() => {}) : undefined)
    await submitTicket(here.open(), { ...ticket, attachments: [fileOf(randomBytes(10))] })
    await until(() => here.server.arrived.some(({ path }) => path === '/tickets'))
    here.kill()
    here.server.fault = () => undefined
    const core = here.open()
    await core.outbox()
    await here.clock.advance(60_000)
    await acknowledged(core)
    assert.equal(uploads().length, 1)
  })

  it('wait while they are paused, also over a new page, and go on from where they were', async () => {
    const bytes = randomBytes(3 * mebibyte)
    let release = () => {}
    let patches = 0
    here.server.fault = ({ method }) => {
      if (method !== 'PATCH' || ++patches !== 2) return undefined
      return new Promise<Response>((_, reject) => {
        release = () => reject(new TypeError('aborted'))
      })
    }
    const core = here.open()
    const submission = await submitTicket(core, { ...ticket, attachments: [fileOf(bytes)] })
    await until(() => patches === 2)
    submission.pause()
    release()
    await settle()
    assert.equal(sent(submission).status, 'paused')
    await here.clock.advance(24 * 60 * 60_000)
    assert.equal(patches, 2)
    here.kill()
    const next = here.open()
    await next.outbox()
    await here.clock.advance(60_000)
    assert.equal(await status(next), 'paused')
    ;(await next.outbox()).$entries.get()[0]?.retry()
    await until(() => here.server.arrived.some(({ path }) => path === '/tickets'))
    await acknowledged(next)
    assert.ok(patches <= 4, `${patches} pieces of three`)
  })

  it('wait when that is wanted in a tab that does not send them, and go on from whatever tab', async () => {
    let release = () => {}
    let patches = 0
    here.server.fault = ({ method }) => {
      if (method !== 'PATCH' || ++patches !== 2) return undefined
      return new Promise<Response>((_, reject) => {
        release = () => reject(new TypeError('aborted'))
      })
    }
    const submission = await submitTicket(here.open(), { ...ticket, attachments: [fileOf(randomBytes(3 * mebibyte))] })
    await until(() => patches === 2)
    const other = (await here.open().outbox()).$entries
    await until(() => other.get().length === 1, 'the other tab to see it')
    other.get()[0]?.pause()
    await until(() => sent(submission).status === 'paused', 'the tab that sends to hear of it')
    release()
    await here.clock.advance(24 * 60 * 60_000)
    assert.equal(patches, 2)
    assert.equal(sent(submission).status, 'paused')
    assert.equal(other.get()[0]?.state.status, 'paused')
    other.get()[0]?.retry()
    await until(() => sent(submission).status === 'acknowledged', 'the ticket to arrive')
    assert.equal(here.server.arrived.filter(({ path }) => path === '/tickets').length, 1)
  })

  it('that the server has let go of are sent once more from their beginning', async () => {
    const keys = new Set<string | null>()
    here.server.fault = ({ path, key }) => {
      if (path !== '/uploads') return undefined
      keys.add(key)
      return keys.size === 1 ? problemResponse('not_found') : undefined
    }
    const submission = await submitTicket(here.open(), { ...ticket, attachments: [fileOf(randomBytes(10))] })
    await submission.acknowledged
    assert.equal(keys.size, 2)
  })

  it('are ended together when one of them cannot go, and go on together', async () => {
    let refused = true
    here.server.fault = ({ path }) =>
      path === '/uploads' && refused ? problemResponse('upload_quota_exceeded') : undefined
    const attachments = [1, 2, 3, 4].map((number) => fileOf(randomBytes(10), `${number}.txt`))
    const submission = await submitTicket(here.open(), { ...ticket, attachments })
    await settle()
    assert.equal(sent(submission).status, 'needs_attention')
    assert.ok(uploads().length <= 3)
    refused = false
    submission.retry()
    await submission.acknowledged
    assert.equal(new Set(uploads().map(({ key }) => key)).size, 4)
  })
})

describe('a file over a line that breaks', () => {
  let world: DevelopmentWorld
  const cores: Core[] = []
  before(async () => {
    world = await createDevelopmentWorld({ seed: false })
  })
  after(async () => {
    for (const core of cores) await core.close()
    await world.close()
  })

  const receiver = { fetch: (request: Request) => world.server.fetch(request), getToken: () => world.customerToken() }

  it('arrives the same, wherever it broke: at each boundary of a piece and a byte beside it', async () => {
    for (const size of [1, chunkSize, 2 * chunkSize + 5]) {
      for (const at of boundaries(size)) assert.equal(await cutAt(receiver, size, at), undefined, `cut at ${at}`)
    }
  })

  it('of other bytes than were sent is not taken for the same', async () => {
    const { createCore } = await import('@aftercare/client')
    const asked: string[] = []
    const core = createCore({
      url: 'http://support.test/support',
      getToken: () => world.customerToken(),
      fetch: async (request) => {
        asked.push(request.method)
        if (request.method !== 'POST') return world.server.fetch(request)
        const { url, method, headers } = request
        const body = new Uint8Array(await request.arrayBuffer())
        body[0]! ^= 1
        return world.server.fetch(new Request(url, { method, headers, body }))
      },
    })
    cores.push(core)
    await assert.rejects(uploadFile(core, fileOf(randomBytes(10)), { idempotencyKey: crypto.randomUUID() }))
    assert.deepEqual(asked, ['POST', 'DELETE'])
  })
})
