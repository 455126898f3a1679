import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { ticketTypes } from '@aftercare/protocol'
import {
  checkFields,
  checkService,
  defineService,
  priorityOf,
  routeTicket,
  softwareAfterSales,
  type TicketFacts,
  textIn,
} from '@aftercare/protocol/service'

const service = softwareAfterSales({ locale: 'en' })
const asked = (type: string) => service.types.find(({ id }) => id === type)!.fields.map(({ id }) => id)
const errors = (type: string, values: Record<string, unknown>) =>
  checkFields(service, type, values, 'requester').map(({ pointer }) => pointer.slice('/fields/'.length))

describe('the preset', () => {
  it('has nothing wrong', () => assert.deepEqual(checkService(service), []))

  it('has the ticket types that forms know, in their order', () => {
    assert.deepEqual(
      service.types.map(({ id }) => id),
      [...ticketTypes],
    )
  })

  it('asks each type what its work needs', () => {
    for (const [type, fields] of [
      [
        'incident',
        ['component', 'happened_at', 'environment', 'product_version', 'frequency', 'steps', 'error_message'],
      ],
      ['data_request', ['action', 'restore_window', 'approved_by', 'approval', 'verified_by']],
      ['upgrade', ['version_from', 'version_to', 'maintenance_window', 'backup', 'signs_off']],
      ['vulnerability', ['source', 'component', 'product_version', 'disclosure', 'disclosure_date', 'credit']],
      ['training', ['topics', 'form', 'participants', 'wanted_dates', 'place']],
      ['customization', ['work', 'goal', 'other_system', 'speed_now', 'effort_hours']],
    ] as const) {
      for (const field of fields) assert.ok(asked(type).includes(field), `${type}: ${field}`)
    }
  })

  it('wants a window and an approval before it restores, and consent before it overwrites', () => {
    const restore = { action: 'restore', environment: 'production', data: 'Orders', restore_to: 'original' }
    assert.deepEqual(errors('data_request', restore), ['restore_window', 'overwrite', 'approved_by', 'approval'])
    const backup = { action: 'backup', environment: 'production', data: 'Orders', approved_by: 'Li Na', approval: true }
    assert.deepEqual(errors('data_request', backup), [])
  })

  it('wants the date of a disclosure only where one is agreed', () => {
    const hole = { source: 'user', component: 'data', exploit: '1. …', exploited: 'no' }
    assert.deepEqual(errors('vulnerability', { ...hole, disclosure: 'vendor' }), [])
    assert.deepEqual(errors('vulnerability', { ...hole, disclosure: 'together' }), ['disclosure_date'])
  })

  it('promises 2 h and 4 h, 4 h and 12 h, 12 h and 24 h, 24 h and a date', () => {
    assert.deepEqual(
      Object.values(service.priorities).map(({ firstResponse, resolution }) => [
        firstResponse / 60,
        resolution && resolution / 60,
      ]),
      [
        [2, 4],
        [4, 12],
        [12, 24],
        [24, null],
      ],
    )
    assert.equal(service.calendars[service.sla.calendar], '24x7')
    assert.deepEqual(service.sla.pauses, ['waiting_on_requester'])
  })

  for (const [answers, priority] of [
    [{ scope: 'everyone', hindrance: 'blocked' }, 'critical'],
    [{ scope: 'everyone', hindrance: 'minor', data: 'lost' }, 'critical'],
    [{ scope: 'some', hindrance: 'hard' }, 'high'],
    [{ scope: 'one', hindrance: 'minor', data: 'no' }, 'normal'],
    [{ scope: 'one', hindrance: 'none' }, 'low'],
    [{}, 'normal'],
  ] as const) {
    it(`takes an incident with ${JSON.stringify(answers)} as ${priority}`, () => {
      assert.equal(priorityOf(service, 'incident', answers).priority, priority)
    })
  }

  for (const [facts, team, role] of [
    [{ type: 'question', priority: 'low' }, 'customer_service', null],
    [{ type: 'incident', priority: 'normal' }, 'technical_support', null],
    [{ type: 'incident', priority: 'critical' }, 'technical_support', 'lead'],
    [{ type: 'question', priority: 'high', tier: 'strategic' }, 'technical_support', 'lead'],
    [{ type: 'vulnerability', priority: 'critical' }, 'security', null],
    [{ type: 'complaint', priority: 'critical' }, 'customer_service', 'lead'],
    [{ type: 'customization', priority: 'low', fields: { work: 'integration' } }, 'product_support', null],
    [{ type: 'suggestion', priority: 'low' }, 'research', null],
    [{ type: 'data_request', priority: 'normal' }, 'technical_support', null],
  ] as const satisfies readonly (readonly [TicketFacts, string, string | null])[]) {
    it(`sends ${JSON.stringify(facts)} to ${team}`, () => {
      const routed = routeTicket(service, facts)
      assert.deepEqual([routed.team, routed.role], [team, role])
    })
  }

  it('shows security holes to their requester and the security team alone, complaints to those who lead', () => {
    const visibility = (id: string) => service.types.find((type) => type.id === id)?.visibility
    assert.deepEqual(visibility('vulnerability'), { customer: 'requester', teams: ['security'] })
    assert.deepEqual(visibility('complaint'), { customer: 'requester', roles: ['lead', 'manager', 'auditor', 'admin'] })
  })

  it('closes incidents, security holes and complaints only with cause, solution and prevention', () => {
    assert.deepEqual(
      service.types.filter(({ problem }) => problem).map(({ id }) => id),
      ['incident', 'vulnerability', 'complaint'],
    )
    assert.deepEqual(service.closure.problemsNeed, ['cause', 'solution', 'prevention'])
  })

  it('climbs from the owner to the lead, the manager and management', () => {
    const [first, ...later] = service.escalation.filter(
      ({ clocks, priorities }) => clocks.includes('resolution') && !priorities,
    )
    assert.deepEqual(first?.notify, ['owner'])
    for (const step of ['lead', 'manager', 'management'] as const) {
      assert.ok(
        later.some(({ notify }) => notify.includes(step)),
        step,
      )
    }
  })
})

