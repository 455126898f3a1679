import { endOfValue } from './end-of-value.ts'
import { maskCardNumbers } from './mask-card-numbers.ts'
import { hidden, hideAfter, maskNamed } from './mask-named.ts'

/** A password may be several words: up to what ends the line or the value. */
const phrase =
  /((?:pass(?:word|wd|phrase|code)?|pwd|\bpw|密码|口令)["']?\s*(?:={1,3}>?|:=|[:：＝])\s*)(?!(?:true|false|null|undefined)(?![^\s,;&}\])"']))(?![\s"'[{\\>=])[^\n,;&}\])"']+/gi
const cookies = /\b((?:set-)?cookie["']?\s*[:=]\s*)(?!["'\\]|\[hidden\]\s*[,}\]])[^\n]+/gi
const spoken =
  /(?<!unexpected )\b(?:pass(?:word|code|phrase)|pwd|secret|token|pin|otp|api key)(\s+(?:is|was|of)(?:\s*[:=：]\s*|\s+)|\s+)/gi
/** "密码是否正确" and "密码为空" are said of passwords. What follows without a word has a digit or a mark in it. */
const spokenChinese =
  /(密码|口令|令牌|密钥|验证码|卡号)(?:((?:是(?!否)|为(?![空必]))\s*[:：=]?\s*|\s+)[^\s，。；,;]+|(?=[a-z]*[\d!@#$%^&*])[\w!@#$%^&*.~+-]{4,})/gi

const scheme = /\b(bearer|basic|negotiate|apikey|aws4-hmac-sha256)(\s+|%20|\+)[^\s"',;]+/gi
/** Its parts are named and quoted one by one: all of them, to the end of the line. */
const digest = /\b(digest\s)\s*\w+=[^\n]*/gi
/** Who signs in without a scheme before it. A version behind the mark is a package's. */
const signIn = /(?<![\w/])(?!npm:)([a-z][\w.-]{0,63}:)[^\s:@/"'<>]{3,}(?=@[a-z][\w.-]*(?::\d+)?(?:[\s/,;)"']|$))/gi
const keyBlock = /-----BEGIN [A-Z ]+-----[\s\S]*?(?:-----END [A-Z ]+-----|$)/g
const jwt = /\bey[JI][\w-]{4,600}(?:(?:\.|%2E)[\w-]*){1,4}/gi
/** The marks by which well-known services, and we ourselves, make keys known. */
const markedKey =
  /\b(?:(?:sk|pk|rk)[-_](?:live|test|proj|ant)?[-_]?\w|gh[pousr]_|github_pat_|glpat-|xox[a-z]-|AKIA|ASIA|AIza|ya29\.|SG\.|npm_|shp(?:at|ss)_|dop_v1_|hf_|whsec_|ac[kv]_)[\w.-]{8,}/g
const opaque = /[A-Za-z0-9_+/=-]{20,}/g
const uuid = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i
/** At most as long as RFC 5321 lets its parts be: without a bound each letter of a long word would be looked at again from each. */
const email = /[\p{L}\p{N}.!#$&'*+^_`{|}~%-]{1,64}(?:@|%40|＠)[\p{L}\p{N}-]{1,63}(?:\.[\p{L}\p{N}-]{1,63})+/giu
/** What a page shows in its markup: values, titles and what stands between their tags. */
const markupValue = /\b(?:value|title|placeholder|alt|content|aria-label|srcdoc)\s*=(?![=>])\s*/gi
const attribute = /[^\s>"']*/y
const markupText = /<(title|textarea|option|script|style)\b([^>]{0,400})>[\s\S]*?(?:<\/\1\s*>|$)/gi

/** After an address: its query and its fragment. Of text that is none: a question mark with name and value. */
const absolute = /((?:\b[a-z][a-z0-9+.-]{0,30}:)?)\/\/([^\s"'<>`\\]*)/gi
const relative = /(\/[^\s"'<>?#`\\/]*)([?#][^\s"'<>`\\)]*)/g
const looseQuery = /([?&#])[\w.%[\]~-]+=[^\s"'<>`\\)]*/g
const dataAddress = /\b(data:|blob:)[^\s"'<>`)]*/gi

function cutAddress(whole: string): string {
  // Who signs in by the address itself: user and password before the host, whatever stands in them.
  const address = whole.replace(/^[^/]*:[^/]*@/, '')
  const end = address.search(/[?#]/)
  const kept = end < 0 ? address : address.slice(0, end)
  const mark = end < 0 ? '' : address[end] === '?' ? '?[query]' : '#[fragment]'
  const [authority = '', ...path] = kept.split('/')
  return [authority.slice(authority.lastIndexOf('@') + 1), ...path].join('/') + mark
}

/** An address without user, query and fragment; tokens, e-mails and numbers in its path are masked too. */
export function maskAddress(address: string): string {
  return maskText(address)
}

/** Segments that mix letters and digits are no words; a UUID says nothing by itself, and helps to find a thing again. */
function isOpaque(value: string): boolean {
  if (uuid.test(value)) return false
  return value
    .split(/[-_]/)
    .some((part) => part.length >= 10 && /\d/.test(part) && /[A-Za-z]/.test(part) && !/^v?\d+[a-z]*$/i.test(part))
}

/** Of a path only the segments that are opaque; Base64 may have slashes of its own. */
function maskOpaque(value: string): string {
  const parts = value.split('/')
  if (!parts.some(isOpaque)) return value
  return /[+=]/.test(value) ? '[token]' : parts.map((part) => (isOpaque(part) ? '[token]' : part)).join('/')
}

/**
 * A text without what nobody should send by accident: tokens and keys, passwords and what else has a secret's name,
 * card numbers, e-mail addresses, query strings, values and titles in markup. Masking twice changes nothing more.
 */
export function maskText(text: string): string {
  let masked = text
  // What is masked may leave beside it what is only now seen for what it is.
  for (let pass = 0; pass < 8; pass++) {
    const before = masked
    masked = maskOnce(before)
    if (masked === before) break
  }
  return masked
}

function maskAttributes(text: string): string {
  return hideAfter(text, markupValue, (_, begin) => {
    if (/["'\\]/.test(text[begin] ?? '')) return endOfValue(text, begin)
    attribute.lastIndex = begin
    return begin + (attribute.exec(text)?.[0].length ?? 0)
  })
}

/** "token expired" is said of tokens; what has a digit or a mark in it is one. */
function maskSpoken(text: string): string {
  return hideAfter(text, spoken, ([, between = ''], begin) => {
    const end = endOfValue(text, begin)
    const value = text.slice(begin, end)
    return /\b(?:is|was)\b/.test(between) || (value.length > 3 && /[\d"'!@#$%^&*]/.test(value)) ? end : begin
  })
}

function maskOnce(text: string): string {
  const shown = text
    .replace(keyBlock, '[key]')
    .replace(dataAddress, '$1[data]')
    .replace(markupText, '<$1>[hidden]</$1>')
  const written = maskAttributes(shown)
    .replace(absolute, (_, protocol: string, rest: string) => `${protocol}//${cutAddress(rest)}`)
    .replace(relative, (_, path: string, rest: string) =>
      rest.startsWith('?') ? `${path}?[query]` : /^#\[|=/.test(rest) ? `${path}#[fragment]` : path + rest,
    )
    .replace(looseQuery, '$1[query]')
    .replace(cookies, `$1${hidden}`)
    .replace(phrase, `$1${hidden}`)
    .replace(digest, `$1${hidden}`)
    .replace(scheme, `$1 ${hidden}`)
    .replace(jwt, '[token]')
  const unsaid = maskSpoken(maskNamed(written))
    .replace(spokenChinese, (_, name: string, between = '') => name + between + hidden)
    .replace(email, '[e-mail]')
    .replace(signIn, `$1${hidden}`)
  return maskCardNumbers(unsaid.replace(markedKey, '[key]').replace(opaque, maskOpaque))
}
