import { defineElement } from '../../base/define-element.ts'
import { AftercareArticle } from './article.ts'

defineElement('article', AftercareArticle)

declare global {
  interface HTMLElementTagNameMap {
    'aftercare-article': AftercareArticle
  }
}
