import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import {
  businessCalendar,
  type Calendar,
  type ClockName,
  readClocks,
  type SlaEvent,
  type SlaPolicy,
  thresholdKey,
} from '@aftercare/protocol/sla'
import { alwaysOpen, berlin, china } from './calendars.ts'

const hour = 3_600_000
const minute = 60_000
/** A Monday, at midnight UTC. */
const start = Date.parse('2025-01-13T00:00:00.000Z')
const at = (hours: number) => start + Math.round(hours * hour)

/** The promises of the built-in service, in minutes. */
const policy: SlaPolicy = {
  targets: {
    critical: { firstResponse: 120, nextResponse: 120, resolution: 240 },
    high: { firstResponse: 240, nextResponse: 240, resolution: 720 },
    normal: { firstResponse: 720, nextResponse: 720, resolution: 1440 },
    low: { firstResponse: 1440, nextResponse: 1440, resolution: null },
  },
  untriaged: 'normal',
  thresholds: [0.5, 0.75],
}

const raised: SlaEvent = { at: at(0), type: 'raised' }
const critical: SlaEvent = { at: at(0), type: 'prioritized', priority: 'critical' }
const low: SlaEvent = { at: at(0), type: 'prioritized', priority: 'low' }
const replied = (hours: number): SlaEvent => ({ at: at(hours), type: 'agent_replied' })
const wrote = (hours: number): SlaEvent => ({ at: at(hours), type: 'requester_wrote' })
type OpenStatus = Extract<SlaEvent, { type: 'status_changed' }>['status']
const turned = (hours: number, status: OpenStatus): SlaEvent => ({ at: at(hours), type: 'status_changed', status })
const named = (hours: number, date: number): SlaEvent => ({ at: at(hours), type: 'date_named', date: at(date) })
const closed = (hours: number, reason: Extract<SlaEvent, { type: 'closed' }>['reason']): SlaEvent => ({
  at: at(hours),
  type: 'closed',
  reason,
})

interface Reading {
  policy?: SlaPolicy
  calendar?: Calendar
  fired?: Iterable<string>
}

const read = (history: readonly SlaEvent[], now: number, options: Reading = {}) =>
  readClocks({
    history,
    policy: options.policy ?? policy,
    calendar: businessCalendar(options.calendar ?? alwaysOpen),
    now: at(now),
    fired: new Set(options.fired),
  })

/** The last run of a clock. */
function clockOf(history: readonly SlaEvent[], now: number, name: ClockName, options?: Reading) {
  const clock = read(history, now, options).clocks.findLast((each) => each.clock === name)
  assert.ok(clock, `there is a clock for ${name}`)
  return clock
}

/** What a test says about a clock, without the rest. */
function assertClock(clock: object, expected: object): void {
  const said = Object.fromEntries(Object.keys(expected).map((key) => [key, Reflect.get(clock, key)]))
  assert.deepEqual(said, expected)
}

describe('the clock of the first response', () => {
  it('runs from the moment a ticket is raised', () => {
    assertClock(clockOf([raised, critical], 0.5, 'first_response'), {
      state: 'running',
      generation: 1,
      target: 2 * hour,
      due: at(2),
      remaining: 1.5 * hour,
    })
  })

  it('holds a ticket to the promise of the policy until triage has set a priority', () => {
    assertClock(clockOf([raised], 1, 'first_response'), { due: at(12) })
  })

  it('is met by a reply through any channel, and stays met', () => {
    for (const now of [1, 100]) {
      assertClock(clockOf([raised, critical, replied(1)], now, 'first_response'), {
        state: 'met',
        stoppedAt: at(1),
        remaining: hour,
      })
    }
  })

  it('is met by a reply at the due instant, and breached a millisecond later', () => {
    const late: SlaEvent = { at: at(2) + 1, type: 'agent_replied' }
    assertClock(clockOf([raised, critical, replied(2)], 3, 'first_response'), { state: 'met', remaining: 0 })
    assertClock(clockOf([raised, critical, late], 3, 'first_response'), {
      state: 'breached',
      due: at(2),
      overdue: 1,
      stoppedAt: at(2) + 1,
    })
  })

  it('is breached from its due instant on while nobody answers', () => {
    assertClock(clockOf([raised, critical], 2, 'first_response'), { state: 'breached', due: at(2), stoppedAt: null })
    assertClock(clockOf([raised, critical], 5, 'first_response'), { state: 'breached', overdue: 3 * hour })
  })

  it('takes the claim that it is solved for an answer', () => {
    assertClock(clockOf([raised, critical, turned(1, 'resolved')], 3, 'first_response'), { state: 'met' })
  })
})

