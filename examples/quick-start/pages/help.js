import './chrome.js'
import { followAddress } from './open-ticket.js'

followAddress(document.querySelector('#new'))

// Whoever has searched and not found comes with what they looked for.
const subject = new URLSearchParams(location.search).get('subject')
if (subject) {
  await customElements.whenDefined('aftercare-ticket-form')
  document.querySelector('aftercare-ticket-form').write({ type: '', subject, description: '' })
  history.replaceState(null, '', location.pathname + location.hash)
}
