import { defineElement } from '../../base/define-element.ts'
import { AftercareTicket } from './ticket.ts'

defineElement('ticket', AftercareTicket)

declare global {
  interface HTMLElementTagNameMap {
    'aftercare-ticket': AftercareTicket
  }
}
