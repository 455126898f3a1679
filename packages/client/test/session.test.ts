import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { logout, NetworkFailure, SignedOut, submitTicket } from '@aftercare/client'
import { defaultEnvironment } from '../src/default-environment.ts'
import { createSession, type SessionOptions } from '../src/session/session.ts'
import { type Device, device, ticket } from './support/device.ts'
import { manualClock, settle } from './support/manual-clock.ts'
import { token } from './support/scripted-server.ts'

const clock = manualClock()
const { digest } = defaultEnvironment()
const seconds = () => Math.floor(clock.now() / 1000)

function session(getToken: SessionOptions['getToken'], options: Partial<SessionOptions> = {}) {
  let asked = 0
  const counted = async () => {
    asked += 1
    return getToken ? getToken() : ''
  }
  return { ...createSession({ getToken: counted, clock, digest, ...options }), asked: () => asked }
}

const lasting = (lifetime: number) => async () => token({ sub: 'mara', iat: seconds(), exp: seconds() + lifetime })

describe('a session', () => {
  it('asks nothing before a token is needed, and once for all who need it at the same time', async () => {
    const { token, asked } = session(lasting(900))
    assert.equal(asked(), 0)
    await Promise.all([token(), token(), token()])
    assert.equal(asked(), 1)
  })

  it('asks again shortly before the token ends', async () => {
    const { token, asked } = session(lasting(900))
    await token()
    clock.set(clock.now() + 869_000)
    await token()
    assert.equal(asked(), 1)
    clock.set(clock.now() + 2_000)
    await token()
    assert.equal(asked(), 2)
  })

  it('asks again for a refused token, once for all that were refused with it', async () => {
    const { token, asked } = session(lasting(900))
    const { token: refused } = await token()
    clock.set(clock.now() + 1_000)
    const [one, two] = await Promise.all([token(refused), token(refused)])
    assert.equal(one.token, two.token)
    await token(refused)
    assert.equal(asked(), 2)
  })

  it('works on a device whose clock is wrong by years', async () => {
    const wrong = session(async () => token({ sub: 'mara', iat: seconds() - 1e8, exp: seconds() - 1e8 + 900 }))
    await wrong.token()
    await wrong.token()
    assert.equal(wrong.asked(), 1)
    clock.set(clock.now() + 900_000)
    await wrong.token()
    assert.equal(wrong.asked(), 2)
  })

  it('tells tenants and persons apart, whatever their ids are made of', async () => {
    const identity = (claims: Record<string, unknown>) => session(async () => token(claims)).identity()
    const identities = await Promise.all([
      identity({ aud: 'a', sub: 'b/c' }),
      identity({ aud: 'a/b', sub: 'c' }),
      identity({ aud: 'a', sub: '语言' }),
      identity({ aud: ['a', 'z'], sub: 'b' }),
      identity({ aud: 'b', sub: 'b' }),
    ])
    assert.equal(new Set(identities).size, 5)
    assert.equal(identities[3], 'a/b')
  })

  it('gives the owner of an opaque key a name that gives nothing away', async () => {
    const key = `ack_${'x'.repeat(43)}`
    const identity = await session(async () => key).identity()
    assert.ok(!identity.includes('x'.repeat(8)))
    assert.equal(identity, await session(async () => key).identity())
    assert.notEqual(identity, await session(async () => `ack_${'y'.repeat(43)}`).identity())
  })

  it('knows the person without asking where the host has said tenant and subject', async () => {
    const known = session(lasting(900), { tenant: 'tidewater', subject: 'mara' })
    assert.equal(await known.identity(), 'tidewater/mara')
    assert.equal(known.asked(), 0)
    assert.equal((await known.token()).identity, 'tidewater/mara')
  })

  it('refuses the token of another person than the host has said', async () => {
    await assert.rejects(session(lasting(900), { subject: 'jonas' }).token(), SignedOut)
    await assert.rejects(session(lasting(900), { tenant: 'other' }).token(), SignedOut)
  })

  it('says when a token is another person’s', async () => {
    let subject = 'mara'
    const changing = session(async () => token({ sub: subject }))
    const told: string[] = []
    const stop = changing.onToken(({ identity }, changed) => told.push(`${identity} ${changed}`))
    const first = await changing.token()
    subject = 'jonas'
    await changing.token(first.token)
    assert.deepEqual(told, ['tidewater/mara false', 'tidewater/jonas true'])
    stop()
  })

  it('tells a host that cannot be reached from one that gives no token', async () => {
    const gone = session(async () => Promise.reject(new TypeError('fetch failed')))
    await assert.rejects(gone.token(), NetworkFailure)
    const refused = session(async () => Promise.reject(new Error('403')))
    await assert.rejects(refused.token(), SignedOut)
    await assert.rejects(session(async () => 'not.a.token').token(), SignedOut)
    await assert.rejects(createSession({ clock, digest }).token(), SignedOut)
  })

  it('takes nothing for a token that names nobody: what a host answers without one is nobody’s name', async () => {
    const answers = [
      '',
      'Unauthorized',
      '<html>Sign in</html>',
      'acv',
      'v1.2.3',
      token({ sub: '' }),
      token({ aud: null }),
    ]
    for (const answer of [...answers, undefined, null, 401, {}]) {
      await assert.rejects(session(async () => answer as string).identity(), SignedOut, String(answer))
    }
  })

  it('that ends while an opaque key is being named holds nothing afterwards', async () => {
    const told: string[] = []
    const ending = session(async () => `ack_${'x'.repeat(43)}`, {
      digest: (bytes) => {
        ending.end()
        return digest(bytes)
      },
    })
    ending.onToken(({ token }) => told.push(token))
    await assert.rejects(ending.token(), SignedOut)
    assert.deepEqual(told, [''])
  })

  it('asks nobody once it has ended', async () => {
    let asked = 0
    const over = session(async () => {
      asked += 1
      return token({ sub: 'mara' })
    })
    over.end()
    await assert.rejects(over.token(), SignedOut)
    await assert.rejects(over.identity(), SignedOut)
    assert.equal(asked, 0)
  })

  it('asks again after the host has failed', async () => {
    let fails = true
    const { token: get } = session(async () => (fails ? Promise.reject(new Error('no')) : token({ sub: 'mara' })))
    await assert.rejects(get())
    fails = false
    assert.equal((await get()).identity, 'tidewater/mara')
  })
})

describe('a getToken that never answers', () => {
  let here: Device
  let hangs: boolean
  const getToken = () => {
    const now = here.clock.now() / 1000
    return hangs ? new Promise<string>(() => {}) : Promise.resolve(token({ sub: 'mara', iat: now, exp: now + 900 }))
  }
  /** A page whose token has ended, with a ticket that asks for another. */
  async function asking() {
    here = device()
    hangs = false
    const core = here.open({ getToken })
    await core.session.token()
    await here.clock.advance(20 * 60_000)
    hangs = true
    const submission = await submitTicket(core, ticket)
    await settle()
    return { core, submission }
  }

  it('is out of reach after half a minute: what is written waits, and goes when it answers again', async () => {
    const { submission } = await asking()
    hangs = false
    await here.clock.advance(29_000)
    assert.equal(submission.$state.get().status, 'sending')
    await here.clock.advance(3_600_000)
    assert.equal(submission.$state.get().status, 'acknowledged')
    await here.close()
  })

  it('holds up no logout', async () => {
    const { core } = await asking()
    let done = false
    void logout(core).then(() => {
      done = true
    })
    await settle(50)
    await here.clock.advance(3_600_000)
    assert.ok(done)
    await here.close()
  })
})
