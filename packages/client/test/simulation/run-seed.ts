import type { ClientCode } from './client-code.ts'
import { createDevice, type DeviceParts } from './device.ts'
import { createFaults, type FaultPoint } from './faults.ts'
import { createHost } from './host.ts'
import { network } from './network.ts'
import { createPeople, persons } from './people.ts'
import { PlainRequest } from './plain-http.ts'
import { createScheduler, GoesInCircles } from './scheduler.ts'
import { seededRandom } from './seeded-random.ts'
import { createServerModel, type ModelParts } from './server-model.ts'
import { createStorms } from './storms.ts'
import { shown } from './submissions.ts'
import { createTrace } from './trace.ts'
import { createTyping } from './typing.ts'
import { foreign, isForeign, judge, judgeScreens, type Verdict } from './verdict.ts'

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

const minute = 60_000
const hour = 60 * minute
const day = 24 * hour
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
  const faults = createFaults(random.branch(), widespread.branch(), trace)
  const serverNow = () => epoch + scheduler.now()
  const host = createHost({ random: random.branch(), faults, serverNow })
  let made = 0
  const model = createServerModel({
    now: serverNow,
    subjectOf: host.subjectOf,
    newId: () => `0000${String(++made).padStart(4, '0')}-0000-4000-8000-000000000000`,
    without: options.serverWithout,
  })
  const net = network({ scheduler, random: random.branch(), faults, trace, model, storms, serverNow })
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
  const people = createPeople(device, typing, { ...parts, random: random.branch() })
  const against: Verdict = { lost: [], duplicated: [], stuck: [], crossed: [] }

  device.storage.onCommit = (_, operations) => {
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
  const foreignAt: [string, string][] = []
  const upheavals = upheavalsOf()
  for (let round = 0; round < 3; round++) {
    for (const [point, happens] of upheavals) {
      scheduler.after(random.between(0, chaos), () => faults.strikes(point) && happens())
    }
  }

  for (let round = 0; round < 3; round++) scheduler.after(widespread.between(0, chaos), fillDevice)

  try {
    await scheduler.runUntil(chaos)
    // Several tabs that ask every quarter of an hour, for weeks, are no circle.
    if (net.refusesUntil > scheduler.now()) await scheduler.runUntil(net.refusesUntil + hour, 1_000_000)
    await comeToRest()
  } catch (error) {
    if (!(error instanceof GoesInCircles)) throw error
    against.stuck.push(error.message)
  }
  const judged = judge(people.written, model.rows, device, net)
  const drafts = typing.judge()
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
      lost: [...against.lost, ...judged.lost, ...drafts.lost],
      duplicated: judged.duplicated,
      stuck: [...against.stuck, ...judged.stuck, ...storms.seen],
      crossed: [...judged.crossed, ...drafts.crossed],
    },
    happened: scheduler.happened,
    lines: trace.lines,
  }

  /** No faults any more; everybody comes back, and days pass. */
  async function comeToRest(): Promise<void> {
    faults.cease()
    net.offlineUntil = 0
    net.refusesUntil = 0
    device.storage.full = false
    if (random.chance(0.5)) device.offset = 0
    for (const tab of device.tabs) {
      // The others stay frozen, with the locks they hold.
      if (tab.frozen && random.chance(0.5)) tab.thaw()
    }
    if (widespread.chance(0.4)) await sessionEnds()
    if (widespread.chance(0.3)) await refusedWhileFull()
    for (const tab of people.usable()) people.signIn(tab, tab.person)
    for (const person of persons) people.open(person)
    await scheduler.runUntil(scheduler.now() + 3 * day)
    // Whoever comes back to a page sees it again.
    for (const tab of people.usable()) for (const callback of tab.heard.visibility) callback()
    await scheduler.runUntil(scheduler.now() + day)
    against.stuck.push(...judgeScreens(people.written, device, net))
    // What only a page's memory holds goes when its person is back at that page.
    for (const person of persons) {
      for (const tab of people.usable()) people.signIn(tab, person)
      await scheduler.runUntil(scheduler.now() + 2 * day)
    }
  }

  /** Takes only deletions, while something is on its way. */
  function fillDevice(): void {
    if (!faults.strikes('storage: full for a while')) return
    people.submit()
    scheduler.after(widespread.between(0, 2000), () => {
      device.storage.full = true
    })
    scheduler.after(widespread.between(20_000, 5 * minute), () => {
      device.storage.full = false
    })
  }

  /** Somebody has two pages and has used both. What follows then meets no fault that would end a circle. */
  async function twoPages(): Promise<void> {
    const person = widespread.pick(persons)
    const theirs = () => people.usable().filter((tab) => tab.person === person)
    while (theirs().length < 2) people.open(person)
    for (const tab of theirs()) people.signIn(tab, person)
    await scheduler.runUntil(scheduler.now() + 10_000)
  }

  /** The server refuses something, and the device has no room to say so. */
  async function refusedWhileFull(): Promise<void> {
    await twoPages()
    people.submit(true)
    await scheduler.runUntil(scheduler.now() + 50)
    device.storage.full = true
    await scheduler.runUntil(scheduler.now() + minute)
    device.storage.full = false
  }

  /** The host's session is over on all pages. */
  async function sessionEnds(): Promise<void> {
    await twoPages()
    for (const tab of people.usable()) people.signOut(tab)
    people.submit()
    await scheduler.runUntil(scheduler.now() + minute)
  }

  function upheavalsOf(): [FaultPoint, () => void][] {
    const some = (act: (tab: ReturnType<typeof people.open>) => void) => () => {
      const tabs = people.usable()
      if (tabs.length > 0) act(random.pick(tabs))
    }
    const freeze = (tab: ReturnType<typeof people.open>) => {
      tab.frozen = true
      if (random.chance(0.5)) scheduler.after(random.between(1000, 10 * minute), () => tab.thaw())
    }
    const back = () => {
      for (const { heard, alive } of device.tabs) if (alive) for (const callback of heard.online) callback()
    }
    return [
      [
        'tab: a second one',
        () => device.tabs.filter(({ alive }) => alive).length < 3 && people.open(random.pick(persons)),
      ],
      ['tab: killed', some((tab) => tab.kill())],
      [
        'tab: closed',
        some((tab) => {
          tab.closing = true
          tab.core.close().then(
            () => tab.kill(),
            () => tab.kill(),
          )
        }),
      ],
      ['tab: frozen', some(freeze)],
      [
        'lock: holder frozen until its lease is over',
        () => {
          const holder = device.lockHolder()
          if (holder && !holder.frozen) freeze(holder)
        },
      ],
      ['clock: jumps forward', () => (device.offset += random.between(minute, 3 * day))],
      ['clock: jumps back', () => (device.offset -= random.between(minute, 3 * day))],
      ['clock: years off', () => (device.offset = random.pick([-1, 1]) * random.between(300, 4000) * day)],
      [
        'host: nobody signed in',
        some((tab) => {
          people.signOut(tab)
          scheduler.after(random.between(1000, 5 * minute), () => {
            if (tab.alive && tab.signedIn === undefined) people.signIn(tab, tab.person)
          })
        }),
      ],
      [
        'host: another person signs in',
        some((tab) => people.signIn(tab, tab.known ? random.pick(persons) : tab.person)),
      ],
      [
        'page: offline for a while',
        () => {
          net.offlineUntil = scheduler.now() + random.between(1000, 5 * minute)
          scheduler.after(net.offlineUntil - scheduler.now(), back)
        },
      ],
      [
        'storage: a record of another version appears',
        () => {
          for (const [name, { pairs }] of device.storage.databases) {
            const key = `outbox/foreign-${foreignAt.length}`
            pairs.set(key, foreign)
            foreignAt.push([name, key])
          }
        },
      ],
      [
        'storage: emptied by the browser',
        () => {
          for (const { pairs } of device.storage.databases.values()) pairs.clear()
          // What no page holds is lost, and that is not the client's doing.
          for (const one of people.written) one.emptied = true
          typing.emptied()
          foreignAt.length = 0
        },
      ],
    ]
  }
}

export const total = ({ lost, duplicated, stuck, crossed }: Verdict): number =>
  lost.length + duplicated.length + stuck.length + crossed.length
