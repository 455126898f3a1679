import { limits, tusHeaders } from '@aftercare/protocol'
import { isMediaType } from '../handle/media-type.ts'
import { headerError } from '../handle/parse-input.ts'

/** A byte count of tus: digits alone, and no more than a number holds exactly. */
const countPattern = /^\d{1,15}$/

/** Longer than any of ours; what other programs add is passed over. */
const longestMetadata = 8192

/**
 * A count of bytes in a header.
 *
 * @throws ProblemError validation_failed at the header
 */
export function countOf(request: Request, name: string): number {
  const text = request.headers.get(name)
  if (text === null) throw headerError(name, 'required')
  if (!countPattern.test(text)) throw headerError(name, 'invalid')
  return Number(text)
}

/**
 * Name and media type from `Upload-Metadata`: `filename` and `filetype`, as tus clients commonly say.
 *
 * @throws ProblemError validation_failed at the header
 */
export function describedFile(request: Request): { name: string; mediaType: string } {
  const text = request.headers.get(tusHeaders.metadata) ?? ''
  if (text.length > longestMetadata) throw headerError(tusHeaders.metadata, 'too_long', longestMetadata)
  const pairs = new Map<string, string>()
  for (const pair of text.split(',')) {
    const [key = '', value = '', more] = pair.trim().split(/ +/)
    if (more !== undefined) throw headerError(tusHeaders.metadata, 'invalid')
    pairs.set(key, value)
  }
  const name = decoded(pairs.get('filename') ?? pairs.get('name') ?? '')
  if (name.trim() === '') throw headerError(tusHeaders.metadata, 'required')
  if (name.length > limits.fileName) throw headerError(tusHeaders.metadata, 'too_long', limits.fileName)
  // The one character that a database may refuse.
  if (name.includes('\u0000')) throw headerError(tusHeaders.metadata, 'character_not_allowed')
  const mediaType = decoded(pairs.get('filetype') ?? pairs.get('type') ?? '') || 'application/octet-stream'
  if (!isMediaType(mediaType)) throw headerError(tusHeaders.metadata, 'invalid')
  return { name, mediaType }
}

function decoded(base64: string): string {
  try {
    const bytes = Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0))
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes)
  } catch {
    throw headerError(tusHeaders.metadata, 'invalid')
  }
}
