import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { eventStreamParser, type StreamMessage } from '../src/live/event-stream.ts'

const encoder = new TextEncoder()

function parse(...chunks: (string | Uint8Array)[]): readonly StreamMessage[] {
  const parser = eventStreamParser()
  return chunks.flatMap((chunk) => parser.push(typeof chunk === 'string' ? encoder.encode(chunk) : chunk))
}

const message = (data: string, event = 'message', lastEventId = '') => ({ event, data, lastEventId })

describe('the event stream parser', () => {
  it('gives a message at its blank line', () => {
    assert.deepEqual(parse('data: a\n'), [])
    assert.deepEqual(parse('data: a\n\n'), [message('a')])
  })

  it('reads event, id and data in any order', () => {
    assert.deepEqual(parse('id: 7\ndata: a\nevent: reset\n\n'), [message('a', 'reset', '7')])
  })

  it('joins several data lines with line feeds', () => {
    assert.deepEqual(parse('data: a\ndata:\ndata:  b\n\n'), [message('a\n\n b')])
  })

  it('takes LF, CR and CRLF as line ends', () => {
    for (const end of ['\n', '\r', '\r\n']) {
      // The end of a CR stream is decided by what follows it.
      const text = `data: a${end}${end}data: b${end}${end}: end${end}`
      assert.deepEqual(parse(text), [message('a'), message('b')], JSON.stringify(end))
    }
  })

  it('passes over comments, unknown fields, retry and messages without data', () => {
    assert.deepEqual(parse(': heartbeat\n\nretry: 10\n\nfoo: bar\n\nevent: x\n\ndata: a\n\n'), [message('a')])
  })

  it('keeps the last id for messages that name none, and ignores one with a null character', () => {
    const text = 'id: 1\ndata: a\n\ndata: b\n\nid: \0\ndata: c\n\nid\ndata: d\n\n'
    assert.deepEqual(
      parse(text).map(({ lastEventId }) => lastEventId),
      ['1', '1', '1', ''],
    )
  })

  it('takes off one space after the colon, and a byte order mark', () => {
    assert.deepEqual(parse('\ufeffdata:a\n\n'), [message('a')])
    assert.deepEqual(parse('data:   a\n\n'), [message('  a')])
  })

  it('gives nothing of what the stream ended in', () => {
    assert.deepEqual(parse('data: a\n\ndata: b\n'), [message('a')])
  })

  it('comes to the same however the stream is cut', () => {
    const text = ': 心跳\r\nid: 12\r\nevent: message\r\ndata: {"body":"语言 👩‍👩‍👧 ﷽"}\r\n\r\ndata: b\r\n\r\n'
    const bytes = encoder.encode(text)
    const whole = parse(bytes)
    assert.equal(whole.length, 2)
    for (let cut = 0; cut <= bytes.length; cut++) {
      assert.deepEqual(parse(bytes.slice(0, cut), bytes.slice(cut)), whole, `cut at ${cut}`)
    }
    assert.deepEqual(parse(...Array.from(bytes, (byte) => Uint8Array.of(byte))), whole)
  })
})
