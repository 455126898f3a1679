import assert from 'node:assert/strict'
import { once } from 'node:events'
import { createServer } from 'node:http'
import { describe, it } from 'node:test'
import { createRecorder } from '../end-to-end/recorder.mjs'

const json = (schema) => ({ description: '', content: { 'application/json': { schema } } })
const number = { type: 'object', required: ['number'], properties: { number: { type: 'integer' } } }
const document = {
  openapi: '3.1.0',
  servers: [{ url: '/support' }],
  paths: { '/tickets/{id}': { get: { operationId: 'readTicket', responses: { 200: json(number) } } } },
}

/** What the recorder says of one answer to one request. */
async function verdict(path, status, type, body) {
  const server = createServer((request, response) => {
    const whole = request.url === '/support/openapi.json'
    response.writeHead(whole ? 200 : status, { 'content-type': whole ? 'application/json' : type })
    response.end(JSON.stringify(whole ? document : body))
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  try {
    const recorder = createRecorder(`http://127.0.0.1:${server.address().port}`)
    await recorder.call('token', 'GET', path)
    return await recorder.check()
  } finally {
    server.closeAllConnections()
    server.close()
  }
}

describe('the recorder of the end-to-end run', () => {
  it('counts an answer that is as the document says, under its operation', async () => {
    const { responses, operations } = await verdict('/tickets/1', 200, 'application/json', { number: 1 })
    assert.deepEqual([responses, ...operations], [1, 'readTicket'])
  })

  const faults = {
    'a member of another type': ['/tickets/1', 200, 'application/json', { number: '1' }, /number must be integer/],
    'a status that is not declared': ['/tickets/1', 201, 'application/json', { number: 1 }, /201 is not declared/],
    'another media type': ['/tickets/1', 200, 'application/problem+json', { number: 1 }, /not declared as/],
    'an address that is not described': ['/people/1', 200, 'application/json', { number: 1 }, /has no GET/],
  }
  for (const [name, [path, status, type, body, says]] of Object.entries(faults)) {
    it(`refuses ${name}`, () => assert.rejects(verdict(path, status, type, body), says))
  }
})
