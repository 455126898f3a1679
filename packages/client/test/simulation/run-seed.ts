import { createCasework } from './casework.ts'
import type { ClientCode } from './client-code.ts'
import { createDevice, type DeviceParts } from './device.ts'
import { createFaults, type FaultPoint } from './faults.ts'
import { createHost } from './host.ts'
import { comeToRest, fillDevice } from './last-days.ts'
import { createLeaving } from './leaving.ts'
import { network } from './network.ts'
import { createPeople, persons } from './people.ts'
import { PlainRequest } from './plain-http.ts'
import { createScheduler, GoesInCircles } from './scheduler.ts'
import { seededRandom } from './seeded-random.ts'
import { createServerModel, type ModelParts } from './server-model.ts'
import { createStorms } from './storms.ts'
import { shown } from './submissions.ts'
import { hour, minute } from './times.ts'
import { createTrace } from './trace.ts'
import { createTyping } from './typing.ts'
import { upheavalsOf } from './upheavals.ts'
import { isForeign, judge, type Verdict } from './verdict.ts'
import { createVisiting } from './visiting.ts'
import { createVoting } from './voting.ts'

export interface SeedResult {
  readonly seed: number
  readonly submissions: number
  readonly faults: ReadonlyMap<FaultPoint, number>
  /** Of everything that happened: equal when it is run again. */
  readonly hash: string
  readonly verdict: Verdict
  readonly happened: number
  readonly lines: readonly string[] | undefined
}

export interface SeedOptions {
  /** Keeps every line of what happens. */
  readonly readable?: boolean
  readonly serverWithout?: ModelParts['without']
}

const epoch = Date.UTC(2026, 0, 5, 9)
/** How long things go wrong. */
const chaos = 20 * minute

/**
 * One seed: two people, the tabs of a device, a network and a server, with faults; then everything works again, time
 * passes, and what has become of each thing that was written is judged.
 */
