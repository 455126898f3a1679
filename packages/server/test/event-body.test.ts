import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { EventBody } from '../src/live/event-body.ts'

const block = (text: string) => new TextEncoder().encode(text)
const text = (bytes: Uint8Array) => new TextDecoder().decode(bytes)

describe('the body of a stream of events', () => {
  it('that has ended before the connection is in hand gives what waited, then ends', () => {
    const body = new EventBody({ drained: () => assert.fail('nobody may write any more'), gone() {} })
    body.write(block('event: ready\n\n'))
    body.end()
    const given: string[] = []
    body.divert({ write: (bytes) => given.push(text(bytes)) > 0, end: () => void given.push('end') })
    assert.deepEqual(given, ['event: ready\n\n', 'end'])
  })

  it('that has ended empty ends the connection that is in hand then', () => {
    const body = new EventBody({ drained() {}, gone() {} })
    body.end()
    const given: string[] = []
    body.divert({ write: () => true, end: () => void given.push('end') })
    assert.deepEqual(given, ['end'])
  })

  it('is read to its end by whoever reads it', async () => {
    const body = new EventBody({ drained() {}, gone() {} })
    body.write(block('one '))
    body.write(block('two'))
    body.end()
    assert.equal(await new Response(body).text(), 'one two')
  })

  it('ends for a reader who waits, and for one who has gone', async () => {
    const waiting = new EventBody({ drained() {}, gone() {} })
    const read = waiting.getReader().read()
    waiting.end()
    assert.equal((await read).done, true)
    const left = new EventBody({ drained() {}, gone() {} })
    await left.cancel()
    left.end()
  })
})
