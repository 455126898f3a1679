import type { Core } from '@aftercare/client'
import type { DiagnosticLine } from '@aftercare/protocol'
import { html } from 'lit'
import type { AftercareTicketForm } from '../tickets/ticket-form/ticket-form.ts'
import { capture } from './capture.ts'
import type { DiagnosticsChangeEvent } from './diagnostics-change-event.ts'
import './define.ts'

/** What a ticket form offers to send along besides what is written: loaded when a form is asked for it. */
export class Evidence {
  readonly #host: AftercareTicketForm
  readonly #core: Core
  /** Kept here: what was written comes back with all that belonged to it. */
  #lines: readonly DiagnosticLine[] | undefined

  constructor(host: AftercareTicketForm, core: Core) {
    this.#host = host
    this.#core = core
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
    return html`<aftercare-diagnostics
      .client=${this.#core}
      .locale=${this.#host.locale}
      .lines=${this.#lines}
      @aftercare-diagnostics-change=${(event: DiagnosticsChangeEvent) => {
        this.#lines = event.detail.lines
      }}
    ></aftercare-diagnostics>`
  }
}