export async function runSeed(seed: number, code: ClientCode, options: SeedOptions = {}): Promise<SeedResult> {
  Object.assign(globalThis, { Request: PlainRequest })
  const random = seededRandom(seed)
  // Of its own, too.
  const widespread = seededRandom(seed + 2_000_003)
  const scheduler = createScheduler()
  const storms = createStorms(scheduler)
  const trace = createTrace(scheduler.now, options.readable ?? false)
  const faults = createFaults(
    {
      ...{ random: random.branch(), own: widespread.branch() },
      ...{ ownToo: seededRandom(seed + 4_000_003), visitors: seededRandom(seed + 9_000_003) },
    },
    trace,
  )
  const serverNow = () => epoch + scheduler.now()
  const host = createHost({ random: random.branch(), faults, serverNow })
  let made = 0
  const model = createServerModel({
    now: serverNow,
    subjectOf: host.subjectOf,
    newId: () => `0000${String(++made).padStart(4, '0')}-0000-4000-8000-000000000000`,
    without: options.serverWithout,
  })
  const net = network({
    scheduler,
    random: random.branch(),
    pieces: seededRandom(seed + 6_000_003),
    faults,
    trace,
    model,
    storms,
    serverNow,
  })
  const parts: DeviceParts = {
    scheduler,
    random: random.branch(),
    faults,
    trace,
    network: net,
    storms,
    host,
    code,
    serverNow,
  }
  const device = createDevice(parts)
  const typing = createTyping(device, parts)
  const people = createPeople(device, typing, seededRandom(seed + 5_000_003), { ...parts, random: random.branch() })
  const against: Verdict = { lost: [], duplicated: [], stuck: [], crossed: [] }

  const leaving = createLeaving({ ...parts, device, people, typing })
  const visiting = createVisiting({ ...parts, device, people, typing, leaving })
  const foreignAt: [string, string][] = []
  device.storage.onCommit = (name, operations) => {
    if (leaving.committed(name, operations)) {
      const others = foreignAt.filter(([of]) => of !== name)
      foreignAt.splice(0, Infinity, ...others)
      return
    }
    if (visiting.committed(name, operations, foreignAt)) return
    const deletes = operations.filter(({ type, key }) => type === 'delete' && key.startsWith('draft/'))
    const queued = operations.some(({ type, key }) => type === 'put' && key.startsWith('outbox/'))
    // What a full device did not take went from memory: its draft goes when it has arrived.
    const arrived = people.written.some((one) => one.drafted && shown(one)?.status === 'acknowledged')
    if (deletes.length > 0 && !queued && !arrived)
      against.lost.push('a draft is gone before what became of it is there')
  }

  people.open(random.pick(persons))
  for (let count = random.between(9, 13); count > 0; count--) scheduler.after(random.between(0, chaos), people.submit)
  for (let count = random.between(2, 6); count > 0; count--) scheduler.after(random.between(0, chaos), people.handle)
  // Of its own: whoever takes nothing away meets what they met before there was this.
  const choices = seededRandom(seed + 1_000_003)
  for (let count = choices.between(2, 12); count > 0; count--) {
    scheduler.after(choices.between(0, chaos), () => people.takeAway(choices))
  }
  for (let count = choices.between(4, 16); count > 0; count--) {
    scheduler.after(choices.between(0, chaos), () => typing.type(choices))
  }
  // And so on: about half of the seeds do more with tickets than write to them.
  const cases = seededRandom(seed + 3_000_003)
  const casework = createCasework({ ...parts, people, model })
  for (let count = cases.chance(0.5) ? cases.between(3, 8) : 0; count > 0; count--) {
    const act = cases.pick([casework.act, casework.act, casework.correct, casework.correct, casework.solve])
    scheduler.after(cases.between(0, chaos), () => act(cases))
  }
  const votes = seededRandom(seed + 8_000_003)
  const voting = createVoting({ ...parts, people })
  for (let count = votes.chance(0.4) ? votes.between(3, 8) : 0; count > 0; count--) {
    scheduler.after(votes.between(0, chaos), () => voting.vote(votes))
  }
  const leaves = seededRandom(seed + 7_000_003)
  for (let count = leaves.chance(0.4) ? leaves.between(1, 2) : 0; count > 0; count--) {
    scheduler.after(leaves.between(0, chaos), () => leaving.logout(leaves))
  }
  const visits = seededRandom(seed + 10_000_003)
  for (let count = visits.chance(0.35) ? visits.between(1, 3) : 0; count > 0; count--) {
    const at = visits.between(0, chaos / 2)
    scheduler.after(at, visiting.come)
    // Somebody who never signs in stays who they are.
    if (visits.chance(0.6)) scheduler.after(at + visits.between(0, chaos / 2), () => visiting.merge(visits))
  }
  const world = { scheduler, faults, network: net, model, device }
  const whole = { ...world, people, typing, leaving, visiting, random, widespread, foreignAt }
  const upheavals = upheavalsOf(whole)
  for (let round = 0; round < 3; round++) {
    for (const [point, happens] of upheavals) {
      scheduler.after(random.between(0, chaos), () => faults.strikes(point) && happens())
    }
  }

  for (let round = 0; round < 3; round++) {
    scheduler.after(widespread.between(0, chaos), () => fillDevice(whole))
  }

  try {
    await scheduler.runUntil(chaos)
    // Several tabs that ask every quarter of an hour, for weeks, are no circle.
    if (net.refusesUntil > scheduler.now()) await scheduler.runUntil(net.refusesUntil + hour, 1_000_000)
    against.stuck.push(...(await comeToRest(whole)))
  } catch (error) {
    if (!(error instanceof GoesInCircles)) throw error
    against.stuck.push(error.message)
  }
  const judged = judge(people.written, model, device, net)
  const drafts = typing.judge()
  const left = await leaving.judge(model.rows)
  for (const [name, key] of foreignAt) {
    const value = device.storage.databases.get(name)?.pairs.get(key)
    if (value === undefined || !isForeign(value)) against.lost.push('a record of another version was touched')
  }
  return {
    seed,
    submissions: people.written.length,
    faults: faults.counts,
    hash: trace.hash(),
    verdict: {
      lost: [...against.lost, ...judged.lost, ...drafts.lost, ...left.lost],
      duplicated: judged.duplicated,
      stuck: [...against.stuck, ...judged.stuck, ...storms.seen, ...left.stuck],
      crossed: [...visiting.wrong, ...judged.crossed, ...drafts.crossed, ...left.crossed],
    },
    happened: scheduler.happened,
    lines: trace.lines,
  }
}

export const total = ({ lost, duplicated, stuck, crossed }: Verdict): number =>
  lost.length + duplicated.length + stuck.length + crossed.length