describe('the clock of the next response', () => {
  const answered = [raised, critical, replied(1)]

  it('does not run before the first response, which covers every message until then', () => {
    assert.deepEqual(
      read([raised, critical, wrote(0.5)], 1).clocks.map(({ clock }) => clock),
      ['first_response', 'resolution'],
    )
  })

  it('runs from the first unanswered message, whatever is written after it', () => {
    assertClock(clockOf([...answered, wrote(5), wrote(6)], 6, 'next_response'), {
      state: 'running',
      generation: 1,
      due: at(7),
    })
  })

  it('is met by the next reply, and begins anew with the message after that', () => {
    const history = [...answered, wrote(5), replied(6), wrote(8)]
    assertClock(clockOf(history, 7, 'next_response'), { state: 'met', generation: 1 })
    assertClock(clockOf(history, 9, 'next_response'), { state: 'running', generation: 2, due: at(10) })
  })

  it('does not exist where the policy promises nothing', () => {
    const silent: SlaPolicy = {
      ...policy,
      targets: { ...policy.targets, critical: { firstResponse: 120, resolution: 240 } },
    }
    assert.ok(
      !read([...answered, wrote(5)], 6, { policy: silent }).clocks.some((each) => each.clock === 'next_response'),
    )
  })
})

describe('the clock of the resolution', () => {
  it('stops when the provider says that it is resolved', () => {
    assertClock(clockOf([raised, critical, turned(3, 'resolved')], 50, 'resolution'), {
      state: 'met',
      remaining: hour,
    })
  })

  it('begins a new run with the full target when the requester rejects', () => {
    const history = [raised, critical, turned(3, 'resolved'), turned(10, 'in_progress')]
    const runs = read(history, 11).clocks.filter((each) => each.clock === 'resolution')
    assert.deepEqual(
      runs.map(({ generation, state }) => [generation, state]),
      [
        [1, 'met'],
        [2, 'running'],
      ],
    )
    assertClock(runs[1]!, { startedAt: at(10), due: at(14), remaining: 3 * hour })
  })

  it('begins a new run when a closed ticket is reopened', () => {
    const history = [raised, critical, turned(3, 'resolved'), closed(4, 'verified'), turned(10, 'in_progress')]
    assertClock(clockOf(history, 11, 'resolution'), { generation: 2, due: at(14) })
  })

  it('is dropped with a ticket that is merged, withdrawn or spam, and the answer is owed again if that was wrong', () => {
    const history = [raised, critical, closed(1, 'spam')]
    assertClock(clockOf(history, 9, 'resolution'), { state: 'dropped', stoppedAt: at(1) })
    assert.equal(read(history, 9).wakeAt, null)
    const again = [...history, turned(10, 'in_progress')]
    assertClock(clockOf(again, 11, 'resolution'), { generation: 2, due: at(14) })
    assertClock(clockOf(again, 11, 'first_response'), { generation: 2, due: at(12) })
  })
})

describe('a priority without a target', () => {
  it('has a clock for the response and none for the resolution until a date is named', () => {
    assertClock(clockOf([raised, low], 5, 'first_response'), { due: at(24) })
    assertClock(clockOf([raised, low], 500, 'resolution'), { state: 'undated', stoppedAt: null, passed: [] })
  })

  it('is due on the date that is named, whatever the calendar', () => {
    for (const calendar of [alwaysOpen, berlin]) {
      assertClock(clockOf([raised, low, named(5, 145)], 6, 'resolution', { calendar }), {
        state: 'running',
        due: at(145),
        target: 140 * hour,
        remaining: 139 * hour,
      })
    }
  })

  it('is due later by as much as it waited for the requester', () => {
    const history = [raised, low, named(5, 145), turned(10, 'waiting_on_requester'), turned(30, 'in_progress')]
    assertClock(clockOf(history, 31, 'resolution'), { due: at(165) })
  })

  it('follows the date that was named last', () => {
    assertClock(clockOf([raised, low, named(5, 145), named(50, 60)], 51, 'resolution'), { due: at(60) })
  })

  it('needs a new date after a rejection', () => {
    const history = [raised, low, named(5, 145), turned(10, 'resolved'), turned(20, 'in_progress')]
    assertClock(clockOf(history, 21, 'resolution'), { state: 'undated', generation: 2 })
    assertClock(clockOf([...history, named(22, 40)], 23, 'resolution'), { due: at(40) })
  })
})

