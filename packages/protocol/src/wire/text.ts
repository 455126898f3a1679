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

/**
 * Required text of one line. A line break is refused with `character_not_allowed`, and so is what turns the direction of
 * what stands after it (U+202A to U+202E, U+2066 to U+2069): `exe.png` could be read where `gnp.exe` stands.
 */
export function requiredLine(maximum: number) {
  return requiredText(maximum).check(
    z.refine((value) => !/[\n\r\u2028-\u202e\u2066-\u2069]/.test(value), { params: { code: 'character_not_allowed' } }),
  )
}

/** `String.prototype.isWellFormed`, which browsers older than 2023 lack. */
function isWellFormed(value: string): boolean {
  return !/[\uD800-\uDBFF](?![\uDC00-\uDFFF])|(?<![\uD800-\uDBFF])[\uDC00-\uDFFF]/.test(value)
}
