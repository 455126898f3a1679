import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { createLog } from '../../src/node/index.ts'

function written(write: (log: ReturnType<typeof createLog>) => void, level?: 'warn'): string[] {
  const lines: string[] = []
  const log = createLog({ ...(level && { level }), destination: { write: (line: string) => void lines.push(line) } })
  write(log)
  return lines
}

describe('the log', () => {
  it('writes one JSON object per line, fields first', () => {
    const [line] = written((log) => log.info({ requestId: 'r1', status: 201, milliseconds: 3 }, 'answered'))
    const { time, ...rest } = JSON.parse(line ?? '')
    assert.deepEqual(rest, { level: 'info', requestId: 'r1', status: 201, milliseconds: 3, msg: 'answered' })
    assert.match(time, /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/)
  })

  it('never writes what could be a credential or a body, at the top or one level down', () => {
    const secret = 'ack_planted-secret'
    const fields = { authorization: secret, token: secret, key: secret, secret, cookie: secret, signature: secret }
    const [line] = written((log) =>
      log.warn(
        { ...fields, body: secret, url: secret, query: secret, request: { ...fields, body: secret } },
        'refused',
      ),
    )
    assert.ok(line && !line.includes(secret), line)
  })

  it('says what went wrong with its stack', () => {
    const [line] = written((log) => log.error({ err: new Error('disk full') }, 'a request failed'))
    const { err } = JSON.parse(line ?? '')
    assert.equal(err.message, 'disk full')
    assert.match(err.stack, /log\.test\.ts/)
  })

  it('leaves out what is below its level', () => {
    assert.deepEqual(
      written((log) => log.info({}, 'quiet'), 'warn'),
      [],
    )
  })
})
