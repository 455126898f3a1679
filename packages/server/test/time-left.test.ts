import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import type { Priority } from '@aftercare/protocol'
import { defineService, publicPart, softwareAfterSales } from '@aftercare/protocol/service'
import { type Calendar, readClocks, type SlaClock, type SlaEvent, timeLeft } from '@aftercare/protocol/sla'
import { OffsetCache } from '../../protocol/test/sla/oracle.ts'
import { below, type Random, seeded, someWindow, zones } from '../../protocol/test/sla/random-cases.ts'
import { compileService } from '../src/service/compiled-service.ts'
import { serializeReceipt } from '../src/sla/serialize.ts'

const minute = 60_000
const day = 1440 * minute
const preset = softwareAfterSales()
const pick = <T>(random: Random, list: readonly T[]): T => list[below(random, list.length)]!

/** A service with this calendar, and targets and pauses of any kind. */
function someService(random: Random, hours: Calendar) {
  const minutes = () => 1 + below(random, 3000)
  const target = (priority: Priority) => {
    const firstResponse = minutes()
    const resolution = random() < 0.3 ? null : firstResponse + minutes()
    const own = random() < 0.2 && { calendar: 'always' }
    return { ...preset.priorities[priority], firstResponse, nextResponse: minutes(), resolution, ...own }
  }
  return compileService(
    defineService({
      ...preset,
      calendars: { always: '24x7', hours },
      priorities: {
        critical: target('critical'),
        high: target('high'),
        normal: target('normal'),
        low: target('low'),
      },
      sla: {
        calendar: 'hours',
        pauses: random() < 0.5 ? ['waiting_on_requester'] : ['waiting_on_requester', 'waiting_on_third_party'],
      },
    }),
  )
}

/** Anything that may happen to a ticket, in any order, over some days. */
function someHistory(random: Random, from: number): { history: SlaEvent[]; priority: Priority | null; last: number } {
  const priorities: readonly Priority[] = ['critical', 'high', 'normal', 'low']
  const statuses = ['in_progress', 'waiting_on_requester', 'waiting_on_third_party', 'resolved'] as const
  const history: SlaEvent[] = [{ at: from, type: 'raised' }]
  let priority: Priority | null = null
  let at = from
  for (let left = below(random, 9); left > 0; left--) {
    // Some things happen at once, most at no whole minute.
    if (random() < 0.9) at += below(random, day)
    const kind = below(random, 6)
    if (kind === 0) {
      priority = pick(random, priorities)
      history.push({ at, type: 'prioritized', priority })
    } else if (kind === 1) history.push({ at, type: 'requester_wrote' })
    else if (kind === 2) history.push({ at, type: 'agent_replied' })
    else if (kind === 3) history.push({ at, type: 'date_named', date: at + below(random, 3 * day) })
    else if (kind === 4 && random() < 0.2) {
      history.push({ at, type: 'closed', reason: pick(random, ['verified', 'silence', 'merged', 'withdrawn', 'spam']) })
    } else history.push({ at, type: 'status_changed', status: pick(random, statuses) })
  }
  return { history, priority, last: at }
}

/** What the server's own reading says is left. */
const leftOf = (clock: SlaClock) => (clock.state === 'breached' ? 0 : 'remaining' in clock ? clock.remaining : null)

describe('the time left that a page counts', () => {
  const random = seeded(20_261_124)
  const offsets = new OffsetCache()

  it('is what the server reads at every instant, over random histories, calendars and zones', () => {
    let compared = 0
    const states = new Set<string>()
    for (const zone of zones) {
      const { calendar, oracle } = someWindow(random, zone, offsets)
      let service = someService(random, calendar)
      for (let tickets = 0; tickets < 8; tickets++) {
        if (tickets === 4) service = someService(random, calendar)
        const { history, priority, last } = someHistory(random, oracle.from + below(random, 5 * day))
        const readAt = (now: number) =>
          readClocks({ history, policy: service.policy, calendar: service.calendar(priority), now, fired: new Set() })
        const read = last + below(random, day)
        const clocks: readonly SlaClock[] = JSON.parse(JSON.stringify(readAt(read).clocks))
        const details = {
          receipt: serializeReceipt(clocks, read),
          calendar: service.calendarId(priority),
          priority,
          serviceVersion: service.definition.version,
        }
        // The page has the public part alone, as it came over the wire.
        const served = JSON.parse(JSON.stringify(publicPart(service.definition, 'requester')))
        const dues = clocks.flatMap((clock) => ('due' in clock ? [clock.due - 1, clock.due, clock.due + 1] : []))
        for (const now of [read, read + below(random, 3 * day), ...dues].filter((each) => each >= read)) {
          const wanted = readAt(now).clocks.map((clock) => [clock.clock, clock.generation, clock.state, leftOf(clock)])
          const got = timeLeft(served, details, now).map((each) => [
            each.clock,
            each.generation,
            each.state,
            each.remaining,
          ])
          assert.deepEqual(got, wanted, JSON.stringify({ zone, history, now, calendar }))
          for (const [, , state] of got) states.add(String(state))
          compared += got.length
        }
      }
    }
    assert.ok(compared > 2000, `${compared} promises were compared`)
    assert.deepEqual([...states].sort(), ['breached', 'dropped', 'met', 'paused', 'running', 'undated'])
  })

  it('is not guessed where the ticket is handled under another version of the service', () => {
    const service = compileService(preset)
    const now = Date.parse('2026-11-24T08:00:00.000Z')
    const { clocks } = readClocks({
      history: [{ at: now, type: 'raised' }],
      policy: service.policy,
      calendar: service.calendar('high'),
      now,
      fired: new Set(),
    })
    const receipt = serializeReceipt(clocks, now)
    const details = { receipt, calendar: 'always', priority: 'high', serviceVersion: 'another' } as const
    const left = timeLeft(publicPart(preset, 'requester'), details, now)
    assert.deepEqual(
      left.map(({ state, remaining }) => [state, remaining]),
      [
        ['running', null],
        ['running', null],
      ],
    )
    // That the due instant has come is known all the same.
    const later = timeLeft(publicPart(preset, 'requester'), details, now + 30 * day)
    assert.ok(later.every(({ state, remaining }) => state === 'breached' && remaining === 0))
  })
})
