import { endOfValue } from './end-of-value.ts'
import { isSecretName, looksSecret } from './secret-names.ts'

export const hidden = '[hidden]'

/**
 * Hides what begins where a match of `pattern` (global) ends, up to where `endOf` says; nothing where it says its
 * beginning. What is not hidden is looked into: it may be all the rest, as with JSON in a sentence or in JSON.
 */
export function hideAfter(
  text: string,
  pattern: RegExp,
  endOf: (match: RegExpExecArray, begin: number) => number,
): string {
  let safe = ''
  let from = 0
  pattern.lastIndex = 0
  for (let match = pattern.exec(text); match; match = pattern.exec(text)) {
    const begin = pattern.lastIndex
    const end = endOf(match, begin)
    if (end <= begin) continue
    safe += text.slice(from, begin) + hidden
    from = pattern.lastIndex = end
  }
  return safe + text.slice(from)
}

/**
 * Of an address what is no value: its host, a port behind it. Else a sign between a name and a value; it is looked for
 * first, and the name before it, `user[password]` as forms write it included.
 */
const named =
  /[a-z][a-z0-9+.-]{0,30}:\/\/[^\s"'<>`\\/?#]*|(?:={1,3}>?|:=|[:：＝])(?<=([\w\]]\[\\{0,15}["']?|\\)?((?:\\{1,15}u[0-9a-f]{4}|[\w.\-\p{L}]){2,60})\\{0,15}["']?(\]|%5D)?\s*(?:={1,3}>?|:=|[:：＝]))\s*/giu
/** There is nothing in these to hide, and much to learn. */
const noValue = /(?:true|false|null|undefined)(?![^\s,;&}\])"'\\])/y

/** Hides the values of what has a secret's name, wherever the two stand. */
export function maskNamed(text: string): string {
  const safe = hideAfter(text, named, ([sign, before = '', written = '', after], begin) => {
    // `[auth]: signed in` begins a line; what is in brackets there is no name of a value.
    if (after === ']' && !before.includes('[')) return begin
    const name = plain(written, before)
    if (!isSecretName(name)) {
      const one = () => (/[[{]/.test(text[begin] ?? '') ? '' : text.slice(begin, endOfValue(text, begin)))
      return looksSecret(name, one) ? endOfValue(text, begin) : begin
    }
    noValue.lastIndex = begin
    return noValue.test(text) || isPlace(sign, name, text[begin]) ? begin : endOfValue(text, begin)
  })
  return maskElements(maskPairs(safe))
}

/** A header or a field as a list of two, and as name and value of their own. */
const pair =
  /([[:])\s*(\\{0,15}["'])([\w.\-\p{L}]{2,60})\2\s*,\s*(\\{0,15}["']?value\\{0,15}["']?\s*:\s*)?(?!\[hidden\])/giu

function maskPairs(text: string): string {
  return hideAfter(text, pair, ([, opening, , name = '', value], begin) => {
    if (!isSecretName(name) || (opening === ':' && !value)) return begin
    const end = endOfValue(text, begin)
    // A longer list may be one of names; none of a header's, which has a dash.
    return value || name.includes('-') || /^\s*\]/.test(text.slice(end, end + 40)) ? end : begin
  })
}

/** An element of XML that has a secret's name. */
const element = /<([\w:.\-\p{L}]{2,60})(?:\s[^<>]*)?>/gu

function maskElements(text: string): string {
  const low = text.toLowerCase()
  return hideAfter(text, element, ([, name = ''], begin) => {
    if (!isSecretName(name)) return begin
    const end = low.indexOf(`/${name.toLowerCase()}`, begin)
    return end < 0 ? begin : text.lastIndexOf('<', end)
  })
}

/** `token-store.js:12` and `auth.example.com:8443` name what is before the last dot, and no value. */
const isPlace = (sign: string, name: string, next = '') =>
  sign === ':' && /\d/.test(next) && name.includes('.') && !isSecretName(name.slice(name.lastIndexOf('.') + 1))

/** A name as it is read: letters that JSON wrote as numbers, and the end of a line that it wrote as one of the name's. */
function plain(name: string, before: string): string {
  const read = name.replace(/\\+u([0-9a-f]{4})/gi, (_, code: string) => String.fromCharCode(Number.parseInt(code, 16)))
  return before.startsWith('\\') ? read.replace(/^[bfnrt]/, '') : read
}
