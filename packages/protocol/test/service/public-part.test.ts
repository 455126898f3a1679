import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import {
  customerSideRoles,
  publicPart,
  publicServiceSchema,
  readService,
  serviceRoles,
  softwareAfterSales,
} from '@aftercare/protocol/service'
import { smallService } from './small-service.ts'

describe('the public part', () => {
  const service = softwareAfterSales()

  it('is as its schema says, for every role', () => {
    for (const role of serviceRoles)
      assert.deepEqual(publicServiceSchema.parse(publicPart(service, role)), publicPart(service, role))
  })

  it('holds nothing of teams, routing, escalation, skills and profiles, for nobody', () => {
    for (const role of serviceRoles) {
      const text = JSON.stringify(publicPart(service, role))
      for (const { id, description, label } of service.teams.filter(({ layer }) => layer !== 'management')) {
        if (!/^(security|service)$/.test(id)) assert.ok(!text.includes(`"${id}"`), id)
        assert.ok(!text.includes(description.en!), `${id}: ${label.en}`)
      }
      for (const { reason } of service.routing.rules) assert.ok(!text.includes(reason.en!), reason.en)
      for (const name of [
        'routing',
        'teams',
        'escalation',
        'skills',
        'jobProfiles',
        'roles',
        'visibleTo',
        'problemsNeed',
      ]) {
        assert.ok(!text.includes(`"${name}":`), name)
      }
    }
  })

  it('shows a canary planted in what is internal to no customer', () => {
    const planted = JSON.parse(JSON.stringify(smallService), (name, value) =>
      ['teams', 'routing', 'escalation', 'jobProfiles', 'skills', 'roles'].includes(name) ? plant(value) : value,
    )
    const definition = readService(planted)
    assert.ok(JSON.stringify(definition).includes('canary'))
    for (const role of customerSideRoles) assert.ok(!JSON.stringify(publicPart(definition, role)).includes('canary'))
  })

  it('shows fields only to those who may see them', () => {
    const fields = (role: 'requester' | 'agent') =>
      publicPart(service, role).types.flatMap((type) => type.fields.map(({ id }) => id))
    for (const id of ['severity', 'repair_difficulty', 'effort_hours']) {
      assert.ok(!fields('requester').includes(id), id)
      assert.ok(fields('agent').includes(id), id)
    }
  })

  it('says what may be attached, where the vendor says so', () => {
    const files = { maxCount: 3, maxBytes: 1_000_000 }
    assert.deepEqual(publicPart(readService({ ...smallService, files }), 'requester').files, files)
    assert.ok(!('files' in publicPart(smallService, 'requester')))
  })

  it('shows the calendars that promises are counted by, and no other', () => {
    assert.deepEqual(Object.keys(publicPart(service, 'requester').calendars), ['always'])
  })

  it('of a newer server is understood by an older reader that leaves aside what it does not know', () => {
    const part = publicPart(smallService, 'requester')
    const newer = {
      ...part,
      surveys: [],
      types: part.types.map((type) => ({
        ...type,
        icon: 'x',
        fields: type.fields.map((field) => ({ ...field, hint: 1 })),
      })),
    }
    assert.deepEqual(publicServiceSchema.parse(newer), part)
  })
})

/** Puts a canary into every text of a part of a definition. */
function plant(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(plant)
  if (value === null || typeof value !== 'object') return value
  if ('en' in value) return { ...value, en: 'canary' }
  return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, plant(member)]))
}
