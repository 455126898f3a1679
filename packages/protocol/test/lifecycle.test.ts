import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { describe, it } from 'node:test'
import {
  type ActionName,
  type Actor,
  actionNames,
  checkGuards,
  expectedNext,
  type GuardFacts,
  possibleActions,
  staffTimelineTypes,
  ticketStatuses,
  timelineTypes,
  transition,
} from '@aftercare/protocol'
import { ticketActionSchema, timelineEntrySchema } from '@aftercare/protocol/schemas'
import { serviceRoles } from '@aftercare/protocol/service'

const actors: readonly Actor[] = [...serviceRoles, 'system']

/** The document's own table, kept by hand: what each action comes to in each status, for those who may do it. */
const document = readFileSync(new URL('../../../docs/lifecycle.md', import.meta.url), 'utf8')
const golden = document.slice(document.indexOf('lifecycle:begin'), document.indexOf('lifecycle:end'))
const groups: Readonly<Record<string, readonly Actor[]>> = {
  customers: ['requester', 'account_admin', 'partner'],
  workers: ['agent', 'lead', 'manager'],
  leaders: ['lead', 'manager'],
  system: ['system'],
}
const letters: Readonly<Record<string, string>> = {
  n: 'new',
  t: 'triaged',
  p: 'in_progress',
  r: 'waiting_on_requester',
  '3': 'waiting_on_third_party',
  s: 'resolved',
  c: 'closed',
}
const table = golden
  .split('\n')
  .filter((line) => line.startsWith('| `'))
  .map((line) => line.match(/[\w.]+/g) ?? [])
  .map(([name, ...cells]) => ({ name: name as ActionName, cells: cells.slice(0, 7), who: cells.slice(7) }))

describe('the lifecycle', () => {
  it('has a line here for every action', () => {
    assert.deepEqual(table.map(({ name }) => name).sort(), [...actionNames].sort())
  })

  for (const { name, cells, who } of table) {
    it(`answers ${name} in every status for every role`, () => {
      const may = who.flatMap((group) => groups[group]!)
      for (const actor of actors) {
        for (const [index, status] of ticketStatuses.entries()) {
          const cell = cells[index]!
          const found = transition(status, name, actor)
          const expected = !may.includes(actor)
            ? 'forbidden'
            : cell === 'x'
              ? 'ticket_closed'
              : cell === '.'
                ? status === 'closed'
                  ? 'ticket_closed'
                  : 'action_not_possible'
                : letters[cell]
          assert.equal(found.allowed ? found.to : found.code, expected, `${actor} in ${status}`)
        }
      }
    })
  }

  it('lets auditors and admins do nothing, and the service only what its rules say', () => {
    for (const status of ticketStatuses) {
      for (const role of ['auditor', 'admin', 'account_auditor'] as const) {
        assert.deepEqual(possibleActions(status, role), [])
      }
    }
  })

  it('closes only by somebody’s word, announced silence, or because the ticket goes on elsewhere or nowhere', () => {
    const closing = actionNames.filter((name) =>
      actors.some((actor) =>
        ticketStatuses.some((status) => {
          const found = transition(status, name, actor)
          return found.allowed && status !== 'closed' && found.to === 'closed'
        }),
      ),
    )
    assert.deepEqual(closing.sort(), ['close_for_silence', 'mark_spam', 'merge', 'verify', 'withdraw'])
  })

  it('has a line for each action of the wire, and the wire for each that is not a message or a rule', () => {
    const apart: readonly ActionName[] = ['requester_reply', 'agent_reply', 'note', 'correct']
    const rules: readonly ActionName[] = ['announce_closure', 'close_for_silence']
    const onWire = ticketActionSchema.def.options.map((option) => option.shape.action.def.values[0])
    assert.deepEqual([...onWire, ...apart, ...rules].sort(), [...actionNames].sort())
  })

  it('says who is expected to do something next', () => {
    assert.deepEqual(ticketStatuses.map(expectedNext), [
      'provider',
      'provider',
      'provider',
      'requester',
      'third_party',
      'requester',
      'nobody',
    ])
  })
})

describe('the guards', () => {
  const day = 24 * 60 * 60 * 1000
  const facts: GuardFacts = {
    now: 100 * day,
    side: 'requester',
    needs: [],
    summary: {},
    closeReason: null,
    closedAt: null,
    reopenWithinDays: 14,
    silenceDays: 7,
    closesAt: null,
  }

  it('let nothing be resolved without a solution, and no problem without cause and prevention', () => {
    const missing = (more: Partial<GuardFacts>) => {
      const failure = checkGuards(['closure_summary'], { ...facts, ...more })
      return failure && 'errors' in failure ? failure.errors.map(({ pointer }) => pointer) : []
    }
    assert.deepEqual(missing({}), ['/action/solution'])
    assert.deepEqual(missing({ summary: { solution: 'Restarted.' } }), [])
    const needs = ['cause', 'solution', 'prevention'] as const
    assert.deepEqual(missing({ needs, summary: { solution: 'Restarted.' } }), ['/action/cause', '/action/prevention'])
  })

  it('let a customer reopen for as long as the service says, to the millisecond', () => {
    const closed = { closeReason: 'verified', closedAt: 80 * day } as const
    const at = (now: number) => checkGuards(['reopen_window'], { ...facts, ...closed, now })?.code
    assert.deepEqual([at(94 * day), at(94 * day + 1)], [undefined, 'reopen_window_over'])
    assert.equal(checkGuards(['reopen_window'], { ...facts, ...closed, side: 'agent' }), undefined)
  })

  it('let nobody reopen what was merged, and no sender what was taken for spam', () => {
    const reopen = (closeReason: 'merged' | 'spam', side: 'requester' | 'agent') =>
      checkGuards(['reopen_window'], { ...facts, closeReason, side, closedAt: facts.now })?.code
    assert.deepEqual(
      [reopen('merged', 'agent'), reopen('merged', 'requester'), reopen('spam', 'requester'), reopen('spam', 'agent')],
      ['action_not_possible', 'action_not_possible', 'action_not_possible', undefined],
    )
  })

  it('announce silence once, where the service closes by it, and close when it is over', () => {
    const announce = (more: Partial<GuardFacts>) => checkGuards(['silence_allowed'], { ...facts, ...more })?.code
    assert.deepEqual(
      [announce({}), announce({ silenceDays: null }), announce({ closesAt: facts.now + day })],
      [undefined, 'action_not_possible', 'action_not_possible'],
    )
    const close = (closesAt: number | null) => checkGuards(['silence_announced'], { ...facts, closesAt })?.code
    assert.deepEqual(
      [close(null), close(facts.now + 1), close(facts.now)],
      ['action_not_possible', 'action_not_possible', undefined],
    )
  })
})

describe('the timeline', () => {
  it('has each of its entries in one of two lists: for everybody, or for staff alone', () => {
    const onWire = timelineEntrySchema.def.options.map((option) => option.shape.type.def.values[0])
    assert.deepEqual([...timelineTypes, ...staffTimelineTypes].sort(), [...onWire].sort())
  })
})
