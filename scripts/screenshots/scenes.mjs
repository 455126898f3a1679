// Every state of every widget that can be reached.
import { articlesScenes } from './scenes/articles.mjs'
import { conversationScenes } from './scenes/conversation.mjs'
import { formScenes } from './scenes/form.mjs'
import { listScenes } from './scenes/list.mjs'
import { productScenes } from './scenes/product.mjs'
import { searchScenes } from './scenes/search.mjs'
import { ticketScenes } from './scenes/ticket.mjs'

/** `prepare` comes before the page is opened, `act` after; `at` is the page, with `{ticket}` filled in. */
export const scenes = {
  ...productScenes,
  ...articlesScenes,
  ...searchScenes,
  ...formScenes,
  ...listScenes,
  ...conversationScenes,
  ...ticketScenes,
}

/** These are drawn from right to left as well. */
export const rightToLeft = [
  'help',
  'article-code',
  'article-why-not',
  'search',
  'suggestions',
  'conversation',
  'conversation-pictures',
  'form-uploading',
  'form-paused',
  'form-errors',
  'ticket-progress',
  'ticket-resolved',
]