describe('a pause', () => {
  const waiting = [raised, critical, replied(1), turned(1, 'waiting_on_requester')]

  it('freezes what remains while the ticket waits on the requester', () => {
    for (const now of [1, 2, 200]) {
      assertClock(clockOf(waiting, now, 'resolution'), {
        state: 'paused',
        remaining: 3 * hour,
        since: at(1),
        because: 'waiting_on_requester',
        next: null,
      })
    }
  })

  it('ends with the waiting: what remained is counted from there', () => {
    assertClock(clockOf([...waiting, turned(50, 'in_progress')], 51, 'resolution'), {
      state: 'running',
      due: at(53),
      remaining: 2 * hour,
    })
  })

  it('is none while the ticket waits on somebody else, unless the policy says so', () => {
    const history = [raised, critical, turned(1, 'waiting_on_third_party'), turned(2, 'in_progress')]
    assertClock(clockOf(history, 2.5, 'resolution'), { due: at(4) })
    const patient: SlaPolicy = { ...policy, pauses: ['waiting_on_requester', 'waiting_on_third_party'] }
    assertClock(clockOf(history, 2.5, 'resolution', { policy: patient }), { due: at(5) })
  })

  it('in closed hours takes nothing away', () => {
    const history = [raised, critical, turned(20, 'waiting_on_requester'), turned(30, 'in_progress')]
    // Berlin opens at 08:00 UTC: four hours from there are over at noon of the first day.
    const early: SlaEvent[] = [raised, critical, turned(1, 'waiting_on_requester'), turned(7, 'in_progress')]
    assertClock(clockOf(early, 9, 'resolution', { calendar: berlin }), { state: 'running', due: at(12) })
    assertClock(clockOf(history, 31, 'resolution', { calendar: berlin }), { state: 'breached', due: at(12) })
  })

  it('belongs to the run in which it was: a later one counts from its own start', () => {
    const history = [raised, critical, turned(1, 'waiting_on_requester'), turned(2, 'in_progress'), replied(2)]
    assertClock(clockOf([...history, wrote(9)], 10, 'next_response'), { startedAt: at(9), due: at(11) })
    const again = [...history, turned(3, 'resolved'), turned(10, 'in_progress')]
    assertClock(clockOf(again, 11, 'resolution'), { generation: 2, due: at(14) })
  })

  it('in which a date is named delays it until the waiting ends', () => {
    const history = [raised, low, turned(1, 'waiting_on_requester'), named(5, 25), turned(6, 'in_progress')]
    assertClock(clockOf(history.slice(0, -1), 5, 'resolution'), { state: 'paused', remaining: 20 * hour })
    assertClock(clockOf(history, 7, 'resolution'), { state: 'running', due: at(26) })
  })

  it('does not undo a breach', () => {
    const history = [raised, critical, turned(5, 'waiting_on_requester')]
    assertClock(clockOf(history, 9, 'resolution'), { state: 'breached', due: at(4), overdue: hour })
  })

  it('at the due instant comes before the breach, which follows when the waiting ends', () => {
    const history = [raised, critical, turned(4, 'waiting_on_requester')]
    assertClock(clockOf(history, 9, 'resolution'), { state: 'paused', remaining: 0 })
    assertClock(clockOf([...history, turned(10, 'in_progress')], 10, 'resolution'), { state: 'breached', due: at(10) })
  })
})

