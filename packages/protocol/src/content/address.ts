import { contentLimits } from './limits.ts'

/** What may stand in an address: ASCII that is no white space and no control character; everything else is encoded. */
const plain = /^[\x21-\x7e]+$/
const web = /^https?:\/\/[^/?#\\]/i
const contact = /^(?:mailto:[^\s@]+@[^\s@]+|tel:\+?[\d().-]+)$/i
const anchor = /^#[^#\s]+$/
const article = /^article:[a-z0-9]+(?:-[a-z0-9]+)*(?:#[^#\s]+)?$/

/**
 * Whether a link may lead there: the web, a mail address, a telephone number, a heading of the same text (`#…`), or
 * another article (`article:` and its slug). Nothing that runs, and nothing relative: a text is shown on any page.
 */
export function isLinkAddress(url: string): boolean {
  if (url.length > contentLimits.url || !plain.test(url)) return false
  if (web.test(url)) return parses(url)
  return contact.test(url) || anchor.test(url) || article.test(url)
}

/** Whether a video may be loaded from there, once somebody has agreed to it. */
export function isVideoAddress(url: string): boolean {
  return /^https:/i.test(url) && isLinkAddress(url)
}

function parses(url: string): boolean {
  try {
    const { protocol, username, password } = new URL(url)
    // `https://bank.example@evil.example` reads as another address than it is.
    return (protocol === 'https:' || protocol === 'http:') && username === '' && password === ''
  } catch {
    return false
  }
}
