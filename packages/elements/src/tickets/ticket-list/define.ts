import { defineElement } from '../../base/define-element.ts'
import { AftercareTicketList } from './ticket-list.ts'

defineElement('ticket-list', AftercareTicketList)

declare global {
  interface HTMLElementTagNameMap {
    'aftercare-ticket-list': AftercareTicketList
  }
}