describe('thresholds', () => {
  const shares = (now: number, fired: Iterable<string> = [], history: SlaEvent[] = [raised, critical, replied(0.5)]) =>
    read(history, now, { fired }).newlyPassed.map(({ share, at }) => [share, (at - start) / hour])

  it('are passed one after the other, the breach at the whole target', () => {
    assert.deepEqual(shares(1.99), [])
    assert.deepEqual(shares(2), [[0.5, 2]])
    assert.deepEqual(shares(3.5), [
      [0.5, 2],
      [0.75, 3],
    ])
    assert.deepEqual(shares(4).at(-1), [1, 4])
  })

  it('after a downtime are all there once, oldest first, with the instants at which they were passed', () => {
    const history = [raised, critical]
    const passed = read(history, 100).newlyPassed
    assert.deepEqual(
      passed.map((each) => thresholdKey(each)),
      [
        'first_response:1:0.5',
        'first_response:1:0.75',
        'first_response:1:1',
        'resolution:1:0.5',
        'resolution:1:0.75',
        'resolution:1:1',
      ],
    )
    assert.deepEqual(shares(200, passed.map(thresholdKey), history), [])
  })

  it('tell when to look again, and nothing once all are passed', () => {
    const history = [raised, critical, replied(0.5)]
    assert.equal(read(history, 1).wakeAt, at(2))
    assert.equal(read(history, 2).wakeAt, at(3))
    assert.equal(read(history, 1, { fired: ['resolution:1:0.5'] }).wakeAt, at(3))
    assert.equal(read(history, 5).wakeAt, null)
    assert.equal(clockOf(history, 1, 'resolution').next?.share, 0.5)
  })

  it('may lie beyond the breach', () => {
    const stern: SlaPolicy = { ...policy, thresholds: [1.5] }
    assert.equal(read([raised, critical, replied(0.5)], 5, { policy: stern }).wakeAt, at(6))
    assertClock(read([raised, critical, replied(0.5)], 7, { policy: stern }).newlyPassed[1]!, { share: 1.5, at: at(6) })
  })

  it('fire again for a new run of the clock', () => {
    const history = [raised, critical, replied(0.5), turned(2.5, 'resolved'), turned(10, 'in_progress')]
    assert.deepEqual(shares(12, ['resolution:1:0.5'], history), [[0.5, 12]])
  })
})

describe('a change of priority, policy or calendar', () => {
  const raise: SlaEvent = { at: at(6), type: 'prioritized', priority: 'critical' }
  const pause = [turned(1, 'waiting_on_requester'), turned(3, 'in_progress')]

  it('recounts the whole history and keeps the pauses', () => {
    const history = [raised, replied(0.5), ...pause]
    assertClock(clockOf(history, 7, 'resolution'), { state: 'running', due: at(26) })
    assertClock(clockOf([...history, raise], 7, 'resolution'), { state: 'breached', due: at(6), startedAt: at(0) })
  })

  it('fires what is newly passed once, and never again what has fired', () => {
    const history = [raised, replied(0.5), ...pause, raise]
    const first = read(history, 7).newlyPassed.map(thresholdKey)
    assert.deepEqual(first, ['resolution:1:0.5', 'resolution:1:0.75', 'resolution:1:1'])
    const lowered: SlaEvent[] = [...history, { at: at(8), type: 'prioritized', priority: 'normal' }]
    assertClock(clockOf(lowered, 9, 'resolution', { fired: first }), { state: 'running', due: at(26) })
    assert.deepEqual(read(lowered, 500, { fired: first }).newlyPassed, [])
  })

  it('counts the same history by the hours of another calendar', () => {
    const history = [raised, critical, replied(0.5)]
    assertClock(clockOf(history, 1, 'resolution', { calendar: alwaysOpen }), { due: at(4) })
    assertClock(clockOf(history, 1, 'resolution', { calendar: berlin }), { due: at(12) })
    assertClock(clockOf(history, 1, 'resolution', { calendar: china }), { due: at(6) })
  })
})

describe('a reading', () => {
  it('of an earlier instant knows nothing of what happened after it', () => {
    const history = [raised, critical, replied(1), turned(1, 'waiting_on_requester'), turned(9, 'resolved')]
    assert.deepEqual(read(history, 0.5), read(history.slice(0, 2), 0.5))
    assert.deepEqual(read(history, 5), read(history.slice(0, 4), 5))
    assert.deepEqual(read(history, -1), { clocks: [], newlyPassed: [], wakeAt: null })
  })

  it('takes the order of the history for the order of what happened', () => {
    const skewed = [raised, critical, replied(1), { at: at(0.9), type: 'requester_wrote' }] as const
    assertClock(clockOf(skewed, 2, 'next_response'), { startedAt: at(1) })
  })

  it('says when it rests on a year whose holidays are not known', () => {
    const late = Date.parse('2026-12-31T09:30:00.000Z')
    const input = { policy, calendar: businessCalendar(china), now: late + minute, fired: new Set<string>() }
    const clocks = readClocks({ ...input, history: [{ at: late, type: 'raised' }] }).clocks
    assert.deepEqual(
      clocks.map(({ beyondData }) => beyondData),
      [true, true],
    )
    assert.equal(clockOf([raised, critical], 1, 'resolution', { calendar: china }).beyondData, false)
  })
})
