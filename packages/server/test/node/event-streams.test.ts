import assert from 'node:assert/strict'
import { once } from 'node:events'
import { connect } from 'node:net'
import { after, before, beforeEach, describe, it } from 'node:test'
import type { Stretch } from '../../src/live/event-log.ts'
import type { Listener } from '../../src/live/listener.ts'
import { type Listening, serve } from '../../src/node/index.ts'
import { event, feedOf, turn } from '../live-feed.ts'

const idsIn = (text: string) => [...text.matchAll(/^id: (\d+)$/gm)].map(([, id]) => Number(id))
const upTo = (last: number) => Array.from({ length: last + 1 }, (_, seq) => seq)

describe('an event stream that is served over HTTP', () => {
  let log: ReturnType<typeof event>[]
  let hub: ReturnType<typeof feedOf>
  let listeners: Listener[]
  let wrapped: boolean
  let listening: Listening

  before(async () => {
    listening = await serve({
      fetch() {
        const listener = hub.listen(0)
        listeners.push(listener)
        const body = wrapped ? listener.body.pipeThrough(new TransformStream()) : listener.body
        return new Response(body, { headers: { 'content-type': 'text/event-stream', 'x-request': '1' } })
      },
    })
  })
  after(() => listening.close())

  beforeEach(() => {
    log = []
    listeners = []
    wrapped = false
    const after = async (seq: number): Promise<Stretch> => {
      const events = log.slice(seq, seq + 10)
      return { events, end: events.at(-1)?.seq ?? seq, more: events.length === 10 }
    }
    hub = feedOf(after)
  })

  /** Somebody on a plain socket, who reads from the beginning unless told. */
  async function listen() {
    const socket = connect(listening.port, '127.0.0.1').setEncoding('latin1')
    const heard = { socket, text: '' }
    socket.on('data', (more) => {
      heard.text += more
    })
    socket.write('GET /events HTTP/1.1\r\nHost: x\r\n\r\n')
    await until(() => heard.text.includes('event: ready'))
    return heard
  }
  async function until(condition: () => boolean) {
    for (let turns = 0; turns < 1000 && !condition(); turns++) await turn()
    assert.ok(condition())
  }
  function publish(count: number, bytes?: number) {
    for (let each = 0; each < count; each++) log.push(event(log.length + 1, bytes))
    hub.commit()
  }

  it('is given as it is, without a frame around each event, for as long as the connection lasts', async () => {
    const heard = await listen()
    publish(1)
    await until(() => heard.text.endsWith('..\n\n'))
    const [head, body] = heard.text.split('\r\n\r\n')
    assert.match(head!, /^HTTP\/1\.1 200 OK\r\n/)
    assert.match(head!, /^x-request: 1$/m)
    assert.match(head!, /^content-type: text\/event-stream$/m)
    assert.match(head!, /^connection: close$/im)
    assert.doesNotMatch(head!, /transfer-encoding/i)
    assert.equal(body, `event: ready\nid: 0\ndata: {"seq":0}\n\n${new TextDecoder().decode(log[0]!.block)}`)
    heard.socket.destroy()
  })

  it('reaches everybody, in order', async () => {
    const all = await Promise.all([listen(), listen(), listen()])
    publish(25)
    await until(() => all.every(({ text }) => idsIn(text).length === 26))
    for (const { text, socket } of all) {
      assert.deepEqual(idsIn(text), upTo(25))
      socket.destroy()
    }
  })

  it('leaves who does not read where they are, and tells the rest once they do', async () => {
    const [slow, quick] = [await listen(), await listen()]
    slow.socket.pause()
    publish(4_000, 4096)
    await until(() => idsIn(quick.text.slice(-5000)).at(-1) === 4_000)
    const stands = listeners[0]!.seq!
    assert.ok(stands < 4_000, 'it was told everything without having read it')
    slow.socket.resume()
    await until(() => listeners[0]!.seq === 4_000 && slow.text.includes('id: 4000\n'))
    assert.deepEqual(idsIn(slow.text), upTo(4_000))
    slow.socket.destroy()
    quick.socket.destroy()
  })

  it('ends when its listener leaves', async () => {
    const { socket } = await listen()
    assert.equal(hub.feed.size, 1)
    socket.destroy()
    await until(() => hub.feed.size === 0)
    publish(1)
  })

  it('ends when the server has nothing more to say to its listener', async () => {
    const heard = await listen()
    const closed = once(heard.socket, 'close')
    publish(1)
    await until(() => listeners[0]!.seq === 1)
    listeners[0]!.end()
    await closed
    assert.deepEqual(idsIn(heard.text), [0, 1])
  })

  it('is read as any other body where a host has put something around it', async () => {
    wrapped = true
    const heard = await listen()
    publish(25)
    await until(() => idsIn(heard.text).length === 26)
    assert.deepEqual(idsIn(heard.text), upTo(25))
    heard.socket.destroy()
    await until(() => hub.feed.size === 0)
  })
})
