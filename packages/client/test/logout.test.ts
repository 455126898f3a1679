import assert from 'node:assert/strict'
import { afterEach, beforeEach, describe, it } from 'node:test'
import {
  type Core,
  drafts,
  logout,
  NetworkFailure,
  recentSearches,
  SignedOut,
  submitTicket,
  type UnsentEntry,
} from '@aftercare/client'
import { type Device, device, ticket } from './support/device.ts'
import { settle, until } from './support/manual-clock.ts'
import { token } from './support/scripted-server.ts'

const canary = 'CANARY-7f3a'
const nameOf = (subject: string) => `aftercare:http://support.test/support:tidewater/${subject}`

describe('logging out', () => {
  let here: Device
  beforeEach(() => {
    here = device()
  })
  afterEach(() => here.close())

  /** What the device holds of somebody, as text. */
  const held = async (subject = 'mara') => {
    const pairs = await (await here.storage(nameOf(subject))).list('')
    return JSON.stringify(pairs, (_, value) => (value instanceof Uint8Array ? Buffer.from(value).toString() : value))
  }
  /** Logs out while time passes. */
  const out = async (core: Core, options?: Parameters<typeof logout>[1]) => {
    const done = logout(core, options)
    await settle()
    await here.clock.advance(1000)
    return done
  }
  const as = (subject: string) => ({
    getToken: async () => token({ sub: subject, iat: here.clock.now() / 1000, exp: here.clock.now() / 1000 + 900 }),
  })
  const write = (core: Core) =>
    submitTicket(core, {
      ...ticket,
      subject: `${canary} subject`,
      attachments: [{ name: `${canary}.txt`, type: 'text/plain', bytes: new TextEncoder().encode(`${canary} bytes`) }],
    })

  it('names what is unsent first, and leaves everything as it is when that was not meant', async () => {
    here.server.fault = () => 'offline'
    const core = here.open()
    const { id } = await write(core)
    await settle()
    const named: (readonly UnsentEntry[])[] = []
    const confirm = (unsent: readonly UnsentEntry[]) => {
      named.push(unsent)
      return false
    }
    const outcome = await logout(core, { confirm })
    const expected = [{ id, kind: 'ticket', subject: `${canary} subject`, createdAt: here.clock.now() }]
    assert.deepEqual(outcome, { status: 'kept', unsent: expected })
    assert.deepEqual(named, [expected])
    here.server.fault = () => undefined
    here.page.online()
    await until(() => here.server.made.has(id))
  })

  it('wipes drafts, unsent writes with their files, and receipts, and says how many were discarded', async () => {
    const core = here.open()
    await (await submitTicket(core, ticket)).acknowledged
    here.server.fault = () => 'offline'
    await write(core)
    await write(core)
    const draft = await drafts(core).open('form')
    draft.save({ text: `${canary} draft` })
    await draft.flush()
    assert.match(await held(), /CANARY.*receipt|receipt.*CANARY/)
    assert.deepEqual(await out(core), { status: 'done', discarded: 2 })
    assert.doesNotMatch(await held(), /CANARY|outbox|draft|receipt/)
  })

  it('asks nobody when nothing is unsent', async () => {
    const core = here.open()
    await (await submitTicket(core, ticket)).acknowledged
    await settle()
    const confirm = () => assert.fail('nothing is lost')
    assert.deepEqual(await out(core, { confirm }), { status: 'done', discarded: 0 })
  })

  it('ends what is being sent, and sends and keeps nothing afterwards', async () => {
    let aborted = 0
    here.server.fault = ({ request }) =>
      new Promise((_, reject) => {
        request.signal.addEventListener('abort', () => {
          aborted += 1
          reject(request.signal.reason)
        })
      })
    const core = here.open()
    const draft = await drafts(core).open('form')
    await submitTicket(core, ticket)
    await settle()
    draft.save({ text: `${canary} typed` })
    await out(core)
    assert.equal(aborted, 1)
    const sent = here.server.arrived.length
    here.server.fault = () => undefined
    here.page.online()
    draft.save({ text: `${canary} typed on` })
    await here.clock.advance(3_600_000)
    assert.equal(here.server.arrived.length, sent)
    assert.doesNotMatch(await held(), /CANARY|outbox|draft/)
    await assert.rejects(core.session.token(), SignedOut)
    await assert.rejects(core.persistence(), SignedOut)
  })

  it('needs neither network nor token', async () => {
    here.server.fault = () => 'offline'
    const first = here.open({ tenant: 'tidewater', subject: 'mara' })
    await write(first)
    await settle()
    here.kill()
    const later = here.open({
      tenant: 'tidewater',
      subject: 'mara',
      getToken: () => Promise.reject(new TypeError('gone')),
    })
    assert.deepEqual(await out(later), { status: 'done', discarded: 1 })
    assert.doesNotMatch(await held(), /CANARY/)
  })

  it('is not called done while the device does not let go, and is done when it is asked again', async () => {
    let broken = false
    const core = here.open({
      storage: (name) => (broken ? Promise.reject(new Error('The device is busy')) : here.storage(name)),
    })
    here.server.fault = () => 'offline'
    await write(core)
    await settle()
    broken = true
    await assert.rejects(logout(core), /The device is busy/)
    assert.match(await held(), /CANARY/)
    assert.equal(await core.session.identity(), 'tidewater/mara')
    broken = false
    assert.deepEqual(await out(core), { status: 'done', discarded: 1 })
    assert.doesNotMatch(await held(), /CANARY/)
  })

  it('is not called done while nobody can tell who is signed in, and is where nobody is', async () => {
    here.server.fault = () => 'offline'
    await write(here.open())
    await settle()
    here.kill()
    let gone = true
    const later = here.open({
      getToken: () => Promise.reject(gone ? new TypeError('gone') : new Error('nobody')),
    })
    await assert.rejects(logout(later), NetworkFailure)
    gone = false
    assert.deepEqual(await out(later), { status: 'done', discarded: 0 })
  })

  it('wipes also where the outbox was never opened and does not load any more', async () => {
    here.server.fault = () => 'offline'
    await write(here.open())
    await settle()
    here.kill()
    const known = here.open({ tenant: 'tidewater', subject: 'mara' })
    const core: Core = { ...known, outbox: () => Promise.reject(new TypeError('Failed to fetch a module')) }
    assert.deepEqual(await out(core), { status: 'done', discarded: 1 })
    assert.doesNotMatch(await held(), /CANARY/)
  })

  it('ends in the other pages of the person too, which keep and send nothing more', async () => {
    const [one, other] = [here.open(), here.open()]
    const outbox = await other.outbox()
    const draft = await drafts(other).open('form')
    here.server.fault = () => 'offline'
    const submission = await write(other)
    await settle()
    assert.equal(outbox.$entries.get().length, 1)
    draft.save({ text: `${canary} being typed` })
    assert.deepEqual(await out(one), { status: 'done', discarded: 1 })
    await settle()
    assert.equal(outbox.$entries.get().length, 0)
    assert.equal(submission.$state.get().status, 'cancelled', 'nothing says that it is saved')
    here.server.fault = () => undefined
    draft.save({ text: `${canary} typed on` })
    const arrived = here.server.arrived.length
    await here.clock.advance(3_600_000)
    assert.equal(here.server.arrived.length, arrived)
    assert.doesNotMatch(await held(), /CANARY|outbox|draft/)
    await assert.rejects(other.session.token(), SignedOut)
  })

  it('ends in a page that heard nothing of it, when that looks again', async () => {
    const frozen = here.open({ channel: () => ({ post() {}, close() {} }) })
    const outbox = await frozen.outbox()
    const draft = await drafts(frozen).open('form')
    await settle()
    await out(here.open())
    here.page.changed()
    await settle()
    draft.save({ text: `${canary} typed on` })
    await here.clock.advance(1000)
    assert.doesNotMatch(await held(), /CANARY/)
    await assert.rejects(frozen.session.token(), SignedOut)
    await outbox.close()
  })

  it('ends in a page that keeps drafts and nothing else, which heard nothing of it', async () => {
    const frozen = here.open({ channel: () => ({ post() {}, close() {} }) })
    const draft = await drafts(frozen).open('form')
    await out(here.open())
    draft.save({ text: `${canary} typed on` })
    await here.clock.advance(1000)
    await until(() => draft.$state.get().status === 'not_saved')
    assert.doesNotMatch(await held(), /CANARY/)
    await assert.rejects(frozen.session.token(), SignedOut)
  })

  it('ends in a page that only searches, with its next search', async () => {
    const searching = here.open({ channel: () => ({ post() {}, close() {} }) })
    await recentSearches(searching).add('paper')
    await out(here.open())
    await recentSearches(searching).add(canary)
    assert.doesNotMatch(await held(), /CANARY|paper/)
    await assert.rejects(searching.session.token(), SignedOut)
  })

  it('leaves what is another person’s, and the same person begins anew', async () => {
    here.server.fault = () => 'offline'
    const wu = here.open(as('wu'))
    await write(wu)
    await settle()
    await wu.close()
    const mara = here.open()
    await write(mara)
    await out(mara)
    assert.match(await held('wu'), /CANARY/)
    here.server.fault = () => undefined
    const again = here.open()
    const { acknowledged } = await submitTicket(again, ticket)
    await acknowledged
    assert.match(await held(), /receipt/)
  })

  it('is one transaction: no other tab finds the device emptied without the word of it', async () => {
    const wiping: (readonly string[])[] = []
    const storage: Device['storage'] = async (name) => {
      const store = await here.storage(name)
      return {
        ...store,
        async write(operations) {
          if (operations.some(({ type, key }) => type === 'put' && key === 'epoch')) {
            wiping.push((await store.list('')).map(([key]) => key))
            assert.deepEqual(
              operations.map(({ type, key }) => `${type} ${key}`),
              ['clear ', 'put epoch'],
            )
          }
          await store.write(operations)
        },
      }
    }
    here.server.fault = () => 'offline'
    const core = here.open({ storage })
    await write(core)
    await settle()
    assert.equal((await out(core)).status, 'done')
    assert.equal(wiping.length, 1)
    assert.ok(wiping[0]!.some((key) => key.startsWith('outbox/')))
    assert.deepEqual(
      JSON.parse(await held()).map(([key]: [string]) => key),
      ['epoch'],
    )
  })

  it('of a device that keeps nothing forgets what the page held', async () => {
    here.server.fault = () => 'offline'
    const core = here.open({ storage: () => Promise.reject(new Error('private')) })
    const submission = await write(core)
    await settle()
    assert.equal(submission.$state.get().status, 'waiting')
    assert.deepEqual(await out(core), { status: 'done', discarded: 1 })
  })
})

