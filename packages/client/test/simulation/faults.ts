import type { SeededRandom } from './seeded-random.ts'
import type { Trace } from './trace.ts'

/** Every point at which something can go wrong, and how often it does where a seed has it at all. */
export const faultPoints = {
  // The device's storage.
  'storage: refuses to open': 0.15,
  'storage: over its quota': 0.06,
  'storage: connection lost before a write': 0.04,
  'storage: connection lost before a read': 0.04,
  'storage: tab killed before the commit': 0.02,
  'storage: tab killed after the commit': 0.02,
  'storage: slow write': 0.05,
  'storage: slow read': 0.05,
  'storage: a record of another version appears': 0.05,
  'storage: emptied by the browser': 0.1,
  // Between the device and the server.
  'network: tab killed before the request': 0.02,
  'network: request lost': 0.15,
  'network: request hangs': 0.04,
  'network: request arrives late': 0.06,
  'network: request arrives twice': 0.1,
  'network: response lost': 0.15,
  'network: response hangs': 0.04,
  'network: response cut off': 0.08,
  'network: somebody else answers 200': 0.06,
  'network: somebody else answers 404': 0.06,
  'network: tab killed between response and receipt': 0.04,
  // The server.
  'server: killed before the commit': 0.06,
  'server: killed between commit and answer': 0.08,
  'server: slow, the same request finds it in flight': 0.06,
  'server: 500': 0.06,
  'server: 503 with Retry-After': 0.06,
  'server: 429 with Retry-After': 0.08,
  'server: 429 for days': 0.01,
  'server: 408': 0.05,
  'server: 425': 0.04,
  'server: 401 once': 0.06,
  'server: 401 for a while': 0.02,
  'server: holds the key with another content': 0.01,
  'server: forgets an upload': 0.04,
  // Tabs, locks and what they tell each other.
  'lock: not to be had at all': 0.1,
  'lock: holder frozen until its lease is over': 0.02,
  'channel: message lost': 0.15,
  'channel: message late': 0.15,
  'tab: frozen': 0.5,
  'tab: killed': 0.5,
  'tab: closed': 0.5,
  'tab: a second one': 0.7,
  // The clock of the device.
  'clock: jumps forward': 0.35,
  'clock: jumps back': 0.35,
  'clock: years off': 0.15,
  // The host.
  'host: out of reach for a token': 0.1,
  'host: nobody signed in': 0.3,
  'host: another person signs in': 0.5,
  'host: token is about to end': 0.15,
  'page: offline for a while': 0.5,
  'storage: full for a while': 0.4,
  // What becomes of a ticket between reading it and writing to it.
  'ticket: corrected on another device meanwhile': 0.3,
  'ticket: goes on meanwhile': 0.4,
  // The bytes of a file.
  'upload: cut within a piece': 0.1,
  'upload: other bytes arrive': 0.03,
  'upload: a piece taken for lost arrives later': 0.1,
  // Leaving the device.
  'logout: in the middle': 0.3,
  // Who is nobody yet, and who it turns out to be.
  'visitor: challenge refused': 0.06,
  'visitor: token expired': 0.04,
  'merge: server killed between commit and answer': 0.4,
  'merge: device full while entries are moved': 0.3,
  'merge: page killed between the two writes': 0.4,
  'merge: two tabs at once': 0.4,
  'merge: its person logs out': 0.3,
} as const satisfies Record<string, number>

export type FaultPoint = keyof typeof faultPoints
export const faultNames = Object.keys(faultPoints) as FaultPoint[]
/** Drawn from sources of their own: the seeds without them meet what they met before there were these. */
const later: FaultPoint = 'storage: full for a while'
const from = (point: FaultPoint) => new Set<FaultPoint>(faultNames.slice(faultNames.indexOf(point)))
const latest = from('ticket: corrected on another device meanwhile')
const ofVisitors = from('visitor: challenge refused')

/** Where each point draws from. */
export interface FaultSources {
  readonly random: SeededRandom
  readonly own: SeededRandom
  readonly ownToo: SeededRandom
  readonly visitors: SeededRandom
}

/** Decides at each point whether it goes wrong this time. */
export interface Faults {
  strikes(point: FaultPoint): boolean
  /** Nothing goes wrong any more. */
  cease(): void
  readonly ceased: boolean
  readonly counts: Map<FaultPoint, number>
}

/** Each seed has its own selection of faults: what is rare together elsewhere meets here. */
export function createFaults({ random, own, ownToo, visitors }: FaultSources, trace: Trace): Faults {
  function sourceOf(point: FaultPoint): SeededRandom {
    if (ofVisitors.has(point)) return visitors
    return point === later ? own : latest.has(point) ? ownToo : random
  }
  const rates = new Map<FaultPoint, number>()
  for (const point of faultNames) {
    const source = sourceOf(point)
    const rate = faultPoints[point] * (0.5 + 2 * source.next())
    if (source.chance(0.6)) rates.set(point, Math.min(0.9, rate))
  }
  let ceased = false
  const counts = new Map<FaultPoint, number>()
  return {
    strikes(point) {
      const rate = rates.get(point)
      if (ceased || rate === undefined || !sourceOf(point).chance(rate)) return false
      counts.set(point, (counts.get(point) ?? 0) + 1)
      trace.add(`! ${point}`)
      return true
    },
    cease() {
      ceased = true
      trace.add('faults cease')
    },
    get ceased() {
      return ceased
    },
    counts,
  }
}
