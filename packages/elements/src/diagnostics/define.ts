import { defineElement } from '../base/define-element.ts'
import { AftercareDiagnostics } from './diagnostics.ts'

defineElement('diagnostics', AftercareDiagnostics)

declare global {
  interface HTMLElementTagNameMap {
    'aftercare-diagnostics': AftercareDiagnostics
  }
}
