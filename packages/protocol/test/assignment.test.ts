import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { type AssignmentCandidate, type AssignmentNeeds, rankCandidates } from '@aftercare/protocol'
import fc from 'fast-check'

const needs: AssignmentNeeds = { team: 'support', role: null, skills: [], language: 'zh-CN' }
const somebody = (id: string, more: Partial<AssignmentCandidate> = {}): AssignmentCandidate => ({
  ...{ id, role: 'agent', teams: ['support'], skills: [], languages: ['en'], atWork: true, openTickets: 0 },
  ...more,
})
const order = (asked: AssignmentNeeds, ...candidates: AssignmentCandidate[]) =>
  rankCandidates(asked, candidates).map(({ id }) => id)

describe('who should take a ticket', () => {
  it('is of its team, whatever else speaks for others', () => {
    const other = somebody('a', { teams: ['research'], languages: ['zh'] })
    assert.deepEqual(order(needs, other, somebody('b', { openTickets: 90, atWork: false })), ['b', 'a'])
    const [best, worst] = rankCandidates(needs, [other, somebody('b')])
    assert.deepEqual([best?.suitable, worst?.suitable], [true, false])
  })

  it('may be of the whole desk, and anybody where the ticket has no team', () => {
    assert.ok(rankCandidates(needs, [somebody('a', { teams: null })])[0]?.suitable)
    assert.ok(rankCandidates({ ...needs, team: null }, [somebody('a', { teams: [] })])[0]?.suitable)
  })

  it('has the role that the rules ask for, or a higher one; who works no tickets never', () => {
    const asked = { ...needs, role: 'lead' } as const
    const suitable = (role: AssignmentCandidate['role']) =>
      rankCandidates(asked, [somebody('a', { role })])[0]?.suitable
    assert.deepEqual([suitable('agent'), suitable('lead'), suitable('manager')], [false, true, true])
    for (const role of ['auditor', 'admin'] as const) {
      assert.equal(rankCandidates(needs, [somebody('a', { role })])[0]?.suitable, false)
    }
  })

  it('has most of the skills, then the language, then is at work, then has the fewest tickets', () => {
    const asked = { ...needs, skills: ['printers', 'networks'] }
    assert.deepEqual(
      order(
        asked,
        somebody('busy', { skills: ['printers', 'networks'], languages: ['zh-TW'], openTickets: 9 }),
        somebody('away', { skills: ['printers', 'networks'], languages: ['zh'], atWork: false }),
        somebody('foreign', { skills: ['printers', 'networks'] }),
        somebody('half', { skills: ['networks'], languages: ['zh'] }),
        somebody('best', { skills: ['printers', 'networks'], languages: ['zh-CN'], openTickets: 2 }),
      ),
      ['best', 'busy', 'away', 'foreign', 'half'],
    )
  })

  it('is said with reasons, in the order in which they count', () => {
    const [best] = rankCandidates({ ...needs, skills: ['printers'] }, [somebody('a', { openTickets: 3 })])
    assert.deepEqual(best?.reasons, [
      { criterion: 'team', fits: true },
      { criterion: 'role', fits: true },
      { criterion: 'skills', fits: false, missing: ['printers'] },
      { criterion: 'language', fits: false },
      { criterion: 'hours', fits: true },
      { criterion: 'load', openTickets: 3 },
    ])
  })

  it('does not depend on the order of the list, and nobody is lost or doubled', () => {
    const skill = fc.constantFrom('printers', 'networks', 'customs')
    const candidate = fc.record({
      id: fc.uuid(),
      role: fc.constantFrom('agent', 'lead', 'manager', 'auditor', 'admin'),
      teams: fc.option(fc.uniqueArray(fc.constantFrom('support', 'research'))),
      skills: fc.uniqueArray(skill),
      languages: fc.uniqueArray(fc.constantFrom('en', 'zh-CN', 'de')),
      atWork: fc.boolean(),
      openTickets: fc.nat(20),
    })
    const all = fc.uniqueArray(candidate, { selector: ({ id }) => id, maxLength: 12 })
    fc.assert(
      fc.property(all, fc.uniqueArray(skill), (candidates, skills) => {
        const asked = { ...needs, skills }
        const ranked = order(asked, ...candidates)
        assert.deepEqual(order(asked, ...candidates.toReversed()), ranked)
        assert.deepEqual(ranked.toSorted(), candidates.map(({ id }) => id).sort())
      }),
    )
  })
})
