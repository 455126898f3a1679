import type { Draft, Submission } from '@aftercare/client'
import type { Device, DeviceParts } from './device.ts'
import { tenant } from './host.ts'
import type { SeededRandom } from './seeded-random.ts'
import type { Tab } from './tab.ts'

/** A few words that a person has typed into a form and not sent. */
interface Typed {
  /** Stands in the draft and nowhere else. */
  readonly marker: string
  person: string
  /** The form has said that it is kept on this device. */
  kept: boolean
  /** Sent off, or given up for something else. */
  gone: boolean
  /** Its person has logged out since. */
  wiped: boolean
}

interface Drafted {
  readonly subject: string
}

/** What people begin to write in whatever tab they are in, each time behind what stands there already. */
export interface Typing {
  type(random: SeededRandom): void
  /** Replaces what stands in a tab's form and sends that off; nobody types there until `queue` has settled. */
  send<T>(tab: Tab, marker: string, queue: (draft: Draft<unknown>) => Promise<Submission<T>>): Promise<Submission<T>>
  /** The device has lost all that was kept until now. */
  emptied(): void
  /** That person has logged out. */
  wiped(person: string): void
  /** What stands in those drafts is another one's now; whether anything is. */
  inherits(from: string, to: string, drafts: readonly string[]): boolean
  judge(): { readonly lost: string[]; readonly crossed: string[] }
}

export function createTyping(device: Device, { trace, code }: DeviceParts): Typing {
  const typed: Typed[] = []
  const sent: string[] = []
  const sending = new Set<Tab>()
  /** Who has drafts of a visitor. */
  const heirs = new Set<string>()
  const shown = new Map<Draft<Drafted>, Tab>()
  /** How often the device has lost everything. */
  let losses = 0

  /** The form's draft, and what to do once nobody else has come to that page while it was opened. */
  async function open(tab: Tab): Promise<Draft<Drafted>> {
    const { person } = tab
    const draft = await code.drafts(tab.core).open<Drafted>('ticket')
    if (tab.person !== person || (tab.known ?? person) !== person)
      throw new Error('Another person looks at the page by now')
    shown.set(draft, tab)
    return draft
  }

  async function typeInto(tab: Tab): Promise<void> {
    const draft = await open(tab)
    if (sending.has(tab) || tab.closing) return
    const one: Typed = { marker: `~${typed.length}~`, person: tab.person, kept: false, gone: false, wiped: false }
    typed.push(one)
    trace.add(`${tab.name} types ${one.marker} behind ${draft.value?.subject}`)
    const before = losses
    draft.save({ subject: (draft.value?.subject ?? '') + one.marker })
    await draft.flush()
    // A frozen page hears late of what was kept, and lost since.
    const there = losses === before && draft.$state.get().status === 'saved'
    one.kept = there && !!draft.value?.subject.includes(one.marker)
    if (one.kept) trace.add(`${tab.name} keeps ${one.marker}`)
  }

  return {
    type(random) {
      const tabs = device.tabs.filter(
        (tab) => tab.alive && !tab.frozen && !tab.closing && !sending.has(tab) && tab.known === tab.person,
      )
      if (tabs.length > 0) typeInto(random.pick(tabs)).catch(() => {})
    },
    async send(tab, marker, queue) {
      const draft = await open(tab)
      sending.add(tab)
      for (const one of typed) one.gone ||= !!draft.value?.subject.includes(one.marker)
      draft.save({ subject: marker })
      await draft.flush()
      try {
        const submission = await queue(draft)
        const state = submission.$state.get()
        // Where the device has refused it, it has refused to let go of the draft as well.
        if (state.status === 'queued' && state.durable) sent.push(marker)
        return submission
      } finally {
        sending.delete(tab)
      }
    },
    emptied() {
      losses += 1
      for (const one of typed) one.kept = false
    },
    wiped(person) {
      losses += 1
      for (const one of typed) if (one.person === person) Object.assign(one, { kept: false, wiped: true })
    },
    inherits(from, to, drafts) {
      const mine = typed.filter(({ person, marker }) => person === from && drafts.some((text) => text.includes(marker)))
      for (const one of mine) one.person = to
      if (mine.length > 0) heirs.add(to)
      return mine.length > 0
    },
    judge() {
      const lost: string[] = []
      const crossed: string[] = []
      const drafts = [...device.storage.databases].flatMap(([name, { pairs }]) =>
        [...pairs].flatMap(([key, value]) => {
          const owner = name.slice(name.indexOf(`${tenant}/`) + tenant.length + 1)
          return key.startsWith('draft/ticket') ? { owner, text: (value as { value: Drafted }).value.subject } : []
        }),
      )
      // A page of the visitor's that has ended shows what somebody has taken over, to be copied from.
      const screens = [...shown].flatMap(([{ value }, tab]) => (tab.alive && !tab.over ? (value?.subject ?? []) : []))
      for (const { marker, person, kept, gone, wiped } of typed) {
        const found = drafts.filter(({ text }) => text.includes(marker))
        if (kept && !gone && found.length === 0) lost.push(`${marker} was kept as a draft and is nowhere`)
        if (wiped && found.length > 0) crossed.push(`${marker} is left on the device by a logout`)
        // Where a merge broke off, the visitor's page goes on with what the person has by now: both of it is there.
        const parted = heirs.has(person) && found.length === 2
        if (found.length > 1 && !parted) crossed.push(`${marker} stands in ${found.length} drafts`)
        if (found.some(({ owner }) => owner !== person))
          crossed.push(`${marker} of ${person} is another person's draft`)
        if (screens.filter((text) => text.includes(marker)).length > 1) crossed.push(`${marker} is shown in two tabs`)
      }
      for (const marker of sent) {
        if (drafts.some(({ text }) => text === marker)) crossed.push(`${marker} is on its way and still a draft`)
      }
      return { lost, crossed }
    },
  }
}
