import assert from 'node:assert/strict'
import { createRequire } from 'node:module'
import { describe, it } from 'node:test'
import type { DiagnosticLine } from '@aftercare/protocol'
import { toHar } from '@aftercare/protocol/diagnostics'
import { diagnosticsSchema } from '@aftercare/protocol/schemas'
import { Ajv } from 'ajv'
import addFormats from 'ajv-formats'
import fc from 'fast-check'

const require = createRequire(import.meta.url)
const schemas = require('har-schema') as Readonly<Record<string, object>>

/** The published JSON Schema of HAR 1.2. */
const ajv = new Ajv({ strict: false, allErrors: true })
addFormats.default(ajv)
ajv.addMetaSchema(require('ajv/dist/refs/json-schema-draft-06.json'))
ajv.addSchema(Object.values(schemas))
const validate = ajv.getSchema('har.json#')!

const creator = { name: 'Aftercare', version: '0.1.0' }
const at = '2026-11-30T08:00:00.000Z'
const lines: readonly DiagnosticLine[] = [
  { kind: 'mark', at, name: 'load', text: '812 ms', duration: 812 },
  { kind: 'console', at, name: 'error', text: 'It broke' },
  { kind: 'request', at, name: 'POST', text: 'https://api.example.com/orders?[query]', status: 503, duration: 120 },
]

describe('an HTTP archive of what was noted', () => {
  it('is one by the published schema of version 1.2, whatever the lines say', () => {
    const line = fc.record(
      {
        kind: fc.constantFrom<DiagnosticLine['kind']>('request', 'console', 'mark', 'navigation'),
        at: fc.constant(at),
        text: fc.oneof(fc.webUrl({ withQueryParameters: true, withFragments: true }), fc.string()),
        name: fc.constantFrom('GET', 'PUT', 'load'),
        status: fc.integer({ min: 100, max: 599 }),
        duration: fc.nat(),
      },
      { requiredKeys: ['kind', 'at', 'text'] },
    )
    fc.assert(
      fc.property(fc.array(line, { maxLength: 5 }), (all) => {
        assert.ok(validate(toHar(all, creator)), ajv.errorsText(validate.errors))
      }),
    )
  })

  it('fails by that schema when something is missing', () => {
    const { log } = toHar(lines, creator)
    assert.ok(!validate({ log: { ...log, entries: [{ ...log.entries[0], request: {} }] } }))
  })

  it('has the requests as its entries, without what was masked, and the rest beside them', () => {
    const { log } = toHar(lines, creator)
    const [entry] = log.entries as readonly {
      request: { method: string; url: string }
      response: { status: number }
      time: number
    }[]
    assert.equal(entry?.request.method, 'POST')
    assert.equal(entry?.request.url, 'https://api.example.com/orders')
    assert.equal(entry?.response.status, 503)
    assert.equal(entry?.time, 120)
    assert.deepEqual(log._diagnostics, lines.slice(0, 2))
    assert.ok(JSON.stringify(log.pages).includes('"onLoad":812'))
  })
})

describe('a line', () => {
  it('is what the wire takes, and no more of them than the limit', () => {
    assert.ok(diagnosticsSchema.safeParse(lines).success)
    assert.ok(!diagnosticsSchema.safeParse(Array(101).fill(lines[0])).success)
    assert.ok(!diagnosticsSchema.safeParse([{ ...lines[0], text: 'x'.repeat(401) }]).success)
    assert.ok(!diagnosticsSchema.safeParse([{ ...lines[0], body: 'x' }]).success)
  })
})
