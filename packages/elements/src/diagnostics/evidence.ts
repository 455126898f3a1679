import type { Core } from '@aftercare/client'
import type { DiagnosticLine } from '@aftercare/protocol'
import { html, nothing } from 'lit'
import type { ScreenshotEvent } from '../screenshot/screenshot-event.ts'
import type { AftercareTicketForm } from '../tickets/ticket-form/ticket-form.ts'
import type { TicketWork } from '../tickets/ticket-form/ticket-work.ts'
import { capture, namesOf } from './capture.ts'
import type { DiagnosticsChangeEvent } from './diagnostics-change-event.ts'
import './define.ts'
import '../screenshot/define.ts'

/** What a ticket form offers to send along besides what is written: loaded when a form is asked for it. */
export class Evidence {
  readonly #work: TicketWork
  readonly #host: AftercareTicketForm
  readonly #core: Core
  /** Kept here: what was written comes back with all that belonged to it. */
  #lines: readonly DiagnosticLine[] | undefined

  readonly #screenshot: boolean

  constructor(work: TicketWork, host: AftercareTicketForm, core: Core) {
    this.#work = work
    this.#host = host
    this.#core = core
    this.#screenshot = namesOf(host.diagnostics ?? '').has('screenshot')
    // Until the client is closed: what happens after a ticket belongs to the next.
    capture(core, host.diagnostics ?? '')
  }

  /** The lines that the person has seen and wants to send; undefined where there are none. */
  get lines(): DiagnosticLine[] | undefined {
    return this.#lines?.length ? [...this.#lines] : undefined
  }

  /** Nothing is to be sent any more. */
  clear(): void {
    this.#lines = undefined
  }

  render(): unknown {
    return html`${
      this.#screenshot
        ? html`<aftercare-screenshot
          .client=${this.#core}
          .locale=${this.#host.locale}
          @aftercare-screenshot=${({ detail }: ScreenshotEvent) => this.#work.attach([detail.file])}
        ></aftercare-screenshot>`
        : nothing
    }<aftercare-diagnostics
      .client=${this.#core}
      .locale=${this.#host.locale}
      .lines=${this.#lines}
      @aftercare-diagnostics-change=${(event: DiagnosticsChangeEvent) => {
        this.#lines = event.detail.lines
      }}
    ></aftercare-diagnostics>`
  }
}

/** Makes the form offer evidence from now on. */
export function offerEvidence(work: TicketWork, host: AftercareTicketForm, core: Core): void {
  work.evidence = new Evidence(work, host, core)
  host.requestUpdate()
}
