import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import {
  isOpen,
  isUnderWay,
  mayBecome,
  newsOf,
  noticeKinds,
  noticeStatuses,
  type Spell,
  uptimeBegins,
  uptimeOf,
  worstOf,
} from '@aftercare/protocol/status'

describe('the way of a notice', () => {
  it('leads an incident from investigating to resolved, and maintenance from scheduled to completed or cancelled', () => {
    for (const [from, to] of [
      ['investigating', 'identified'],
      ['identified', 'monitoring'],
      ['monitoring', 'resolved'],
      ['investigating', 'resolved'],
      ['monitoring', 'identified'],
    ] as const)
      assert.ok(mayBecome('incident', from, to), `${from} ${to}`)
    for (const [from, to] of [
      ['scheduled', 'in_progress'],
      ['in_progress', 'verifying'],
      ['verifying', 'completed'],
      ['scheduled', 'cancelled'],
      ['scheduled', 'scheduled'],
    ] as const)
      assert.ok(mayBecome('maintenance', from, to), `${from} ${to}`)
    assert.ok(!mayBecome('maintenance', 'scheduled', 'completed'))
    assert.ok(!mayBecome('maintenance', 'scheduled', 'verifying'))
  })

  it('ends where nothing may become of it, and takes no status of the other kind', () => {
    for (const kind of noticeKinds) {
      for (const from of noticeStatuses) {
        const next = noticeStatuses.filter((to) => mayBecome(kind, from, to))
        assert.equal(isOpen(kind, from), next.length > 0, `${kind} ${from}`)
        if (isUnderWay(kind, from)) assert.ok(isOpen(kind, from))
      }
    }
    assert.deepEqual(
      noticeStatuses.filter((status) => isOpen('incident', status) && isOpen('maintenance', status)),
      [],
    )
    assert.equal(isUnderWay('maintenance', 'scheduled'), false)
  })

  it('tells what an update is', () => {
    assert.equal(newsOf('incident', 'resolved', false), 'completed')
    assert.equal(newsOf('maintenance', 'completed', false), 'completed')
    assert.equal(newsOf('maintenance', 'cancelled', true), 'cancelled')
    assert.equal(newsOf('maintenance', 'scheduled', true), 'rescheduled')
    assert.equal(newsOf('maintenance', 'in_progress', false), 'updated')
  })
})

describe('uptime', () => {
  const at = (text: string) => Date.parse(text)
  const out = (from: string, until: string, state: Spell['state'] = 'major_outage'): Spell => ({
    state,
    from: at(from),
    until: at(until),
  })
  const of = (more: object) => ({
    spells: [],
    since: 0,
    now: at('2026-06-10T12:00:00Z'),
    zone: 'UTC',
    days: 90,
    ...more,
  })
  const near = (found: number | null, expected: number) => assert.ok(Math.abs(found! - expected) < 1e-9, `${found}`)

  it('is whole where nothing was said, and unknown before it was watched', () => {
    const { uptime, days } = uptimeOf(of({ since: at('2026-06-09T00:00:00Z') }))
    assert.equal(uptime, 1)
    assert.equal(days.length, 90)
    assert.deepEqual(days.at(0), { date: '2026-03-13', uptime: null, worst: 'operational' })
    assert.deepEqual(days.at(-3), { date: '2026-06-08', uptime: null, worst: 'operational' })
    assert.deepEqual(days.at(-1), { date: '2026-06-10', uptime: 1, worst: 'operational' })
    assert.equal(uptimeOf(of({ since: at('2026-06-11T00:00:00Z') })).uptime, null)
  })

  it('counts an outage whole, a partial one for three tenths, and neither slowness nor maintenance', () => {
    const day = (state: Spell['state']) =>
      uptimeOf(of({ spells: [out('2026-06-09T06:00:00Z', '2026-06-09T12:00:00Z', state)] })).days.at(-2)!
    near(day('major_outage').uptime, 0.75)
    near(day('partial_outage').uptime, 1 - 0.25 * 0.3)
    near(day('degraded_performance').uptime, 1)
    near(day('under_maintenance').uptime, 1)
    assert.equal(day('under_maintenance').worst, 'under_maintenance')
  })

  it('counts the worst of what is said at once, and once', () => {
    const spells = [
      out('2026-06-09T06:00:00Z', '2026-06-09T12:00:00Z', 'partial_outage'),
      out('2026-06-09T06:00:00Z', '2026-06-09T12:00:00Z'),
      out('2026-06-09T11:00:00Z', '2026-06-09T13:00:00Z'),
    ]
    const { days } = uptimeOf(of({ spells }))
    near(days.at(-2)!.uptime, 1 - 7 / 24)
    assert.equal(days.at(-2)!.worst, 'major_outage')
  })

  it('counts only what has passed of an outage that goes on, and of today', () => {
    const spells = [
      { state: 'major_outage' as const, from: at('2026-06-10T09:00:00Z'), until: Number.MAX_SAFE_INTEGER },
    ]
    near(uptimeOf(of({ spells })).days.at(-1)!.uptime, 0.75)
  })

  it('has days of 23 and of 25 hours where the clocks change', () => {
    const berlin = (now: string, spells: readonly Spell[]) =>
      uptimeOf(of({ zone: 'Europe/Berlin', now: at(now), spells, days: 3 })).days
    // 29 March 2026 begins at 23:00 UTC and ends at 22:00 UTC.
    const spring = berlin('2026-03-30T12:00:00Z', [out('2026-03-28T23:00:00Z', '2026-03-29T00:00:00Z')])
    assert.deepEqual(
      spring.map(({ date }) => date),
      ['2026-03-28', '2026-03-29', '2026-03-30'],
    )
    near(spring[0]!.uptime, 1)
    near(spring[1]!.uptime, 1 - 1 / 23)
    // 25 October 2026 begins at 22:00 UTC and ends at 23:00 UTC.
    const autumn = berlin('2026-10-26T12:00:00Z', [out('2026-10-25T22:00:00Z', '2026-10-25T23:00:00Z')])
    near(autumn[1]!.uptime, 1 - 1 / 25)
    near(autumn[2]!.uptime, 1)
  })

  it('begins at the local midnight of its first day', () => {
    assert.equal(uptimeBegins(at('2026-03-30T12:00:00Z'), 'Europe/Berlin', 2), at('2026-03-28T23:00:00Z'))
    assert.equal(uptimeBegins(at('2026-03-30T20:00:00Z'), 'Asia/Shanghai', 1), at('2026-03-30T16:00:00Z'))
    assert.throws(() => uptimeBegins(0, 'Nowhere/Land', 1), RangeError)
  })

  it('knows the worst of several states', () => {
    assert.equal(worstOf([]), 'operational')
    assert.equal(worstOf(['under_maintenance', 'partial_outage', 'degraded_performance']), 'partial_outage')
  })
})
