import { maskCardNumbers } from './mask-card-numbers.ts'

/** Names of things whose value is nobody's business. */
const secretName =
  /pass(?:word|wd|phrase|code)?$|passw|pwd|\bpw\b|\bsig\b|secret|token|api[-_.]?key|auth(?!or(?!iz))|credential|cookie|session|csrf|xsrf|\botp\b|\bpin\b|\bcv[cv]2?\b|signature|private[-_.]?key|access[-_.]?key|signing[-_.]?key|card[-_.]?(?:number|no)|\biban\b|\bssn\b|密码|口令|令牌|密钥|验证码|卡号/i

/** Whether a value of this name is to be hidden whatever it looks like. */
export function isSecretName(name: string): boolean {
  return secretName.test(name.replace(/([a-z])([A-Z])/g, '$1-$2').replace(/_/g, '-'))
}

/** Names that say little by themselves: there it is by its look that a one-time code, or a key, is known. */
const secretValues: Readonly<Record<string, RegExp>> = {
  code: /^\d{6,8}$/,
  key: /^(?=.*\d)(?=.*[a-z])\w{7,}$/i,
}

const looksSecret = (name: string, value: string) =>
  secretValues[name.toLowerCase()]?.test(value.replace(/^\\?["']|\\?["']$/g, '')) ?? false

const hidden = '[hidden]'
/**
 * What was masked already, an object or a list with all that follows it, a quoted value, escaped quotes in it included, or
 * one up to what ends a value.
 */
const anyValue = String.raw`(?:\[[a-z -]+\]|[\[{][^\n]*|\\?"(?:\\.|[^"\\])*\\?"|'(?:\\.|[^'\\])*'|[^\s,;&}\])"']+)`
const named = new RegExp(String.raw`(["']?)([\w.\-\p{L}]{2,60})\1(\\?["']?\s*(?:=>|[:=：＝])\s*)(${anyValue})`, 'giu')
/** A password may be several words: up to what ends the line or the value. */
const phrase =
  /((?:pass(?:word|wd|phrase|code)?|pwd|\bpw|密码|口令)["']?\s*(?:=>|[:=：＝])\s*)(?![\s"'[{\\>])[^\n,;&}\])"']+/gi
const cookies = /\b((?:set-)?cookie["']?\s*[:=]\s*)[^\n]+/gi
const spoken = new RegExp(
  String.raw`\b(pass(?:word|code|phrase)|pwd|secret|token|pin|otp|api key)(\s+(?:is|was|of)\s+|\s+)(${anyValue})`,
  'gi',
)
const spokenChinese = /(密码|口令|令牌|密钥|验证码|卡号)(是|为|\s)\s*([^\s，。；,;]+)/g

const scheme = /\b(bearer|basic|negotiate|apikey|aws4-hmac-sha256)(\s+|%20|\+)[^\s"',;]+/gi
/** Its parts are named and quoted one by one: all of them, to the end of the line. */
const digest = /\b(digest\s)\s*\w+=[^\n]*/gi
/** Who signs in without a scheme before it. A version behind the mark is a package's. */
const signIn = /(?<![\w/])(?!npm:)([a-z][\w.-]*:)[^\s:@/"'<>]{3,}(?=@[a-z][\w.-]*(?::\d+)?(?:[\s/,;)"']|$))/gi
const keyBlock = /-----BEGIN [A-Z ]+-----[\s\S]*?(?:-----END [A-Z ]+-----|$)/g
const jwt = /\bey[JI][\w-]{4,}(?:(?:\.|%2E)[\w-]*){1,4}/gi
/** The marks by which well-known services, and we ourselves, make keys known. */
const markedKey =
  /\b(?:(?:sk|pk|rk)[-_](?:live|test|proj|ant)?[-_]?\w|gh[pousr]_|github_pat_|glpat-|xox[a-z]-|AKIA|ASIA|AIza|ya29\.|SG\.|npm_|shp(?:at|ss)_|dop_v1_|hf_|whsec_|ac[kv]_)[\w.-]{8,}/g
const opaque = /[A-Za-z0-9_+/=-]{20,}/g
const uuid = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i
const email = /[\p{L}\p{N}.!#$&'*+^_`{|}~%-]+(?:@|%40|＠)[\p{L}\p{N}-]+(?:\.[\p{L}\p{N}-]+)+/giu
/** What a page shows in its markup: values, titles and what stands between their tags. */
const markupValue = /\b(value|title|placeholder|alt|content|aria-label|srcdoc)(\s*=\s*)(\\?"[^"]*"|'[^']*'|[^\s>"']+)/gi
const markupText = /<(title|textarea|option|script|style)\b([^>]*)>[\s\S]*?(?:<\/\1\s*>|$)/gi

/** After an address: its query and its fragment. Of text that is none: a question mark with name and value. */
const absolute = /\b([a-z][a-z0-9+.-]*:)\/\/([^\s"'<>`\\]*)/gi
const relative = /(\/[^\s"'<>?#`\\]*)([?#][^\s"'<>`\\)]*)/g
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

function maskOnce(text: string): string {
  const masked = text
    .replace(keyBlock, '[key]')
    .replace(dataAddress, '$1[data]')
    .replace(markupText, '<$1>[hidden]</$1>')
    .replace(markupValue, `$1$2"${hidden}"`)
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
    .replace(named, (whole, quote: string, name: string, sign: string, value: string) =>
      isSecretName(name) || looksSecret(name, value) ? `${quote}${name}${quote}${sign}${hidden}` : whole,
    )
    .replace(spoken, (whole, name: string, between: string, value: string) =>
      // "token expired" is said of tokens; what has a digit or a mark in it is one.
      /\b(?:is|was)\b/.test(between) || (value.length > 3 && /[\d"'!@#$%^&*]/.test(value))
        ? `${name}${between}${hidden}`
        : whole,
    )
    .replace(spokenChinese, `$1$2${hidden}`)
    .replace(email, '[e-mail]')
    .replace(signIn, `$1${hidden}`)
  return maskCardNumbers(masked.replace(markedKey, '[key]').replace(opaque, maskOpaque))
}
