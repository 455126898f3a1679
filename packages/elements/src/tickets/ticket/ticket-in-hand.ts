import {
  type Core,
  failureOf,
  service,
  type TicketCase,
  type TicketDetailsState,
  ticketDetails,
} from '@aftercare/client'
import {
  type ActionName,
  type Correction,
  limits,
  possibleActions,
  type TicketAction,
  type TicketDetails,
  type TicketType,
} from '@aftercare/protocol'
import { type PublicService, textIn } from '@aftercare/protocol/service-rules'
import { timeLeft } from '@aftercare/protocol/sla'
import type { LitElement } from 'lit'
import { Watch } from '../../base/watch.ts'
import type { CaseWords } from '../../locales/words.ts'
import { Thread } from '../conversation/thread.ts'
import { ActionAcknowledgedEvent } from './action-acknowledged-event.ts'
import { AskForm } from './ask-form.ts'
import { CorrectForm } from './correct-form.ts'
import { Followers } from './followers.ts'
import { nextStep } from './next-step.ts'
import type { Left } from './receipt.ts'
import { ticketView } from './ticket-view.ts'
import { Visits } from './visits.ts'

export type ReadyDetails = TicketDetailsState & { readonly status: 'ready' }
/** What a person is about to say or change, besides the conversation. */
export type Asking = 'reject' | 'reopen' | 'withdraw'

export interface TicketInHandOptions {
  readonly core: Core
  readonly ticketId: string
  readonly words: () => CaseWords
  readonly staff: () => boolean
  readonly ticketHref: () => string
  openTicket(event: Event, ticketId: string): void
}

/** One ticket in an element's hands: what is read of it, and what the person is doing with it. Loads with the first ticket. */
export class TicketInHand {
  readonly case: TicketCase
  readonly thread: Thread
  readonly visits: Visits
  readonly followers: Followers
  readonly options: TicketInHandOptions
  readonly #host: LitElement
  readonly #state: Watch<TicketDetailsState>
  readonly #forms: Readonly<Record<Asking, AskForm>>
  /** What of the service's definition is known to this person: its hours, and which types are confidential. */
  #service: PublicService | undefined
  asking: Asking | undefined
  correcting: CorrectForm | undefined
  allHistory = false
  /** What could not even be kept, in a sentence. */
  error = ''
  /** For a screen reader: whose turn it is now. */
  said = ''
  #turn: string | undefined
  #prepared = false

