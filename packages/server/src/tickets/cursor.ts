import { fromBase64Url, toBase64Url } from '../handle/base64url.ts'
import { ProblemError } from '../handle/problem-error.ts'

/** Where the next page begins; opaque to callers, who may see the same things whatever they write into it. */
export function cursorAt(position: number): string {
  return toBase64Url(new TextEncoder().encode(`p${position}`))
}

/** @throws ProblemError validation_failed at `/query/cursor` */
export function positionOf(cursor: string | undefined): number | undefined {
  if (cursor === undefined) return undefined
  const bytes = fromBase64Url(cursor)
  const digits = bytes && /^p(\d{1,15})$/.exec(new TextDecoder().decode(bytes))?.[1]
  if (digits === undefined) {
    throw new ProblemError('validation_failed', { errors: [{ pointer: '/query/cursor', code: 'invalid' }] })
  }
  return Number(digits)
}

/**
 * Cuts a list that was read one row longer than the page.
 *
 * @returns the page's rows, and the cursor of the next page or null
 */
export function cutPage<Row>(rows: Row[], limit: number, position: (row: Row) => number) {
  const page = rows.slice(0, limit)
  const last = page.at(-1)
  return { rows: page, next: rows.length > limit && last !== undefined ? cursorAt(position(last)) : null }
}
