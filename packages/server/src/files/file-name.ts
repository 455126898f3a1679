import { limits, headers as names } from '@aftercare/protocol'
import { headerError } from '../handle/parse-input.ts'

/**
 * The name a file was uploaded under, to the letter: what could be dangerous about it is taken out where it would
 * be, in the header of a download.
 *
 * @throws ProblemError validation_failed at the header
 */
export function fileNameOf(request: Request): string {
  const encoded = request.headers.get(names.fileName)
  if (encoded === null || encoded === '') throw headerError(names.fileName, 'required')
  let name: string
  try {
    name = decodeURIComponent(encoded)
  } catch {
    throw headerError(names.fileName, 'invalid')
  }
  if (name.length > limits.fileName) throw headerError(names.fileName, 'too_long', limits.fileName)
  // The one character that a database may refuse; percent-decoding gives no lone surrogates.
  if (name.includes('\u0000')) throw headerError(names.fileName, 'character_not_allowed')
  if (name.trim() === '') throw headerError(names.fileName, 'required')
  return name
}

/** Separators, what file systems refuse, controls, and marks that reverse the direction of text: `exe.gpj` shown as `jpg.exe`. */
const dangerous = /[\\/:*?"<>|\p{Cc}\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/gu

/** `attachment` with the name as a file system may have it, in both forms (RFC 6266, RFC 8187). */
export function contentDisposition(name: string): string {
  const safe = name.replace(dangerous, '_').replace(/^[. ]+|[. ]+$/g, '_')
  const ascii = safe.replace(/[^\x20-\x7e]/g, '_').replaceAll('%', '_')
  const extended = encodeURIComponent(safe).replace(
    /['()]/g,
    (letter) => `%${letter.charCodeAt(0).toString(16).toUpperCase()}`,
  )
  return `attachment; filename="${ascii}"; filename*=UTF-8''${extended}`
}