  constructor(host: LitElement, options: TicketInHandOptions) {
    const { core, ticketId, words, staff } = options
    this.#host = host
    this.options = options
    this.case = ticketDetails(core, ticketId)
    this.thread = new Thread(host, { core, ticketId, words, staff })
    this.visits = new Visits(host, (action) => this.act(action))
    this.followers = new Followers({ host, core, act: (action) => this.act(action) })
    const form = (required: boolean, send: (reason: string) => TicketAction): AskForm =>
      new AskForm({
        host,
        required,
        limit: limits.reason,
        send: (reason) => this.act(send(reason)),
        back: () => this.ask(undefined),
      })
    this.#forms = {
      reject: form(true, (reason) => ({ action: 'reject', reason })),
      reopen: form(true, (reason) => ({ action: 'reopen', reason })),
      withdraw: form(false, (reason) => ({ action: 'withdraw', ...(reason && { reason }) })),
    }
    this.#state = new Watch<TicketDetailsState>(host, (state) => this.#heard(state))
    this.#state.of(this.case.$state)
    void service(core)
      .load()
      .then((known) => {
        this.#service = known
        host.requestUpdate()
      })
  }

  get state(): TicketDetailsState | undefined {
    return this.#state.value
  }

  get now(): number {
    return this.options.core.clock.now()
  }

  /** What is left of each promise of the receipt, in its order; nothing as long as the service's hours are not known. */
  left(details: TicketDetails): readonly Left[] {
    return this.#service ? timeLeft(this.#service, details, this.now) : []
  }

  /** What the vendor calls the ticket's type, in the reader's language. */
  typeName({ type }: TicketDetails): string {
    const words = this.options.words()
    const label = this.#service?.types.find(({ id }) => id === type)?.label
    return (label && textIn(label, words.tag)) || (words.types[type as TicketType] ?? type)
  }

  /** Whether nobody but its requester may see it; as long as that is not known, it is taken to be so. */
  confidential({ type }: TicketDetails): boolean {
    return this.#service?.types.find(({ id }) => id === type)?.confidential ?? true
  }

  form(asking: Asking): AskForm {
    return this.#forms[asking]
  }

  close(): void {
    this.#state.end()
    this.thread.close()
  }

  /** First intent to do something: what doing needs is there when the network goes. */
  prepare = (): void => {
    if (this.#prepared) return
    this.#prepared = true
    this.case.prepare().catch(() => (this.#prepared = false))
  }

  async refresh(): Promise<void> {
    await Promise.all([this.case.refresh(), this.thread.conversation.refresh()])
  }

  /** What may be offered: what the lifecycle allows this reader now, unless the same is on its way already. */
  offers({ details, pending }: ReadyDetails): ReadonlySet<ActionName> {
    const { status, viewer, reopenUntil } = details
    const found = new Set(possibleActions(status, viewer.role))
    if (reopenUntil === null || Date.parse(reopenUntil) < this.now) found.delete('reopen')
    for (const { write } of pending) {
      if (write.kind === 'correction') found.delete('correct')
      // Of visits there may be several: each says by itself what is on its way.
      else if (!('visit' in write.action)) found.delete(write.action.action)
    }
    // One word at a time: with a yes on its way there is no no to be said.
    if (!found.has('verify') || !found.has('reject'))
      for (const name of ['verify', 'reject'] as const) found.delete(name)
    return found
  }

  /** Opens the question for a reason, or closes it; the focus goes where the eye goes. */
  ask(asking: Asking | undefined): void {
    const before = this.asking ?? (this.correcting && 'correct')
    this.asking = asking
    this.correcting = undefined
    this.#then(() => {
      if (asking) this.#forms[asking].focus()
      else this.#focus(`button[data-asks=${before}]:not(.menu *)`, '[part=menu] summary', '[part=title]')
    })
  }

  showHistory(): void {
    this.allHistory = true
    this.#host.requestUpdate()
  }

  correct(seen: TicketDetails): void {
    this.asking = undefined
    this.correcting = new CorrectForm({
      host: this.#host,
      seen,
      send: (correction) => this.#send('correct', () => this.case.correct(correction, correctable(seen))),
      back: () => this.ask(undefined),
    })
    this.#then(() => this.correcting?.focus())
  }

  act(action: TicketAction): Promise<void> {
    return this.#send(action.action, () => this.case.act(action))
  }

  async #send(action: ActionName, queue: () => ReturnType<TicketCase['act']>): Promise<void> {
    const words = this.options.words()
    this.error = ''
    try {
      const submission = await queue()
      submission.acknowledged.then(
        (ticket) => this.#host.dispatchEvent(new ActionAcknowledgedEvent(action, ticket)),
        () => {},
      )
      this.asking = this.correcting = undefined
      this.#then(() => this.#focus('[part=next]'))
    } catch (error) {
      this.error = failureOf(error).kind === 'signed_out' ? words.signedOut : words.notTaken
      this.#host.requestUpdate()
    }
  }

  #then(focus: () => void): void {
    this.#host.requestUpdate()
    void this.#host.updateComplete.then(focus)
  }

  /** The first of these that is there. */
  #focus(...selectors: readonly string[]): void {
    const root = this.#host.renderRoot
    const found = selectors.map((selector) => root.querySelector<HTMLElement>(selector)).find((element) => element)
    found?.focus()
  }

  /** Tells a screen reader whose turn it has become while the ticket was open. */
  #heard(state: TicketDetailsState): void {
    if (state.status !== 'ready') return
    const { words, staff } = this.options
    const { details, timeline } = state
    const turn = `${details.status} ${details.closeReason}`
    if (this.#turn !== undefined && turn !== this.#turn && words()) {
      this.said = nextStep({ words: words(), staff: staff(), now: this.now, left: [] }, details, timeline).title
      // What was being asked is no question any more.
      if (this.asking && !this.offers(state).has(this.asking)) this.asking = undefined
    }
    this.#turn = turn
  }

  render(): unknown {
    const { state } = this
    return state?.status === 'ready' ? ticketView(this, state) : undefined
  }
}

const correctable = ({ subject, description, fields, impact }: TicketDetails): Correction => {
  return { subject, description, fields, impact }
}
