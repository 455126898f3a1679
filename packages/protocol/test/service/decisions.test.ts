import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import {
  priorities,
  priorityOf,
  routeTicket,
  type ServiceDefinition,
  type TicketFacts,
} from '@aftercare/protocol/service'
import fc from 'fast-check'
import { smallService } from './small-service.ts'

describe('the priority', () => {
  it('is that of the matrix once both axes are answered', () => {
    assert.deepEqual(priorityOf(smallService, 'fault', { scope: 'all', hindrance: 'stop' }), {
      priority: 'critical',
      impact: 'many',
      urgency: 'now',
    })
    assert.equal(priorityOf(smallService, 'fault', { scope: 'me', hindrance: 'stop' }).priority, 'high')
  })

  it('is that of the type while nothing is answered, or only that one does not know', () => {
    const nothing = { priority: 'normal', impact: null, urgency: null }
    assert.deepEqual(priorityOf(smallService, 'fault', {}), nothing)
    assert.deepEqual(priorityOf(smallService, 'fault', { hindrance: 'unknown' }), nothing)
    assert.deepEqual(priorityOf(smallService, 'fault', { scope: 'half of us' }), nothing)
  })

  it('with one axis answered takes the mildest of the other, and is never less than that of the type', () => {
    assert.deepEqual(priorityOf(smallService, 'fault', { hindrance: 'stop' }), {
      priority: 'high',
      impact: null,
      urgency: 'now',
    })
    assert.deepEqual(priorityOf(smallService, 'fault', { scope: 'me' }), {
      priority: 'normal',
      impact: 'one',
      urgency: null,
    })
  })

  it('is not swayed by questions that the type does not ask', () => {
    assert.equal(priorityOf(smallService, 'secret', { scope: 'all', hindrance: 'stop' }).priority, 'high')
  })

  it('of a type that there is not is no priority', () => {
    assert.throws(() => priorityOf(smallService, 'wish', {}), RangeError)
  })

  it('is always one of the four, whatever is answered', () => {
    const answers = fc.dictionary(
      fc.constantFrom('scope', 'hindrance', 'x'),
      fc.oneof(fc.constantFrom('all', 'me', 'stop'), fc.jsonValue()),
    )
    fc.assert(fc.property(answers, (given) => priorities.includes(priorityOf(smallService, 'fault', given).priority)))
  })
})

const facts = (more: Partial<TicketFacts>): TicketFacts => ({ type: 'fault', priority: 'normal', ...more })

describe('routing', () => {
  it('takes the first rule that fits and says why, and why not the others', () => {
    assert.deepEqual(routeTicket(smallService, facts({ fields: { kind: 'hard' }, language: 'zh-Hans-CN' })), {
      team: 'experts',
      role: null,
      skills: ['metal'],
      callIn: ['desk'],
      reason: { en: 'Hardware', 'zh-CN': 'Hardware（中文）' },
      reasons: [
        { rule: 'secrets', taken: false, because: ['types'] },
        { rule: 'hardware', taken: true, because: ['types', 'languages', 'fields'] },
      ],
    })
  })

  it('says which parts of a rule did not fit', () => {
    const { team, reasons } = routeTicket(smallService, facts({ fields: { kind: 'soft' }, language: 'zha' }))
    assert.equal(team, 'desk')
    assert.deepEqual(reasons.slice(1), [
      { rule: 'hardware', taken: false, because: ['languages', 'fields'] },
      { rule: null, taken: true, because: [] },
    ])
  })

  it('never sends a ticket to a team that may not see it, nor calls one in', () => {
    const first: ServiceDefinition['routing']['rules'][number] = {
      id: 'all',
      when: { priorities: ['high'] },
      team: 'desk',
      reason: { en: 'Urgent' },
    }
    const called: typeof first = { ...first, id: 'few', when: { types: ['secret'] }, team: 'experts', callIn: ['desk'] }
    const service = { ...smallService, routing: { ...smallService.routing, rules: [first, called] } }
    const { team, callIn, reasons } = routeTicket(service, facts({ type: 'secret', priority: 'high' }))
    assert.deepEqual([team, callIn], ['experts', []])
    assert.deepEqual(reasons[0], { rule: 'all', taken: false, because: ['team_cannot_see'] })
  })

  it('replays: equal facts and definition give an equal decision, through JSON and back', () => {
    const anyFacts = fc.record<TicketFacts>({
      type: fc.constantFrom('fault', 'secret', 'other'),
      priority: fc.constantFrom(...priorities),
      language: fc.constantFrom('en', 'zh', 'zh-CN'),
      fields: fc.dictionary(fc.constantFrom('kind', 'x'), fc.jsonValue()),
    })
    fc.assert(
      fc.property(anyFacts, (given) => {
        const again: ServiceDefinition = JSON.parse(JSON.stringify(smallService))
        assert.deepEqual(routeTicket(again, JSON.parse(JSON.stringify(given))), routeTicket(smallService, given))
      }),
    )
  })
})
