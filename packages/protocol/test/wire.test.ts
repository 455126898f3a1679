import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { canonicalJson, newId, pathOf, problem, problemCodes, readTicket, speaks } from '@aftercare/protocol'
import { fieldErrors, jsonPointer, newMessageSchema, newTicketSchema, problemSchema } from '@aftercare/protocol/schemas'
import * as fc from 'fast-check'

describe('canonical JSON (RFC 8785)', () => {
  it('sorts members by UTF-16 code units, at every depth', () => {
    const value = { '\u20ac': 1, '\r': 2, '\ufb33': 3, '1': 4, '\ud83d\ude00': 5, '\u0080': 6, ö: { b: [], a: null } }
    const expected = '{"\\r":2,"1":4,"\u0080":6,"ö":{"a":null,"b":[]},"€":1,"😀":5,"\ufb33":3}'
    assert.equal(canonicalJson(value), expected)
  })

  it('writes numbers as ECMAScript does', () => {
    assert.equal(canonicalJson([333333333.3333333, 1e30, 4.5, 2e-3, -0]), '[333333333.3333333,1e+30,4.5,0.002,0]')
  })

  it('gives equal text for equal values whatever the order of members', () => {
    assert.equal(canonicalJson({ a: 1, b: { c: 2, d: 3 } }), canonicalJson({ b: { d: 3, c: 2 }, a: 1 }))
  })

  it('is JSON of the same value, and a fixed point, for any value JSON can say', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        const text = canonicalJson(value)
        assert.deepEqual(JSON.parse(text), JSON.parse(JSON.stringify(value)))
        assert.equal(canonicalJson(JSON.parse(text)), text)
      }),
      { numRuns: 500 },
    )
  })

  it('leaves undefined members out, as JSON.stringify does', () => {
    assert.equal(canonicalJson({ a: undefined, b: [undefined] }), '{"b":[null]}')
  })

  it('refuses what JSON cannot say', () => {
    assert.throws(() => canonicalJson({ a: Number.NaN }), TypeError)
  })
})

describe('ids', () => {
  it('are version 4 UUIDs with the variant of RFC 9562, from the given bytes', () => {
    assert.equal(
      newId((bytes) => bytes.fill(0xff)),
      'ffffffff-ffff-4fff-bfff-ffffffffffff',
    )
    assert.equal(
      newId((bytes) => bytes.fill(0)),
      '00000000-0000-4000-8000-000000000000',
    )
  })

  it('are what the schemas take', () => {
    const id = newId((bytes) => crypto.getRandomValues(bytes))
    const message = { id, body: 'Thank you', attachments: [] }
    assert.equal(newMessageSchema.safeParse(message).success, true)
    assert.equal(newMessageSchema.safeParse({ ...message, id: id.toUpperCase() }).success, false)
  })
})

describe('routes', () => {
  it('fill parameters into their path, percent-encoded', () => {
    assert.equal(pathOf(readTicket, { ticketId: '../a/b?c' }), '/tickets/..%2Fa%2Fb%3Fc')
  })
})

describe('protocol version', () => {
  it('speaks every minor version of its own major version and no other', () => {
    assert.deepEqual(['1.0', '1.7', '2.0', '0.9', '1', 'x', '1.0.0'].map(speaks), [
      true,
      true,
      false,
      false,
      false,
      false,
      false,
    ])
  })
})

describe('problems', () => {
  it('have a status in the range of their meaning and a title', () => {
    for (const [code, [status, title]] of Object.entries(problemCodes)) {
      assert.ok(status >= 400 && status < 600, code)
      assert.ok(title.length > 0, code)
    }
  })

  it('are documents of their own schema', () => {
    const document = problem('validation_failed', { errors: [{ pointer: '/subject', code: 'too_long', limit: 200 }] })
    assert.deepEqual(problemSchema.parse(document), document)
    assert.equal(document.type, 'urn:aftercare:problem:validation-failed')
  })
})

describe('field errors', () => {
  const ticket = {
    id: '3f1c2a9e-4b5d-4c6e-8f70-112233445566',
    type: 'question',
    subject: 'Where do I find the customs form?',
    description: '',
    attachments: [],
    locale: 'en',
  }
  const errorsOf = (change: object) => {
    const value = { ...ticket, ...change }
    const result = newTicketSchema.safeParse(value)
    return result.success ? [] : fieldErrors(result.error.issues, value)
  }

  it('accept a ticket that is as it should be', () => assert.deepEqual(errorsOf({}), []))

  it('name a missing field', () => {
    assert.deepEqual(errorsOf({ subject: undefined }), [{ pointer: '/subject', code: 'required' }])
  })

  it('name a field that shows as nothing as missing', () => {
    for (const subject of ['', ' \t\u3000', '\u200b\u200b', '\u00ad\ufeff', '\u3164', '\u2800', '\ufe0f\u0301']) {
      assert.deepEqual(errorsOf({ subject }), [{ pointer: '/subject', code: 'required' }], JSON.stringify(subject))
    }
    for (const subject of ['?', '7', '船', '🚢', '\u200bé']) assert.deepEqual(errorsOf({ subject }), [], subject)
  })

  it('name a line break in a subject as not allowed', () => {
    for (const end of ['\n', '\r', '\u2028', '\u2029']) {
      const errors = errorsOf({ subject: `Two${end}lines`, description: `Two${end}lines` })
      assert.deepEqual(errors, [{ pointer: '/subject', code: 'character_not_allowed' }])
    }
  })

  it('name a text that is too long, with its limit', () => {
    assert.deepEqual(errorsOf({ subject: 'x'.repeat(201) }), [{ pointer: '/subject', code: 'too_long', limit: 200 }])
  })

  it('count characters as people do who type emoji: code points, not halves of them', () => {
    assert.deepEqual(errorsOf({ subject: '😀'.repeat(200) }), [])
    assert.deepEqual(errorsOf({ subject: '😀'.repeat(201) }), [{ pointer: '/subject', code: 'too_long', limit: 200 }])
  })

  it('name too many attachments, with the limit', () => {
    const reference = { fileId: ticket.id, sha256: 'a'.repeat(64) }
    assert.deepEqual(errorsOf({ attachments: Array(11).fill(reference) }), [
      { pointer: '/attachments', code: 'too_many', limit: 10 },
    ])
  })

  it('name each unknown member', () => {
    assert.deepEqual(errorsOf({ 'a/b': 1, priority: 'critical' }), [
      { pointer: '/a~1b', code: 'unknown_member' },
      { pointer: '/priority', code: 'unknown_member' },
    ])
  })

  it('name characters that no database is sure to keep', () => {
    for (const description of ['a\u0000b', '\ud83d', 'x\ude00']) {
      assert.deepEqual(errorsOf({ description }), [{ pointer: '/description', code: 'character_not_allowed' }])
    }
  })

  it('keep every other character, white space at the ends included', () => {
    const description = ' \t😀 e\u0301 \u202e\u200b\ufeff 你好 '
    assert.equal(newTicketSchema.parse({ ...ticket, description }).description, description)
  })

  it('name a wrong type as invalid', () => {
    assert.deepEqual(errorsOf({ subject: 7 }), [{ pointer: '/subject', code: 'invalid' }])
  })

  it('escape pointers as RFC 6901 says', () => assert.equal(jsonPointer(['a~b', 0, 'c/d']), '/a~0b/0/c~1d'))
})
