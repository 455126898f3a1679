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

/** Text that says something: at least one character that is not white space. */
export function requiredText(maximum: number) {
  return text(maximum).check(z.refine((value) => value.trim() !== '', { params: { code: 'required' } }))
}

/** `String.prototype.isWellFormed`, which browsers older than 2023 lack. */
function isWellFormed(value: string): boolean {
  return !/[\uD800-\uDBFF](?![\uDC00-\uDFFF])|(?<![\uD800-\uDBFF])[\uDC00-\uDFFF]/.test(value)
}
