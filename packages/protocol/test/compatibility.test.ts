import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { describe, it } from 'node:test'
import { canonicalJson, protocolVersion, type RouteSchemas } from '@aftercare/protocol'
import { routes } from '@aftercare/protocol/routes'
import { articleEventSchema, eventSchema, noticeEventSchema, problemSchema } from '@aftercare/protocol/schemas'
import * as z from 'zod/mini'

const fixtures = new URL('../fixtures/', import.meta.url)

/** Every schema of the wire as JSON Schema, so that its hash changes when, and only when, the wire does. */
async function wire() {
  const described = (schema: z.ZodMiniType | undefined, io: 'input' | 'output') =>
    schema && z.toJSONSchema(schema, { io, unrepresentable: 'any' })
  const entries = Object.values(routes).map(async (route) => {
    const schemas: RouteSchemas = await route.schemas()
    return [
      `${route.method} ${route.path}`,
      {
        kind: route.kind,
        params: described(schemas.params, 'input'),
        query: described(schemas.query, 'input'),
        body: described(schemas.body, 'input'),
        output: described(schemas.output, 'output'),
      },
    ]
  })
  return {
    routes: Object.fromEntries(await Promise.all(entries)),
    event: described(eventSchema, 'output'),
    articleEvent: described(articleEventSchema, 'output'),
    noticeEvent: described(noticeEventSchema, 'output'),
    problem: described(problemSchema, 'output'),
  }
}

describe('the wire', () => {
  it('is what its version says: a change needs a new version and a new fixture', async () => {
    const hash = createHash('sha256')
      .update(canonicalJson(await wire()))
      .digest('hex')
    const recorded = JSON.parse(readFileSync(new URL(`${protocolVersion}/wire.json`, fixtures), 'utf8'))
    assert.equal(hash, recorded.schemaHash, `The wire is not that of protocol ${protocolVersion}; its hash is ${hash}`)
  })

  for (const version of readdirSync(fixtures)) {
    describe(`of version ${version} is still understood`, async () => {
      const exchanges = JSON.parse(readFileSync(new URL(`${version}/exchanges.json`, fixtures), 'utf8'))
      for (const exchange of exchanges.requests) {
        it(`as a request of ${exchange.route}`, async () => {
          const schemas: RouteSchemas = await routes[exchange.route as keyof typeof routes].schemas()
          for (const part of ['params', 'query', 'body'] as const) {
            if (exchange[part]) assert.deepEqual(z.parse(schemas[part]!, exchange[part]), exchange[part])
          }
        })
      }
      for (const exchange of exchanges.answers) {
        it(`as an answer of ${exchange.route}`, async () => {
          const schemas: RouteSchemas = await routes[exchange.route as keyof typeof routes].schemas()
          assert.ok(z.safeParse(schemas.output!, exchange.output).success)
        })
        it(`as an answer of ${exchange.route} by a newer server that says more`, async () => {
          const schemas: RouteSchemas = await routes[exchange.route as keyof typeof routes].schemas()
          assert.ok(z.safeParse(schemas.output!, { ...exchange.output, addedLater: true }).success)
        })
      }
      for (const event of exchanges.events) {
        it(`as the event ${event.type}`, () => assert.deepEqual(eventSchema.parse(event), event))
      }
    })
  }
})
