import assert from 'node:assert/strict'
import { after, before } from 'node:test'
import { headers as names, tusHeaders } from '@aftercare/protocol'
import { createDevelopmentWorld, type DevelopmentWorld } from '@aftercare/server/development'
import { publish } from '../support/articles.ts'
import type { Answer } from './server-answers.ts'
import { type ContractServer, serverContract } from './server-contract.ts'
import { type Asked, createServerModel } from './server-model.ts'
import { visitorContract } from './visitor-contract.ts'

let world: DevelopmentWorld
before(async () => {
  world = await createDevelopmentWorld({ seed: false, visitors: { challenge: false } })
})
after(() => world.close())

const real = (): ContractServer => ({
  fetch: (request) => world.server.fetch(request),
  tokenOf: (subject) => world.customerToken({ subject }),
  async publish(slug) {
    await publish(world, { slug, title: 'Labels do not print', body: 'Clean the head.' })
  },
  async resolve(id) {
    const texts = { cause: 'A cable', solution: 'Plugged in', prevention: 'A longer one' }
    const { status } = await world.server.fetch(
      new Request(`http://support.test/support/tickets/${id}/actions`, {
        method: 'POST',
        headers: {
          Authorization: `Bearer ${world.staffKeys.lead}`,
          'Content-Type': 'application/json',
          [names.idempotencyKey]: crypto.randomUUID(),
        },
        body: JSON.stringify({ id: crypto.randomUUID(), action: { action: 'resolve', ...texts } }),
      }),
    )
    assert.equal(status, 201)
  },
})
serverContract('the server', real)
visitorContract('the server', real)

const model = createServerModel({
  now: Date.now,
  subjectOf: (token) => /^token of (.+)$/.exec(token)?.[1] ?? { code: 'token_invalid' },
  newId: () => crypto.randomUUID(),
})

const modelled = (): ContractServer => ({
  tokenOf: async (subject) => `token of ${subject}`,
  resolve: async (id) => model.resolve(id),
  // It has those that people read in the simulation.
  publish: async () => {},
  async fetch(request) {
    const isJson = request.headers.get('Content-Type') === 'application/json'
    const bytes = request.body && (await untilCut(request.body))
    const asked: Asked = {
      method: request.method,
      path: new URL(request.url).pathname.replace('/support', ''),
      key: request.headers.get(names.idempotencyKey),
      token: request.headers.get('Authorization')?.replace('Bearer ', '') ?? null,
      length: request.headers.get(tusHeaders.length),
      metadata: request.headers.get(tusHeaders.metadata),
      offset: request.headers.get(tusHeaders.offset),
      ifMatch: request.headers.get('If-Match'),
      body: bytes && isJson ? new TextDecoder().decode(bytes) : bytes,
    }
    const { status, headers, text } = await settled(asked)
    return new Response(text || null, { status, headers })
  },
})
serverContract('the model of it', modelled)
visitorContract('the model of it', modelled)

/** What comes before the connection breaks, if it does. */
async function untilCut(body: ReadableStream<Uint8Array>): Promise<Uint8Array> {
  const chunks: Uint8Array[] = []
  try {
    for await (const chunk of body) chunks.push(chunk)
  } catch {}
  return new Uint8Array(Buffer.concat(chunks))
}

/** As the network of the simulation drives it, without faults. */
function settled(asked: Asked): Promise<Answer> {
  const progress = model.begin(asked)
  switch (progress.kind) {
    case 'answered':
      return Promise.resolve(progress.answer)
    case 'in flight':
      return new Promise((resolve) => progress.settled(() => resolve(settled(asked))))
    case 'working':
      return new Promise((resolve) => setImmediate(() => resolve(progress.commit())))
  }
}
