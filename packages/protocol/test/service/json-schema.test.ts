import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { checkService, definitionJsonSchema, softwareAfterSales } from '@aftercare/protocol/service'
import { Ajv2020 } from 'ajv/dist/2020.js'
import { localizedMembers } from '../../src/service/localized.ts'
import { smallService } from './small-service.ts'

const validate = new Ajv2020({ strict: false, allErrors: true }).compile(definitionJsonSchema())

describe('the JSON Schema of a definition', () => {
  it('accepts the preset and the small service', () => {
    for (const service of [softwareAfterSales(), softwareAfterSales({ locale: 'zh-CN' }), smallService]) {
      assert.ok(
        validate(JSON.parse(JSON.stringify({ $schema: './service.schema.json', ...service }))),
        JSON.stringify(validate.errors),
      )
    }
  })

  it('refuses what the check refuses as a shape', () => {
    for (const broken of [
      { ...smallService, tpyes: [] },
      { ...smallService, version: 1 },
      { ...smallService, sla: { calendar: 'always', pauses: ['new'] } },
      {
        ...smallService,
        types: [{ ...smallService.types[1], fields: [{ id: 'x', kind: 'colour', label: { en: 'X' } }] }],
      },
      { ...smallService, roles: {} },
    ]) {
      assert.ok(checkService(broken).length > 0)
      assert.ok(!validate(JSON.parse(JSON.stringify(broken))))
    }
  })

  it('names its recurring parts, so that editors can', () => {
    const { $defs } = JSON.parse(JSON.stringify(definitionJsonSchema()))
    for (const name of ['Localized', 'Condition', 'Field', 'Calendar']) assert.ok(name in $defs, name)
  })

  it('has texts for people at exactly the members that are looked through for missing languages', () => {
    const members = new Set<string>()
    const walk = (schema: unknown): void => {
      if (schema === null || typeof schema !== 'object') return
      for (const [name, member] of Object.entries(Reflect.get(schema, 'properties') ?? {})) {
        if (Reflect.get(Object(member), '$ref') === '#/$defs/Localized') members.add(name)
      }
      Object.values(schema).forEach(walk)
    }
    walk(definitionJsonSchema())
    assert.deepEqual([...members].sort(), [...localizedMembers].sort())
  })
})
