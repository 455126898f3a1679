import assert from 'node:assert/strict'
import { afterEach, beforeEach, describe, it, mock } from 'node:test'
import type { Stretch } from '../src/live/event-log.ts'
import { Feed } from '../src/live/feed.ts'
import { type Hearing, Listener } from '../src/live/listener.ts'
import { event, feedOf, never, sight, turn } from './live-feed.ts'

describe('what is committed while the log is being read', () => {
  it('makes it be read again', async () => {
    const looks: (() => void)[] = []
    const nothing = (seq: number): Stretch => ({ events: [], end: seq, more: false })
    const { listen, commit } = feedOf((seq) => new Promise((resolve) => looks.push(() => resolve(nothing(seq)))))
    const listener = listen(0)
    await turn()
    assert.equal(looks.length, 1)
    commit()
    looks[0]!()
    await turn()
    assert.equal(looks.length, 2)
    looks[1]!()
    await turn()
    assert.equal(looks.length, 2, 'it sleeps when nothing has happened')
    listener.end()
    assert.match(await new Response(listener.body).text(), /^event: ready\n/)
  })
})

describe('a listener that does not read', () => {
  it('is left where it is while the others go on, and told the rest once it reads', async () => {
    const log: ReturnType<typeof event>[] = []
    const after = async (seq: number): Promise<Stretch> => {
      const events = log.filter((each) => each.seq > seq).slice(0, 10)
      return { events, end: events.at(-1)?.seq ?? seq, more: events.length === 10 }
    }
    const { listen, commit } = feedOf(after)
    const [slow, quick] = [listen(0), listen(0)]
    let heard = ''
    const reading = quick.body.pipeTo(
      new WritableStream({
        write(block) {
          heard += new TextDecoder().decode(block)
        },
      }),
    )
    for (let seq = 1; seq <= 200; seq++) log.push(event(seq, 4096))
    commit()
    for (let turns = 0; turns < 100 && !heard.includes('id: 200\n'); turns++) await turn()
    assert.ok(heard.includes('id: 200\n'))
    assert.ok(slow.seq! < 40, `it holds ${slow.seq} events that nobody reads`)
    const told = new Response(slow.body).text()
    for (let turns = 0; turns < 100 && slow.seq !== 200; turns++) await turn()
    slow.end()
    quick.end()
    const ids = [...(await told).matchAll(/^id: (\d+)$/gm)].map(([, id]) => Number(id))
    assert.deepEqual(
      ids,
      Array.from({ length: 201 }, (_, seq) => seq),
    )
    await reading
  })
})

describe('a listener of whom it takes long to find out what it may hear', () => {
  it('hears later, and all of it; the others go on at once', async () => {
    const log: ReturnType<typeof event>[] = []
    const { listen, commit } = feedOf(async (seq) => ({
      events: log.filter((each) => each.seq > seq),
      end: log.length,
      more: false,
    }))
    const welcome = Promise.withResolvers<Hearing>()
    let asked = 0
    const staff = listen(0, () => {
      asked += 1
      return welcome.promise
    })
    const customer = listen(0)
    for (let seq = 1; seq <= 3; seq++) {
      log.push(event(seq))
      commit()
      await turn()
      assert.deepEqual([customer.seq, staff.seq], [seq, 0])
    }
    assert.equal(asked, 1, 'it is asked about once at a time')
    welcome.resolve({ sight, audiences: [], accounts: [], always: true })
    for (let turns = 0; turns < 100 && staff.seq !== 3; turns++) await turn()
    staff.end()
    customer.end()
    const told = await new Response(staff.body).text()
    assert.deepEqual(
      [...told.matchAll(/^id: (\d+)$/gm)].map(([, id]) => Number(id)),
      [0, 1, 2, 3],
    )
  })

  it('that is welcome no more ends, and hears nothing of what waited', async () => {
    const { listen, commit } = feedOf(async (seq) => ({ events: seq < 1 ? [event(1)] : [], end: 1, more: false }))
    const staff = listen(0, () => Promise.reject(new Error('revoked')))
    commit()
    assert.match(await new Response(staff.body).text(), /^event: ready\nid: 0\n[^\n]*\n\n$/)
  })
})

describe('a log that cannot be read', () => {
  it('is read again a little later; nobody has lost their place', async () => {
    let broken = true
    const after = async (seq: number): Promise<Stretch> => {
      if (broken) throw new Error('the disk is gone')
      const events = [event(1)].filter((each) => each.seq > seq)
      return { events, end: 1, more: false }
    }
    const { listen, failures } = feedOf(after, 10)
    const listener = listen(0)
    await turn()
    assert.ok(failures.length > 0)
    broken = false
    for (let turns = 0; turns < 100 && listener.seq !== 1; turns++) await turn()
    listener.end()
    assert.match(await new Response(listener.body).text(), /^id: 1$/m)
  })
})

