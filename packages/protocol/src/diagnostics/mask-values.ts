/** Shorter than this a value stands in too many words that have nothing to do with it. */
const shortest = 3
/** From this length on it is looked for inside of words too. */
const certain = 6

const escaped = (value: string): string => value.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&')

/**
 * Puts `[form value]` where a text repeats what stands in the page's fields, or `[title]` its titles: those are given,
 * as nothing about a text itself tells. Also found as JSON and addresses write them.
 */
export function maskValues(text: string, values: Iterable<string>, instead = '[form value]'): string {
  // The longest first: what stands in another value goes with it.
  const all = [...new Set([...values].map((value) => value.trim()))].sort((one, other) => other.length - one.length)
  let masked = text
  for (const value of all) {
    if ([...value].length < shortest || instead.includes(value)) continue
    for (const form of formsOf(value)) {
      if (!masked.toLowerCase().includes(form.toLowerCase())) continue
      const alone = form.length < certain && /^[\w]+$/.test(form)
      const pattern = alone ? `(?<![A-Za-z0-9_])${escaped(form)}(?![A-Za-z0-9_])` : escaped(form)
      masked = masked.replace(new RegExp(pattern, 'giu'), () => instead)
    }
  }
  return masked
}

function formsOf(value: string): ReadonlySet<string> {
  const wellFormed = value.toWellFormed?.() ?? value
  const encoded = encodeURIComponent(wellFormed)
  return new Set([value, JSON.stringify(value).slice(1, -1), encoded, encoded.replaceAll('%20', '+')])
}
