import { defineElement } from '../../base/define-element.ts'
import { AftercareTicketForm } from './ticket-form.ts'

defineElement('ticket-form', AftercareTicketForm)

declare global {
  interface HTMLElementTagNameMap {
    'aftercare-ticket-form': AftercareTicketForm
  }
}
