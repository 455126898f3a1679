// How fast one core computes: deadlines over a business calendar with holidays, and whole tickets with all their clocks.
import { advance, businessCalendar, readClocks } from '@aftercare/protocol/sla'
import { china } from '../../../packages/protocol/test/sla/calendars.ts'

const hour = 3_600_000

const median = (numbers) => numbers.toSorted((a, b) => a - b)[Math.floor(numbers.length / 2)]

/** The median of five rounds of `count` calls, after one that is not counted, as calls per second. */
function callsPerSecond(count, call) {
  const rounds = Array.from({ length: 6 }, () => {
    const began = performance.now()
    for (let index = 0; index < count; index++) call(index)
    return performance.now() - began
  })
  return Math.round((count / median(rounds.slice(1))) * 1000)
}

/** Starts at any millisecond of two years, targets up to a hundred business hours. */
export function deadlinesPerSecond(random) {
  const count = 200_000
  const calendar = businessCalendar(china)
  const starts = Array.from({ length: count }, () => Date.UTC(2025, 0, 1) + Math.floor(random() * 700 * 24 * hour))
  const targets = Array.from({ length: count }, () => Math.floor(random() * 100 * hour))
  let sum = 0
  const perSecond = callsPerSecond(count, (index) => {
    sum += advance(calendar, starts[index], targets[index]).instant
  })
  if (!Number.isFinite(sum)) throw new Error('a deadline is no number')
  return perSecond
}

/** A ticket with a reply, two waits for the requester, a rejection and three thresholds for each clock. */
export function readingsPerSecond() {
  const calendar = businessCalendar(china)
  const target = { firstResponse: 120, nextResponse: 120, resolution: 1440 }
  const policy = {
    targets: { critical: target, high: target, normal: target, low: target },
    untriaged: 'normal',
    thresholds: [0.5, 0.75],
  }
  const start = Date.UTC(2025, 8, 22, 2)
  const turned = (hours, status) => ({ at: start + hours * hour, type: 'status_changed', status })
  const history = [
    { at: start, type: 'raised' },
    { at: start + hour, type: 'agent_replied' },
    turned(2, 'waiting_on_requester'),
    { at: start + 26 * hour, type: 'requester_wrote' },
    turned(26, 'in_progress'),
    turned(30, 'waiting_on_requester'),
    turned(99, 'in_progress'),
    turned(150, 'resolved'),
    turned(200, 'in_progress'),
  ]
  return callsPerSecond(5000, (index) =>
    readClocks({ history, policy, calendar, now: start + 210 * hour + index, fired: new Set() }),
  )
}
