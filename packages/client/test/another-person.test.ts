import assert from 'node:assert/strict'
import { afterEach, beforeEach, describe, it } from 'node:test'
import { drafts, failureOf, submitTicket } from '@aftercare/client'
import { type Device, device, ticket } from './support/device.ts'
import { settle } from './support/manual-clock.ts'
import { token } from './support/scripted-server.ts'

let here: Device
beforeEach(() => {
  here = device()
})
afterEach(() => here.close())

describe('what one person has typed, with a draft of theirs,', () => {
  it('is not sent as another who has signed in meanwhile, and stays theirs', async () => {
    let sub = 'mara'
    const getToken = async () => token({ sub, iat: here.clock.now() / 1000, exp: here.clock.now() / 1000 + 900 })
    const core = here.open({ getToken })
    const draft = await drafts(core).open<typeof ticket>('ticket')
    draft.save(ticket)
    await draft.flush()
    // In another tab of this browser somebody else signs in: this page hears of it with its next token.
    sub = 'tomas'
    await here.clock.advance(20 * 60_000)
    await core.session.token()
    const refused = await submitTicket(core, ticket, { draft }).catch((error: unknown) => failureOf(error))
    assert.deepEqual(refused, { kind: 'signed_out' })
    await settle(50)
    assert.equal(here.server.arrived.filter(({ path }) => path === '/tickets').length, 0)
    const store = await here.storage('aftercare:http://support.test/support:tidewater/mara')
    assert.equal((await store.list('draft/')).length, 1)
  })

  it('and sent, is said to wait for them, where it does, and is sent when they are back', async () => {
    let sub = 'mara'
    const getToken = async () => token({ sub, iat: here.clock.now() / 1000, exp: here.clock.now() / 1000 + 900 })
    const core = here.open({ getToken })
    here.server.fault = () => 'offline'
    const submission = await submitTicket(core, ticket)
    await settle()
    sub = 'tomas'
    await here.clock.advance(20 * 60_000)
    await core.session.token()
    await settle()
    assert.deepEqual(submission.$state.get(), {
      ...{ status: 'blocked_auth', durable: true },
      reason: { kind: 'signed_out' },
    })
    here.server.fault = () => undefined
    sub = 'mara'
    await here.clock.advance(20 * 60_000)
    await core.session.token()
    await settle(50)
    assert.ok(here.server.made.has(submission.id))
  })
})
