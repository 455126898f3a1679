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

/** Of an address what is no value: its host, a port behind it. Else a sign between a name and a value, looked for first. */
const named =
  /[a-z][a-z0-9+.-]{0,30}:\/\/[^\s"'<>`\\/?#]*|(?:={1,3}>?|:=|[:：＝])(?<=(\\?)((?:\\{1,15}u[0-9a-f]{4}|[\w.\-\p{L}]){2,60})\\{0,15}["']?\s*(?:={1,3}>?|:=|[:：＝]))\s*/giu
/** There is nothing in these to hide, and much to learn. */
const noValue = /(?:true|false|null|undefined)(?![^\s,;&}\])"'\\])/y

/** Hides the values of what has a secret's name, wherever the two stand. */
export function maskNamed(text: string): string {
  return hideAfter(text, named, ([sign, slash = '', written = ''], begin) => {
    const name = plain(written, slash)
    if (!isSecretName(name)) {
      const one = () => (/[[{]/.test(text[begin] ?? '') ? '' : text.slice(begin, endOfValue(text, begin)))
      return looksSecret(name, one) ? endOfValue(text, begin) : begin
    }
    noValue.lastIndex = begin
    return noValue.test(text) || isPlace(sign, name, text[begin]) ? begin : endOfValue(text, begin)
  })
}

/** `token-store.js:12` and `auth.example.com:8443` name what is before the last dot, and no value. */
const isPlace = (sign: string, name: string, next = '') =>
  sign === ':' && /\d/.test(next) && name.includes('.') && !isSecretName(name.slice(name.lastIndexOf('.') + 1))

/** A name as it is read: letters that JSON wrote as numbers, and the end of a line that it wrote as one of the name's. */
function plain(name: string, slash: string): string {
  const read = name.replace(/\\+u([0-9a-f]{4})/gi, (_, code: string) => String.fromCharCode(Number.parseInt(code, 16)))
  return slash ? read.replace(/^[bfnrt]/, '') : read
}
