import { fromBase64Url, toBase64Url } from '../handle/base64url.ts'
import { ProblemError } from '../handle/problem-error.ts'

/**
 * Where the next page of a list begins that is sorted by a key; opaque to callers, who may see the same things whatever
 * they write into it.
 *
 * @throws ProblemError validation_failed at `/query/cursor`
 */
export function keyOf(cursor: string | undefined): string | undefined {
  if (cursor === undefined) return undefined
  const bytes = fromBase64Url(cursor)
  const text = bytes && new TextDecoder().decode(bytes)
  if (!text?.startsWith('k') || text.includes('\u0000')) {
    throw new ProblemError('validation_failed', { errors: [{ pointer: '/query/cursor', code: 'invalid' }] })
  }
  return text.slice(1)
}

/** Cuts a list that was read one row longer than the page. */
export function cutByKey<Row>(rows: readonly Row[], limit: number, key: (row: Row) => string) {
  const page = rows.slice(0, limit)
  const last = page.at(-1)
  const more = rows.length > limit && last !== undefined
  return { rows: page, next: more ? toBase64Url(new TextEncoder().encode(`k${key(last)}`)) : null }
}
