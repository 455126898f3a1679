import { defineElement } from '../../base/define-element.ts'
import { AftercareSearch } from './search.ts'

defineElement('search', AftercareSearch)

declare global {
  interface HTMLElementTagNameMap {
    'aftercare-search': AftercareSearch
  }
}