describe('the words of the preset', () => {
  const texts: { en: string; chinese: string }[] = []
  const gather = (value: unknown): void => {
    if (value === null || typeof value !== 'object') return
    const [en, chinese] = [Reflect.get(value, 'en'), Reflect.get(value, 'zh-CN')]
    if (typeof en === 'string' && typeof chinese === 'string') texts.push({ en, chinese })
    else Object.values(value).forEach(gather)
  }
  gather(service)

  it('are Chinese in Chinese and English in English', () => {
    assert.ok(texts.length > 250, String(texts.length))
    for (const { en, chinese } of texts) {
      assert.match(chinese, /\p{Script=Han}/u, en)
      assert.doesNotMatch(en, /\p{Script=Han}/u)
    }
  })

  it('address people with 您, end as the English does, and use full-width marks', () => {
    for (const { en, chinese } of texts) {
      assert.doesNotMatch(chinese, /你|[,;:?!]/, chinese)
      // A question may be asked as a request or a bare label in Chinese; a sentence stays a sentence.
      if (/[.]$/.test(en)) assert.match(chinese, /。$/, en)
      else if (!en.endsWith('?')) assert.doesNotMatch(chinese, /。$/, en)
    }
  })

  it('keep to the terms: 验收 is no verification, 账号 no account, 升级 no escalation', () => {
    for (const { en, chinese } of texts) {
      assert.doesNotMatch(chinese, /验收|账号|客服|案例/, chinese)
      if (/升级/.test(chinese)) assert.match(en, /upgrade|version/i)
      if (/紧急/.test(chinese)) assert.match(en, /critical|urgent/i)
    }
  })

  it('stand in one language where the reader has another', () => {
    const { label } = service.types[2]!
    assert.equal(textIn(label, 'zh-TW'), '故障')
    assert.equal(textIn(label, 'fr', service.locales), 'Something is broken')
    assert.equal(textIn(label, 'fr', softwareAfterSales({ locale: 'zh-CN' }).locales), '故障')
  })
})

describe('a vendor', () => {
  it('adds a type with five fields as data', () => {
    const label = { en: 'Spare part', 'zh-CN': '备件' }
    const changed = defineService({
      ...service,
      version: '2',
      types: [
        ...service.types,
        {
          id: 'spare_part',
          label,
          description: label,
          problem: false,
          visibility: { customer: 'account' },
          priority: 'normal',
          fields: [
            { id: 'part', kind: 'text', required: true, label },
            { id: 'count', kind: 'number', whole: true, minimum: 1, label },
            { id: 'needed_by', kind: 'date', label },
            { id: 'pick_up', kind: 'boolean', label },
            { id: 'address', kind: 'long_text', label, requiredWhen: { field: 'pick_up', is: false } },
          ],
        },
      ],
    })
    assert.deepEqual(checkFields(changed, 'spare_part', { part: 'Belt', count: 2, pick_up: false }, 'requester'), [
      { pointer: '/fields/address', code: 'required' },
    ])
    assert.equal(routeTicket(changed, { type: 'spare_part', priority: 'normal' }).team, 'customer_service')
  })

  it('says why it asks for the environment, in both languages', () => {
    const fields = softwareAfterSales().types.flatMap((type) => type.fields)
    const environments = fields.filter(({ id }) => id === 'environment')
    assert.ok(environments.length > 0)
    for (const { why } of environments) assert.deepEqual(Object.keys(why ?? {}), ['en', 'zh-CN'])
  })

  it('names its own components', () => {
    const components = [{ id: 'press', label: { en: 'Press', 'zh-CN': '压机' } }]
    assert.deepEqual(softwareAfterSales({ components }).components, components)
  })
})
