import { defineElement } from '../../base/define-element.ts'
import { AftercareStatus } from './status.ts'

defineElement('status', AftercareStatus)

declare global {
  interface HTMLElementTagNameMap {
    'aftercare-status': AftercareStatus
  }
}
