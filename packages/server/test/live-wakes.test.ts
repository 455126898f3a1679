import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { EventLog } from '../src/live/event-log.ts'
import { EventStream } from '../src/live/event-stream.ts'
import { Hub } from '../src/live/hub.ts'
import { tenant, world } from './world.ts'

const never = 600_000

describe('what is committed while a listener is looking', () => {
  it('makes it look again', async (t) => {
    const looks: (() => void)[] = []
    let wake = () => {}
    const stream = new EventStream({
      clock: () => 0,
      timing: { heartbeat: never, poll: never },
      expiresAt: undefined,
      subscribe: (listener) => {
        wake = listener
        return () => {}
      },
      start: async () => ({ seq: 0, reset: false }),
      after: (seq) => new Promise((resolve) => looks.push(() => resolve({ events: [], end: seq, more: false }))),
      mayHear: () => true,
      stillWelcome: async () => {},
    })
    t.after(() => stream.end())
    const running = stream.run()
    const reading = new Response(stream.body).text()
    const turn = () => new Promise((resolve) => setTimeout(resolve, 5))
    await turn()
    assert.equal(looks.length, 1)
    wake()
    looks[0]!()
    await turn()
    assert.equal(looks.length, 2)
    looks[1]!()
    await turn()
    assert.equal(looks.length, 2, 'it sleeps when nothing has happened')
    stream.end()
    await running
    assert.match(await reading, /^event: ready\n/)
  })

  it('is seen by whoever looks after it, though an earlier look is still under way', async (t) => {
    const w = await world()
    t.after(() => w.close())
    const hub = new Hub()
    const gate = Promise.withResolvers<void>()
    let first = true
    const reader = new Proxy(w.database.reader, {
      get(target, name) {
        const value = Reflect.get(target, name)
        if (name !== 'executeQuery') return typeof value === 'function' ? value.bind(target) : value
        return async (query: never) => {
          const held = first
          first = false
          const rows = await target.executeQuery(query)
          if (held) await gate.promise
          return rows
        }
      },
    })
    const log = new EventLog({ hub, clock: w.now, database: { ...w.database, reader } })
    const early = log.after(tenant, 0)
    const ticket = await w.raise(await w.customer())
    hub.notify(tenant)
    const late = await log.after(tenant, 0)
    gate.resolve()
    assert.deepEqual((await early).events, [])
    assert.deepEqual(
      late.events.map(({ event }) => event.ticket.id),
      [ticket.id],
    )
  })
})
