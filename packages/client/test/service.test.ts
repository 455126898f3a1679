import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import {
  type ClientOptions,
  checkTicket,
  createSupportClient,
  type ServiceState,
  type SupportClient,
} from '@aftercare/client'
import type { PublicService } from '@aftercare/protocol/service-rules'
import { createDevelopmentWorld, type DevelopmentWorld } from '@aftercare/server/development'
import { memoryStorage } from '../src/persistence/memory.ts'

let world: DevelopmentWorld
const clients: SupportClient[] = []
before(async () => {
  world = await createDevelopmentWorld({ seed: false })
})
after(async () => {
  await Promise.all(clients.map((client) => client.close()))
  await world.close()
})

/** A page on a device; `seen` is what it has asked for and what came back. */
function page(options: Partial<ClientOptions> = {}, subject = 'mara-lindqvist') {
  const seen: string[] = []
  const client = createSupportClient({
    url: 'http://support.test/support',
    tenant: world.tenant,
    subject,
    getToken: () => world.customerToken({ subject }),
    ...options,
    async fetch(request) {
      if (options.fetch) return options.fetch(request)
      const response = await world.server.fetch(request)
      seen.push(`${new URL(request.url).pathname} ${response.status}`)
      return response
    },
  })
  clients.push(client)
  return { client, seen }
}

const offline = () => Promise.reject(new TypeError('Failed to fetch'))
const typesOf = (service: PublicService | undefined) => service?.types.map(({ id }) => id) ?? []

describe('the service definition on a device', () => {
  it('is read when it is first needed, and not before', async () => {
    const { client, seen } = page()
    assert.deepEqual(seen, [])
    assert.ok(typesOf(await client.service.load()).includes('data_request'))
    assert.deepEqual(seen, ['/support/service 200'])
    await client.service.load()
    assert.equal(seen.length, 1)
  })

  it('is there offline afterwards, as it was last known, and says why it could not be read anew', async () => {
    const storage = memoryStorage()
    await page({ storage }).client.service.load()
    const { client } = page({ storage, fetch: offline })
    const states: ServiceState[] = []
    const stop = client.service.$state.subscribe((state) => void states.push(state))
    assert.equal((await client.service.load())?.version, '1')
    await client.service.refresh()
    stop()
    const last = states.at(-1)
    assert.ok(last?.status === 'ready' && last.stale?.kind === 'offline', JSON.stringify(last))
  })

  it('is asked for by its ETag, so that it travels once', async () => {
    const storage = memoryStorage()
    await page({ storage }).client.service.load()
    const { client, seen } = page({ storage })
    await client.service.load()
    await client.service.refresh()
    assert.deepEqual(seen, ['/support/service 304'])
    assert.equal(client.service.$state.get().status, 'ready')
  })

  it('is nobody else’s: another person’s device begins anew', async () => {
    const storage = memoryStorage()
    await page({ storage }).client.service.load()
    const { client } = page({ storage, fetch: offline }, 'chen-siyuan')
    assert.equal(await client.service.load(), undefined)
    const state = client.service.$state.get()
    assert.ok(state.status === 'failed' && state.reason.kind === 'offline')
  })

  it('comes as soon as the server can be reached again', async () => {
    let reachable = false
    const { client } = page({ fetch: (request) => (reachable ? world.server.fetch(request) : offline()) })
    assert.equal(await client.service.load(), undefined)
    reachable = true
    assert.equal((await client.service.load())?.version, '1')
  })

  it('is read from the server where what the device holds makes no sense', async () => {
    const storage = memoryStorage()
    const first = page({ storage }).client
    const open = await first.core.persistence()
    await open.store.write([
      { type: 'put', key: 'service', value: { version: 1, etag: '"x"', service: { types: 'none' } } },
    ])
    const { client, seen } = page({ storage })
    assert.ok(typesOf(await client.service.load()).includes('incident'))
    assert.deepEqual(seen, ['/support/service 200'])
  })
})

