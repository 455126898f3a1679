import { defineElement } from '../../base/define-element.ts'
import { AftercareSuggestions } from './suggestions.ts'

defineElement('suggestions', AftercareSuggestions)

declare global {
  interface HTMLElementTagNameMap {
    'aftercare-suggestions': AftercareSuggestions
  }
}
