import * as z from 'zod/mini'

/**
 * Text as a person typed it: kept to the letter, never trimmed or normalized. Two things cannot be kept
 * by every database and are refused with `character_not_allowed`: U+0000 and lone surrogates.
 */
export function text(maximum: number) {
  return z.string().check(
    z.maxLength(maximum),
    z.refine((value) => !value.includes('\u0000') && isWellFormed(value), {
      params: { code: 'character_not_allowed' },
    }),
  )
}

/** Of letters, numbers, punctuation and symbols, emoji included, the few that show as nothing do not count. */
const visible = /(?!\p{DI}|\u2800)[\p{L}\p{N}\p{P}\p{S}]/u

/** Text that says something: at least one character that can be seen; `required` otherwise. */
export function requiredText(maximum: number) {
  return text(maximum).check(z.refine((value) => visible.test(value), { params: { code: 'required' } }))
}

/** Required text of one line: a line break is refused with `character_not_allowed`. */
export function requiredLine(maximum: number) {
  return requiredText(maximum).check(
    z.refine((value) => !/[\n\r\u2028\u2029]/.test(value), { params: { code: 'character_not_allowed' } }),
  )
}

/** `String.prototype.isWellFormed`, which browsers older than 2023 lack. */
function isWellFormed(value: string): boolean {
  return !/[\uD800-\uDBFF](?![\uDC00-\uDFFF])|(?<![\uD800-\uDBFF])[\uDC00-\uDFFF]/.test(value)
}
