import { readTicketDetails, type TicketAction } from '@aftercare/protocol'
import type { DeviceParts } from './device.ts'
import type { People } from './people.ts'
import type { SeededRandom } from './seeded-random.ts'
import type { ServerModel } from './server-model.ts'
import { shown, type Written } from './submissions.ts'
import type { Tab } from './tab.ts'

/** What people do with tickets that they have raised, besides writing to them. */
export interface Casework {
  /** Somebody takes a ticket back and wants it after all, ends watching it, or says whether it is solved. */
  act(random: SeededRandom): void
  /** Somebody reads a ticket, thinks, and puts right what it says. */
  correct(random: SeededRandom): void
  /** A colleague of the provider's solves one. */
  solve(random: SeededRandom): void
}

interface Parts extends Pick<DeviceParts, 'scheduler' | 'code' | 'trace'> {
  readonly people: People
  readonly model: ServerModel
}

export function createCasework({ scheduler, code, trace, people, model }: Parts): Casework {
  /** Raised by who sits in front of that page, as far as the page has said so. */
  const ticketsOf = ({ person }: Tab): Written[] =>
    people.written.filter((one) => {
      const { status } = shown(one) ?? {}
      return one.kind === 'ticket' && one.person === person && !one.bad && status && status !== 'cancelled'
    })

  const statusOf = (id: string | undefined) => model.rows.find((row) => row.id === id)?.body['status']

  /** Some page, and some ticket of the person who looks at it. */
  function atHand(random: SeededRandom): [Tab, string] | undefined {
    const tabs = people.usable().filter((tab) => tab.known === tab.person && ticketsOf(tab).length > 0)
    if (tabs.length === 0) return
    const tab = random.pick(tabs)
    return [tab, random.pick(ticketsOf(tab)).submission!.id]
  }

  function act(tab: Tab, conversation: string, make: (marker: string) => TicketAction, marker?: string): void {
    const one = people.begin(tab, { kind: 'action', conversation, ...(marker !== undefined && { marker }) })
    const action = make(one.marker)
    trace.add(`${tab.name} ${action.action}`)
    people.follow(one, code.queueAction(tab.core, conversation, action))
  }

  async function correct(tab: Tab, conversation: string, after: number): Promise<void> {
    const { person } = tab
    const read = await tab.core.call(readTicketDetails, { params: { ticketId: conversation } })
    await new Promise<void>((resolve) => void scheduler.after(after, () => tab.deliver(resolve)))
    if (tab.person !== person || tab.known !== person || tab.closing) return
    // What the page still has to correct was seen as it will be.
    const outbox = await tab.core.outbox()
    const pending = outbox.$entries.get().flatMap(({ conversation: of, write, state: { status } }) => {
      const over = status === 'acknowledged' || status === 'cancelled'
      return of === conversation && write.kind === 'correction' && !over ? write.correction.description : []
    })
    const seen = pending.at(-1) ?? read.description
    const one = people.begin(tab, { kind: 'correction', conversation, seen })
    const correction = { description: one.marker }
    people.follow(
      one,
      code.queueCorrection(tab.core, conversation, correction, { description: read.description, subject: 'x' }),
    )
  }

  return {
    act(random) {
      const [tab, id] = atHand(random) ?? []
      if (!tab || !id) return
      const status = statusOf(id)
      if (status === 'resolved' && random.chance(0.5)) return act(tab, id, () => ({ action: 'verify' }))
      if (status === 'resolved') return act(tab, id, (reason) => ({ action: 'reject', reason }))
      const reopen = (reason: string): TicketAction => ({ action: 'reopen', reason })
      if (status === 'closed') return act(tab, id, reopen)
      if (random.chance(0.4)) {
        const person = `00000000-0000-4000-9000-${String(people.written.length).padStart(12, '0')}`
        return act(tab, id, () => ({ action: 'unwatch', person }), person)
      }
      act(tab, id, (reason) => ({ action: 'withdraw', reason }))
      // Refused where it came before the other.
      scheduler.after(random.between(0, 20_000), () => {
        if (
          tab.alive &&
          !tab.frozen &&
          tab.known === tab.person &&
          ticketsOf(tab).some((one) => one.submission?.id === id)
        )
          act(tab, id, reopen)
      })
    },
    correct(random) {
      const [tab, id] = atHand(random) ?? []
      if (tab && id) correct(tab, id, random.between(1000, 120_000)).catch(() => {})
    },
    solve(random) {
      const tickets = model.rows.filter(({ kind }) => kind === 'ticket')
      if (tickets.length > 0) model.resolve(random.pick(tickets).id)
    },
  }
}
