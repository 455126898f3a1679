import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import {
  askedFields,
  type Condition,
  checkFields,
  checkImpactAnswers,
  publicPart,
  type ServiceDefinition,
  serviceRoles,
  softwareAfterSales,
} from '@aftercare/protocol/service'
import fc from 'fast-check'
import { smallService } from './small-service.ts'

const check = (values: Record<string, unknown>, role: 'requester' | 'agent' = 'requester') =>
  checkFields(smallService, 'fault', { kind: 'soft', ...values }, role).map(({ pointer, code, limit }) =>
    [pointer, code, limit].filter((part) => part !== undefined).join(' '),
  )

describe('answers to the fields of a type', () => {
  it('are right when nothing is missing and each is of its kind', () => {
    const all = {
      kind: 'hard',
      device: 'Press 4',
      serial: '',
      part: 'core',
      tags: ['a', 'c'],
      on: '2028-02-29',
      at: '2026-11-23T09:30:00.000Z',
      window: { from: '2026-11-23', to: '2026-11-23' },
      count: 9,
      release: '4.2.1-beta',
      again: true,
      agreed: true,
    }
    assert.deepEqual(check(all), [])
  })

  it('are missing where they are required, blank or not', () => {
    assert.deepEqual(check({ kind: undefined }), ['/fields/kind required'])
    assert.deepEqual(check({ kind: 'hard', device: '  ' }), ['/fields/device required'])
  })

  it('are required once the condition fits, and refused while the field is not asked', () => {
    assert.deepEqual(check({ kind: 'hard' }), ['/fields/device required'])
    assert.deepEqual(check({ kind: 'soft', device: 'Press' }), ['/fields/device not_allowed'])
  })

  it('of a hidden field count for nothing in other conditions', () => {
    assert.deepEqual(check({ kind: 'soft', device: 'Press', serial: '1' }), [
      '/fields/device not_allowed',
      '/fields/serial not_allowed',
    ])
  })

  it('need agreement where a consent is required: declining is no answer', () => {
    assert.deepEqual(check({ again: true, agreed: false }), ['/fields/agreed required'])
  })

  it('to fields that a role does not see are as unknown as those that there are not', () => {
    assert.deepEqual(check({ cause: 'Dust', colour: 'red' }), [
      '/fields/cause unknown_member',
      '/fields/colour unknown_member',
    ])
    assert.deepEqual(check({ cause: 'Dust' }, 'agent'), [])
  })

  it('of a type that there is not are not looked at', () => {
    assert.deepEqual(checkFields(smallService, 'wish', {}, 'requester'), [{ pointer: '/type', code: 'not_allowed' }])
  })

  it('are not what every object inherits', () => {
    const condition: Condition = { field: 'constructor', filled: true }
    const [fault] = smallService.types
    const odd = { types: [{ id: 'odd', fields: [{ ...fault!.fields[3]!, visibleWhen: condition }] }], components: [] }
    assert.deepEqual(askedFields(odd, 'odd', {}, 'requester'), [])
    assert.deepEqual(check(JSON.parse('{"__proto__": {"kind": "hard"}}')), ['/fields/__proto__ unknown_member'])
  })

  for (const [name, values, errors] of [
    ['text over its limit', { kind: 'hard', device: '12345678901' }, ['/fields/device too_long 10']],
    ['text with U+0000', { kind: 'hard', device: 'a\u0000' }, ['/fields/device character_not_allowed']],
    ['text with half a character', { kind: 'hard', device: 'a\ud800' }, ['/fields/device character_not_allowed']],
    ['a number for text', { kind: 'hard', device: 4 }, ['/fields/device invalid']],
    ['null for nothing', { part: null }, ['/fields/part invalid']],
    ['an option that there is not', { kind: 'firm' }, ['/fields/kind not_allowed']],
    ['a component that there is not', { part: 'wing' }, ['/fields/part not_allowed']],
    ['one choice of several that there is not', { tags: ['a', 'x'] }, ['/fields/tags/1 not_allowed']],
    ['too many choices', { tags: ['a', 'b', 'c'] }, ['/fields/tags too_many 2']],
    ['a choice made twice', { tags: ['a', 'a'] }, ['/fields/tags invalid']],
    ['a day that there is not', { on: '2027-02-29' }, ['/fields/on invalid']],
    ['an instant for a day', { on: '2026-11-23T09:30:00.000Z' }, ['/fields/on invalid']],
    ['a day for an instant', { at: '2026-11-23' }, ['/fields/at invalid']],
    ['an instant in another zone', { at: '2026-11-23T09:30:00.000+08:00' }, ['/fields/at invalid']],
    ['a range without an end', { window: { from: '2026-11-23' } }, ['/fields/window/to required']],
    [
      'a range that ends first',
      { window: { from: '2026-11-23', to: '2026-11-22' } },
      ['/fields/window/to not_allowed'],
    ],
    [
      'a range with more',
      { window: { from: '2026-11-23', to: '2026-11-23', of: 1 } },
      ['/fields/window unknown_member'],
    ],
    ['a number below', { count: 0 }, ['/fields/count not_allowed 1']],
    ['a number above', { count: 10 }, ['/fields/count not_allowed 9']],
    ['half a number', { count: 1.5 }, ['/fields/count invalid']],
    ['a version of two lines', { release: '4.2\n4.3' }, ['/fields/release invalid']],
    ['a yes in words', { again: 'yes' }, ['/fields/again invalid']],
  ] as const) {
    it(`are refused: ${name}`, () => assert.deepEqual(check(values), errors))
  }
})