describe('a heartbeat', () => {
  const heartbeat = 15_000
  let now = 0
  beforeEach(() => {
    now = Date.parse('2026-11-30T08:00:00.000Z')
    mock.timers.enable({ apis: ['setTimeout'] })
  })
  afterEach(() => mock.timers.reset())

  function beating(standing: () => Promise<number> = async () => 0) {
    const feed = new Feed({
      clock: () => now,
      timing: { heartbeat, poll: never },
      subscribe: () => () => {},
      after: async (seq) => ({ events: [], end: seq, more: false }),
      standing,
      failed: (error) => assert.fail(String(error)),
    })
    return () => {
      const hearing = { sight, audiences: [], accounts: [], always: false }
      const parts = { hearing, standing: 0, now, lifetime: undefined, hearAnew: async () => hearing }
      const listener = new Listener({ ...parts, drained: () => feed.wake(), gone: (gone) => feed.leave(gone) })
      feed.join(listener)
      listener.begin({ seq: 0, reset: false })
      return listener
    }
  }
  const settle = async () => {
    for (let turns = 0; turns < 10; turns++) await new Promise(setImmediate)
  }
  const pass = async (milliseconds: number) => {
    now += milliseconds
    mock.timers.tick(milliseconds)
    await settle()
  }
  const beatsOf = async (listener: Listener) =>
    (await new Response(listener.body).text()).split(': still here').length - 1

  it('goes on when the clock of the server was set back', async () => {
    const listener = beating()()
    await pass(heartbeat)
    now -= 3_600_000
    for (let times = 0; times < 4; times++) await pass(heartbeat)
    listener.end()
    assert.equal(await beatsOf(listener), 5)
  })

  it('comes once to who joins while it is being found out who may hear it, after all others have left', async () => {
    const found = Promise.withResolvers<void>()
    let asked = 0
    const listen = beating(async () => {
      asked += 1
      await found.promise
      return 0
    })
    const first = listen()
    await pass(heartbeat)
    assert.equal(asked, 1)
    first.end()
    const second = listen()
    found.resolve()
    await settle()
    for (let times = 0; times < 3; times++) await pass(heartbeat)
    second.end()
    assert.equal(await beatsOf(second), 3)
  })
})

describe('a heartbeat after rights have changed', () => {
  const heartbeat = 40

  /** Listeners whose rights are found out by `hearAnew`, on a feed whose standing has risen since they came. */
  function changed(hearAnew: (index: number) => Promise<Hearing>, length: number) {
    const failures: unknown[] = []
    const feed = new Feed({
      clock: Date.now,
      timing: { heartbeat, poll: never },
      subscribe: () => () => {},
      after: async (seq) => ({ events: [], end: seq, more: false }),
      standing: async () => 1,
      failed: (error) => void failures.push(error),
    })
    const heard = Array.from({ length }, () => 0)
    const listeners = heard.map((_, index) => {
      const listener = new Listener({
        hearing: { sight, audiences: [], accounts: [], always: false },
        standing: 0,
        now: Date.now(),
        lifetime: undefined,
        hearAnew: () => hearAnew(index),
        drained: () => feed.wake(),
        gone: (gone) => feed.leave(gone),
      })
      feed.join(listener)
      listener.begin({ seq: 0, reset: false })
      const count = (block: Uint8Array) => {
        heard[index]! += new TextDecoder().decode(block).split(': still here').length - 1
      }
      void listener.body.pipeTo(new WritableStream({ write: count }))
      return listener
    })
    return {
      heard,
      failures,
      end: () => {
        for (const listener of listeners) listener.end()
      },
    }
  }
  const until = async (condition: () => boolean) => {
    for (let turns = 0; turns < 400 && !condition(); turns++) await turn()
  }

  it('finds out what each may hear now, several at a time and never many, and once as long as nothing changes again', async () => {
    const asked: number[] = []
    let [running, most] = [0, 0]
    const { heard, failures, end } = changed(async (index) => {
      asked.push(index)
      running += 1
      most = Math.max(most, running)
      await turn()
      running -= 1
      return { sight, audiences: [], accounts: [], always: false }
    }, 60)
    await until(() => heard.every((times) => times >= 2))
    end()
    assert.ok(Math.min(...heard) >= 2, `${heard}`)
    assert.ok(most > 1 && most < 10, `${most} at a time`)
    assert.equal(asked.length, 60)
    assert.deepEqual(failures, [])
  })

  it('does not keep the others waiting for one of whom it takes long', async () => {
    const slow = Promise.withResolvers<Hearing>()
    let asked = 0
    const { heard, end } = changed((index) => {
      if (index > 0) return Promise.resolve({ sight, audiences: [], accounts: [], always: false })
      asked += 1
      return slow.promise
    }, 3)
    await until(() => heard[1]! >= 3 && heard[2]! >= 3)
    assert.deepEqual([heard[1]! >= 3, heard[2]! >= 3, heard[0]], [true, true, 0])
    assert.equal(asked, 1, 'it is asked about once at a time')
    slow.resolve({ sight, audiences: [], accounts: [], always: false })
    await until(() => heard[0]! >= 1)
    end()
    assert.ok(heard[0]! >= 1)
  })

  it('is not heard by who is not welcome any more: that stream ends', async () => {
    const { heard, end } = changed(async (index) => {
      if (index === 0) throw new Error('revoked')
      return { sight, audiences: [], accounts: [], always: false }
    }, 2)
    await until(() => heard[1]! >= 2)
    end()
    assert.equal(heard[0], 0)
  })
})