describe('another person on the same page', () => {
  it('finds nothing of the one before, whose things are closed and kept until they come back', async () => {
    const here = device()
    let subject = 'mara'
    const core = here.open({
      getToken: async () => token({ sub: subject, iat: here.clock.now() / 1000, exp: here.clock.now() / 1000 + 900 }),
    })
    here.server.fault = () => 'offline'
    const outbox = await core.outbox()
    await submitTicket(core, { ...ticket, subject: canary })
    await settle()
    const store = (await core.persistence()).store
    /** The host is asked anew, as when the server has refused what it gave. */
    const become = async (next: string) => {
      subject = next
      await core.session.token((await core.session.token()).token)
    }
    await become('wu')
    here.server.fault = () => undefined
    const before = here.server.arrived.length
    await here.clock.advance(3_600_000)
    assert.equal(await core.session.identity(), 'tidewater/wu')
    assert.deepEqual(outbox.$entries.get(), [])
    assert.equal(
      here.server.arrived.slice(before).some(({ body }) => JSON.stringify(body).includes(canary)),
      false,
    )
    await assert.rejects(store.get('x'))
    await become('mara')
    await here.clock.advance(3_600_000)
    assert.equal([...here.server.made.values()].filter((made) => made['subject'] === canary).length, 1)
    await here.close()
  })
})