describe('answers about impact', () => {
  it('are options of questions that the type asks', () => {
    assert.deepEqual(checkImpactAnswers(smallService, 'fault', { scope: 'all' }), [])
    assert.deepEqual(checkImpactAnswers(smallService, 'fault', { scope: 'half', size: 1 }), [
      { pointer: '/impact/scope', code: 'not_allowed' },
      { pointer: '/impact/size', code: 'unknown_member' },
    ])
    assert.deepEqual(checkImpactAnswers(smallService, 'secret', { scope: 'all' }), [
      { pointer: '/impact/scope', code: 'unknown_member' },
    ])
  })
})

const ids = ['a', 'b', 'c', 'd'] as const
const { condition } = fc.letrec<{ condition: Condition }>((tie) => ({
  condition: fc.oneof(
    { depthSize: 'small' },
    fc.record({ field: fc.constantFrom(...ids), is: fc.constantFrom('x', 'y', true, 3) }),
    fc.record({ field: fc.constantFrom(...ids), in: fc.constantFrom(['x'], ['x', 'y'], [3]) }),
    fc.record({ field: fc.constantFrom(...ids), atLeast: fc.constantFrom(0, 3) }),
    fc.record({ field: fc.constantFrom(...ids), filled: fc.boolean() }),
    fc.record({ all: fc.array(tie('condition'), { maxLength: 3 }) }),
    fc.record({ any: fc.array(tie('condition'), { maxLength: 3 }) }),
    fc.record({ not: tie('condition') }),
  ),
}))
const values = fc.dictionary(
  fc.constantFrom(...ids, 'e'),
  fc.oneof(fc.constantFrom('x', 'y', '', true, 3), fc.jsonValue()),
)

/** Four fields with any conditions, circles among them: worse than a checked definition can be. */
const anyFields = fc
  .tuple(...ids.map((id) => fc.tuple(fc.constant(id), fc.option(condition), fc.option(condition))))
  .map(
    (fields): Pick<ServiceDefinition, 'types' | 'components'> => ({
      components: [],
      types: [
        {
          ...smallService.types[1]!,
          id: 'any',
          fields: fields.map(([id, visibleWhen, requiredWhen]) => ({
            id,
            kind: 'text' as const,
            label: { en: id },
            ...(visibleWhen && { visibleWhen }),
            ...(requiredWhen && { requiredWhen }),
          })),
        },
      ],
    }),
  )

describe('conditions', () => {
  it('always have an answer, whatever the conditions and the values', () => {
    fc.assert(
      fc.property(anyFields, values, (rules, given) => {
        const asked = askedFields(rules, 'any', given, 'requester')
        assert.deepEqual(asked, askedFields(rules, 'any', { ...given }, 'requester'))
        const errors = checkFields(rules, 'any', given, 'requester')
        for (const { field, required, empty } of asked) {
          const wrong = errors.some(({ pointer }) => pointer === `/fields/${field.id}`)
          if (required && empty) assert.ok(wrong, `${field.id} is required and empty`)
        }
      }),
      { numRuns: 500 },
    )
  })

  it('are content once what is not asked is left out and what is required is given', () => {
    fc.assert(
      fc.property(values, (given) => {
        const service = softwareAfterSales()
        for (const { id } of service.types) {
          const asked = askedFields(service, id, given, 'requester').map(({ field }) => field.id)
          const left = Object.fromEntries(Object.entries(given).filter(([name]) => asked.includes(name)))
          const unasked = checkFields(service, id, left, 'requester').filter(({ code }) => code === 'unknown_member')
          assert.deepEqual(unasked, [])
        }
      }),
      { numRuns: 30 },
    )
  })

  it('say the same by the public part as by the whole definition', () => {
    const service = softwareAfterSales()
    const shown = Object.fromEntries(serviceRoles.map((role) => [role, publicPart(service, role)]))
    const type = fc.constantFrom(...service.types)
    const answers = type.chain((chosen) =>
      fc.tuple(
        fc.constant(chosen.id),
        fc.dictionary(
          fc.constantFrom(...chosen.fields.map(({ id }) => id)),
          fc.oneof(
            fc.constantFrom(
              ...chosen.fields.flatMap((field) => ('options' in field ? field.options.map(({ id }) => id) : ['x'])),
            ),
            fc.constantFrom(true, 3, '2026-11-23', { from: '2026-11-23', to: '2026-11-24' }),
          ),
        ),
      ),
    )
    fc.assert(
      fc.property(answers, fc.constantFrom(...serviceRoles), ([id, given], role) => {
        const known = new Set(shown[role]!.types.find((each) => each.id === id)!.fields.map((field) => field.id))
        const visible = Object.fromEntries(Object.entries(given).filter(([name]) => known.has(name)))
        assert.deepEqual(checkFields(shown[role]!, id, visible, role), checkFields(service, id, visible, role))
      }),
      { numRuns: 500 },
    )
  })
})
