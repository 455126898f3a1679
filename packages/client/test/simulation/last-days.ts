import type { Device, DeviceParts } from './device.ts'
import { type People, persons } from './people.ts'
import type { SeededRandom } from './seeded-random.ts'
import type { ServerModel } from './server-model.ts'
import { day, minute } from './times.ts'
import { judgeScreens } from './verdict.ts'
import type { Visiting } from './visiting.ts'

interface Parts extends Pick<DeviceParts, 'scheduler' | 'faults' | 'network'> {
  readonly device: Device
  readonly people: People
  readonly model: ServerModel
  readonly visiting: Visiting
  readonly random: SeededRandom
  readonly widespread: SeededRandom
}

/** No faults any more; everybody comes back, and days pass. Resolves with what the screens say that cannot be. */
export async function comeToRest(parts: Parts): Promise<string[]> {
  const { scheduler, faults, network, model, device, people, visiting, random, widespread } = parts
  faults.cease()
  network.offlineUntil = 0
  network.refusesUntil = 0
  device.storage.full = false
  if (random.chance(0.5)) device.offset = 0
  for (const tab of device.tabs) {
    // The others stay frozen, with the locks they hold.
    if (tab.frozen && random.chance(0.5)) tab.thaw()
  }
  if (widespread.chance(0.4)) await sessionEnds()
  if (widespread.chance(0.3)) await refusedWhileFull()
  for (const tab of people.usable()) people.signIn(tab, tab.person)
  await visiting.comeBack()
  for (const person of persons) people.open(person)
  await scheduler.runUntil(scheduler.now() + 3 * day)
  // Whoever comes back to a page sees it again.
  for (const tab of people.usable()) {
    // One that slept while everybody came back: as long as nobody is signed in there, what it holds rightly waits.
    if (tab.signedIn === undefined) people.signIn(tab, tab.person)
    for (const callback of tab.heard.visibility) callback()
  }
  await scheduler.runUntil(scheduler.now() + day)
  const wrong = judgeScreens(people.written, model.rows, device, network)
  // What only a page's memory holds goes when its person is back at that page.
  for (const person of persons) {
    for (const tab of people.usable()) people.signIn(tab, person)
    await scheduler.runUntil(scheduler.now() + 2 * day)
  }
  return wrong

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
}

/** Takes only deletions, while something is on its way. */
export function fillDevice({
  scheduler,
  faults,
  device,
  people,
  widespread,
}: Omit<Parts, 'random' | 'visiting'>): void {
  if (!faults.strikes('storage: full for a while')) return
  people.submit()
  scheduler.after(widespread.between(0, 2000), () => {
    device.storage.full = true
  })
  scheduler.after(widespread.between(20_000, 5 * minute), () => {
    device.storage.full = false
  })
}
