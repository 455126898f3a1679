import { defineElement } from '../base/define-element.ts'
import { AftercareProvider } from './provider.ts'

defineElement('provider', AftercareProvider)

declare global {
  interface HTMLElementTagNameMap {
    'aftercare-provider': AftercareProvider
  }
}
