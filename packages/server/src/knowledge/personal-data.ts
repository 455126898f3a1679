import { maskText } from '@aftercare/protocol/diagnostics'

/**
 * Telephone numbers by how they are written: with the prefix of a country; with that of a place, set apart; in the groups of
 * North America; Chinese mobiles; and whatever has eleven digits or more. Error codes, versions and measures have less, or dots.
 */
const phones = [
  /(?:\+|(?<![\d.])00)\d[\d ()./-]{6,}\d/g,
  /(?<![\d.])(?:\(0\d{1,4}\)[ /-]?|0\d{1,4}[ /-])\d[\d /-]{4,}\d/g,
  /(?<![\d.])(?:\(\d{3}\) ?|\d{3}[ -])\d{3}-\d{4}(?!\d)/g,
  /(?<![\d.])1[3-9]\d[ -]\d{4}[ -]\d{4}(?!\d)/g,
  /(?<![\d.])\d(?:[ -]?\d){10,}(?![\d.])/g,
]

/** Telephone numbers become `[number]`. */
export const withoutPhones = (text: string): string =>
  phones.reduce((left, phone) => left.replace(phone, '[number]'), text)

/**
 * A text without what says whom it was about: secrets, addresses and card numbers as in diagnostics, telephone numbers, and the
 * names that are known. What somebody wrote in other words stays: a draft is read before it is published.
 */
export function withoutPersonalData(text: string, names: readonly string[]): string {
  let masked = withoutPhones(maskText(text))
  for (const name of wordsOf(names)) {
    const escaped = name.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')
    masked = masked.replace(new RegExp(`(?<![\\p{L}\\p{N}])${escaped}(?![\\p{L}\\p{N}])`, 'giu'), '[name]')
  }
  return masked
}

/** Whole names first, then their parts; a part of one or two letters is more often a word. */
function wordsOf(names: readonly string[]): readonly string[] {
  const whole = names.map((name) => name.trim()).filter((name) => [...name].length > 1)
  const parts = whole.flatMap((name) => name.split(/\s+/)).filter((part) => [...part].length > 2)
  return [...new Set([...whole, ...parts])]
}
