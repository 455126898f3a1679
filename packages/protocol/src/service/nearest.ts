/** `“a”, “b” or “c”`, at most `most` of them. */
export function oneOf(words: readonly (string | number | boolean)[], most = 12): string {
  const shown = words.slice(0, most).map((word) => `“${word}”`)
  if (words.length > most) return `${shown.join(', ')} or ${words.length - most} others`
  return shown.length < 2
    ? (shown[0] ?? 'nothing: there is none')
    : `${shown.slice(0, -1).join(', ')} or ${shown.at(-1)}`
}

/** What was probably meant: the known word fewest letters away, if that is near enough to be a slip of the pen. */
function nearest(word: string, known: readonly string[]): string | undefined {
  const [best] = known
    .map((candidate) => ({ candidate, distance: distance(word.toLowerCase(), candidate.toLowerCase()) }))
    .filter(({ candidate, distance }) => distance <= Math.ceil(candidate.length / 3))
    .sort((a, b) => a.distance - b.distance)
  return best?.candidate
}

/** Letters to insert, remove or replace (Levenshtein). */
function distance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, index) => index)
  for (let i = 1; i <= a.length; i++) {
    const next = [i]
    for (let j = 1; j <= b.length; j++) {
      next[j] = Math.min(row[j]! + 1, next[j - 1]! + 1, row[j - 1]! + (a[i - 1] === b[j - 1] ? 0 : 1))
    }
    row = next
  }
  return row[b.length]!
}

/** A remedy where only some words may stand, with the one that was probably meant. */
export function meant(word: unknown, known: readonly string[]): string {
  const guess = typeof word === 'string' ? nearest(word, known) : undefined
  return `${guess === undefined ? '' : `Did you mean “${guess}”? `}Use ${oneOf(known)}.`
}
