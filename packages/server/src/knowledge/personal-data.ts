import { maskText } from '@aftercare/protocol/diagnostics'

/** Numbers with the prefix of a country: those without one are told from measures and codes by nobody. */
const phone = /(?:\+|\b00)\d[\d ()-]{6,}\d/g

/**
 * A text without what says whom it was about: secrets, addresses and card numbers as in diagnostics, telephone numbers, and the
 * names that are known. What somebody wrote in other words stays: a draft is read before it is published.
 */
export function withoutPersonalData(text: string, names: readonly string[]): string {
  let masked = maskText(text).replace(phone, '[number]')
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
