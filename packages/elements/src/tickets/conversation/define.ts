import { defineElement } from '../../base/define-element.ts'
import { AftercareConversation } from './conversation.ts'

defineElement('conversation', AftercareConversation)

declare global {
  interface HTMLElementTagNameMap {
    'aftercare-conversation': AftercareConversation
  }
}
