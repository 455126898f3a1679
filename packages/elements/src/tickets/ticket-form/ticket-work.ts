import {
  type Core,
  checkTicket,
  type Draft,
  type DraftState,
  drafts,
  type Failure,
  failureOf,
  type OutboxState,
  prepareSubmit,
  type Submission,
  submitTicket,
} from '@aftercare/client'
import type { FieldError, Ticket } from '@aftercare/protocol'
import { Watch } from '../../base/watch.ts'
import type { Evidence } from '../../diagnostics/evidence.ts'
import type { Attachments } from '../../files/attachments.ts'
import type { Words } from '../../locales/words.ts'
import type { ServiceForm } from './service/service-form.ts'
import { submissionPanel } from './submission-panel.ts'
import { TicketAcknowledgedEvent, TicketQueuedEvent } from './ticket-events.ts'
import type { AftercareTicketForm, TicketFields } from './ticket-form.ts'

/** All that a ticket form does once a person means to write: loaded at first focus, not before. */
export class TicketWork {
  /** There once a file was chosen. */
  attachments: Attachments | undefined
  /** There once a form that asks by a definition has one. */
  service: ServiceForm | undefined
  /** There once a form that offers evidence can. */
  evidence: Evidence | undefined
  readonly draft: Draft<TicketFields>
  /** What the last attempt failed with before anything was kept. */
  failure = ''
  readonly #host: AftercareTicketForm
  readonly #core: Core
  readonly #words: () => Words
  readonly #draftState: Watch<DraftState>
  /** What was last settled: "saved" is never said of what is only being saved. */
  #draftStatus: DraftState['status'] = 'empty'
  readonly #state: Watch<OutboxState<Ticket>>
  #submission: Submission<Ticket> | undefined
  #fields: TicketFields | undefined
  #copied = false

  static async open(host: AftercareTicketForm, core: Core, words: () => Words): Promise<TicketWork> {
    return new TicketWork(host, core, words, await drafts(core).open<TicketFields>(host.draftKey))
  }

  private constructor(host: AftercareTicketForm, core: Core, words: () => Words, draft: Draft<TicketFields>) {
    this.#host = host
    this.#core = core
    this.#words = words
    this.draft = draft
    this.#draftState = new Watch(host, ({ status }) => {
      if (status !== 'saving') this.#draftStatus = status
    })
    this.#draftState.of(draft.$state)
    this.#state = new Watch(host, (state) => this.#changed(state))
    if (host.service) this.#grow().catch(() => {})
    if (host.diagnostics != null)
      import('../../diagnostics/evidence.ts').then((module) => module.offerEvidence(this, host, core)).catch(() => {})
  }

  /** Apart from everything else: until there is a definition, and where there is none, the form asks without. */
  async #grow(): Promise<void> {
    const { ServiceForm } = await import('./service/service-form.ts')
    const service = await ServiceForm.open(this.#host, this.#core, this.#words)
    service?.fill(this.#host.chosen, this.draft.value?.said)
    this.service = service
    this.#host.requestUpdate()
  }

  /** Takes files that were chosen, dropped or pasted. */
  async attach(files: readonly File[]): Promise<void> {
    const { openAttachments } = await import('../../files/form-attachments.ts')
    const opened = await openAttachments(this.#host, this.#words, this.#core)
    this.attachments ??= opened
    await this.attachments.add(files)
  }

  /** Loads what sending needs, while the person types. */
  prepare(): void {
    prepareSubmit(this.#core).catch(() => {})
  }

  /** Keeps the ticket on this device and lets it go; says which fields the schema refuses instead. */
  async submit(fields: TicketFields): Promise<readonly FieldError[]> {
    const { service } = this
    const { said: _, ...written } = fields
    const input = {
      ...written,
      ...service?.ticket(),
      diagnostics: this.evidence?.lines,
      attachments: this.attachments?.files,
      locale: this.#words().tag,
      channel: 'widget',
    } as const
    this.failure = ''
    try {
      const errors = await checkTicket(input, service?.definition)
      if (errors.length) return errors
      const submission = await submitTicket(this.#core, input, { draft: this.draft })
      // What came back into the form: on a device that takes no draft it has held the words until now.
      void this.#submission?.cancel()
      this.#fields = fields
      this.#submission = submission
      this.#copied = false
      this.#state.of(submission.$state)
      // On its way to the server already, it need not stay here.
      const { durable = true }: { status: string; durable?: boolean } = submission.$state.get()
      this.#host.dispatchEvent(new TicketQueuedEvent(submission.id, durable))
    } catch (error) {
      this.failure = this.#words()[failureOf(error).kind === 'signed_out' ? 'signedOut' : 'notTaken']
    }
    return []
  }

  /** What to say of the draft, beside the button. */
  draftText(): string {
    const words = this.#words()
    const status = this.#draftStatus
    if (status === 'not_saved') return words.draftNotSaved
    return status === 'saved' ? words.draftSaved + (this.attachments?.notInDraft ?? '') : ''
  }

  /** What stands in the form's place while a ticket is on its way and when it has arrived. */
  panel(): unknown {
    const state = this.#state.value
    const fields = this.#fields
    const submission = this.#submission
    if (!state || !fields || !submission || state.status === 'cancelled') return undefined
    return submissionPanel({
      words: this.attachments?.words ?? this.#words(),
      state,
      fields,
      now: this.#core.clock.now(),
      copied: this.#copied,
      sending: this.attachments?.sending(state, submission),
      promised: (ticket) => this.service?.promised(ticket),
      ticketHref: (ticket) => this.#host.hrefOf(ticket.id),
      retry: () => submission.retry(),
      edit: () => this.#edit(submission, fields),
      copy: () => this.#copy(fields),
      remove: () => submission.cancel().then(() => this.reset()),
      another: () => this.reset(),
    })
  }

  /** Back to an empty form; what was queued stays on its way. */
  reset(): void {
    this.attachments?.clear()
    this.evidence?.clear()
    this.#back({ type: '', subject: '', description: '' })
  }

  #back(fields: TicketFields, edited?: Submission<Ticket>): void {
    this.#submission = edited
    this.#state.of(undefined)
    this.#host.write(fields)
  }

  /** The text goes back into the form, and into the draft, and only then the entry that holds it is withdrawn. */
  async #edit(submission: Submission<Ticket>, fields: TicketFields): Promise<void> {
    this.draft.save(fields)
    await this.draft.flush()
    if (this.#draftStatus === 'saved') await submission.cancel()
    this.#back(fields, submission)
  }

  async #copy(fields: TicketFields): Promise<void> {
    await navigator.clipboard.writeText(`${fields.subject}\n\n${fields.description}`)
    this.#copied = true
    this.#host.requestUpdate()
  }

  #changed(state: OutboxState<Ticket>): void {
    const { reason }: { status: string; reason?: Failure } = state
    if (reason && reason.kind !== 'offline')
      import('../../base/problem-words.ts')
        .then((module) => module.learnProblems(this.#host, this.#words()))
        .catch(() => {})
    if (state.status !== 'acknowledged') return
    this.attachments?.clear()
    this.#host.dispatchEvent(new TicketAcknowledgedEvent(state.result))
  }
}