describe('a ticket with answers to the service’s questions', () => {
  const answers = {
    type: 'data_request',
    subject: 'Restore the bookings of Monday',
    fields: {
      action: 'restore',
      environment: 'production',
      data: 'Bookings',
      restore_window: { from: '2026-11-23T08:00:00.000Z', to: '2026-11-23T09:00:00.000Z' },
      restore_to: 'copy',
      approved_by: 'Mara Lindqvist',
      approval: true,
    },
    impact: { hindrance: 'blocked' },
    environment: { product: 'Tidewater', browser: 'Firefox 140' },
    serviceVersion: '1',
  }

  it('is checked by what the service takes of files', async () => {
    const service = await page().client.service.load()
    assert.ok(service)
    const attachments = ['a', 'bcd'].map((text) => new File([text], `${text}.txt`))
    const files = { maxCount: 1, maxBytes: 2 }
    assert.deepEqual(await checkTicket({ ...answers, attachments }, { ...service, files }), [
      { pointer: '/attachments', code: 'too_many', limit: 1 },
      { pointer: '/attachments/1', code: 'too_long', limit: 2 },
    ])
    assert.deepEqual(await checkTicket({ ...answers, attachments }, service), [])
  })

  it('is refused for its files before they are kept, once the definition is known, and a reply as well', async () => {
    const files = { maxCount: 1, maxBytes: 2 }
    const { client, seen } = page({
      storage: memoryStorage(),
      async fetch(request) {
        const response = await world.server.fetch(request)
        seen.push(`${request.method} ${new URL(request.url).pathname}`)
        if (!request.url.endsWith('/service')) return response
        return Response.json({ ...((await response.json()) as object), files })
      },
    })
    const { core, service, tickets } = client
    const attachments = ['a', 'bcd'].map((text) => new File([text], `${text}.txt`))
    const ticket = { type: 'question', subject: 'Where is the port?', attachments }
    const first = await tickets.create(ticket)
    await first.acknowledged
    assert.deepEqual(
      seen.filter((each) => each.endsWith('/service')),
      [],
      'nothing is read for a check',
    )

    await service.load()
    const entries = (await core.outbox()).$entries
    const before = [seen.length, entries.get().length]
    const refused = {
      code: 'validation_failed',
      problem: {
        type: 'urn:aftercare:problem:validation-failed',
        title: 'Some fields are not as they should be',
        status: 400,
        code: 'validation_failed',
        errors: [
          { pointer: '/attachments', code: 'too_many', limit: 1 },
          { pointer: '/attachments/1', code: 'too_long', limit: 2 },
        ],
      },
    }
    await assert.rejects(tickets.create(ticket), refused)
    await assert.rejects(tickets.open(first.id).reply({ body: 'Look', attachments }), refused)
    assert.deepEqual([seen.length, entries.get().length], before, 'nothing was kept or sent')
    const small = attachments.slice(0, 1)
    await (await tickets.open(first.id).reply({ body: 'Look', attachments: small })).acknowledged
  })

  it('is checked offline by the rules of the server', async () => {
    const service = await page().client.service.load()
    assert.ok(service)
    assert.deepEqual(await checkTicket(answers, service), [])
    const { approval: _, ...unapproved } = answers.fields
    const wrong = { ...answers, fields: { ...unapproved, action: 'erase' }, impact: { data: 'lost' } }
    assert.deepEqual(await checkTicket(wrong), [], 'without a definition only the form of it is checked')
    assert.deepEqual(
      (await checkTicket(wrong, service)).map(({ pointer, code }) => `${pointer} ${code}`),
      [
        '/fields/action not_allowed',
        '/fields/approval required',
        '/fields/restore_window not_allowed',
        '/fields/restore_to not_allowed',
        '/impact/data unknown_member',
      ],
    )
  })

  it('arrives with every answer, also when it had to wait on the device', async () => {
    const storage = memoryStorage()
    let reachable = false
    const connect = { storage, fetch: (request: Request) => (reachable ? world.server.fetch(request) : offline()) }
    const before = page(connect).client
    const submission = await before.tickets.create(answers)
    await before.close()
    reachable = true
    await (await page(connect).client.outbox()).drain()
    const key = world.staffKey
    const response = await world.server.fetch(
      new Request(`http://support.test/support/tickets/${submission.id}/details`, {
        headers: { authorization: `Bearer ${key}` },
      }),
    )
    const details = (await response.json()) as Record<string, unknown>
    assert.deepEqual(details['fields'], answers.fields)
    assert.deepEqual(details['impact'], answers.impact)
    assert.deepEqual(details['environment'], answers.environment)
    assert.equal(details['serviceVersion'], '1')
    assert.equal(details['channel'], 'sdk')
    assert.equal(details['priority'], 'high')
  })

  it('says by which way it came', async () => {
    const { client } = page()
    const submission = await client.tickets.create({ ...answers, channel: 'widget' })
    const ticket = await submission.acknowledged
    const row = await world.database.reader
      .selectFrom('tickets')
      .select('channel')
      .where('id', '=', ticket.id)
      .executeTakeFirst()
    assert.equal(row?.channel, 'widget')
  })
})
