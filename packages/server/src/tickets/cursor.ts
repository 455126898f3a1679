import { fromBase64Url, toBase64Url } from '../handle/base64url.ts'
import { ProblemError } from '../handle/problem-error.ts'

/** Where the next page begins; opaque to callers, who may see the same things whatever they write into it. */
export function cursorAt(...place: readonly number[]): string {
  return toBase64Url(new TextEncoder().encode(`p${place.join('.')}`))
}

/** @throws ProblemError validation_failed at `/query/cursor` */
export function positionOf(cursor: string | undefined): number | undefined {
  return placeOf(cursor, 1)?.[0]
}

/**
 * A place in an order that takes several numbers to say.
 *
 * @throws ProblemError validation_failed at `/query/cursor`
 */
export function placeOf(cursor: string | undefined, numbers: number): readonly number[] | undefined {
  if (cursor === undefined) return undefined
  const bytes = fromBase64Url(cursor)
  const written = bytes && /^p(\d{1,16}(\.\d{1,16})*)$/.exec(new TextDecoder().decode(bytes))?.[1]
  const place = written?.split('.').map(Number) ?? []
  if (place.length !== numbers || !place.every(Number.isSafeInteger)) {
    throw new ProblemError('validation_failed', { errors: [{ pointer: '/query/cursor', code: 'invalid' }] })
  }
  return place
}

/**
 * Cuts a list that was read one row longer than the page.
 *
 * @returns the page's rows, and the cursor of the next page or null
 */
export function cutPage<Row>(rows: Row[], limit: number, position: (row: Row) => number | readonly number[]) {
  const page = rows.slice(0, limit)
  const last = page.at(-1)
  return { rows: page, next: rows.length > limit && last !== undefined ? cursorAt(...[position(last)].flat()) : null }
}
