import { defineElement } from '../base/define-element.ts'
import { AftercareScreenshot } from './screenshot.ts'

defineElement('screenshot', AftercareScreenshot)

declare global {
  interface HTMLElementTagNameMap {
    'aftercare-screenshot': AftercareScreenshot
  }
}
