/** Shorter than this a value stands in too many words that have nothing to do with it. */
const shortest = 3
/** From this length on it is looked for inside of words too. */
const certain = 6

/** From this length on parts of it are looked for: what a text repeats of it may be cut off on either side. */
const long = 100
/** Letters of such a part. Whatever is nearly twice as long has a whole one in it. */
const part = 20

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
      if (form.length > long) {
        masked = maskParts(masked, form, instead)
        continue
      }
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

/** Masks each stretch of the text that is one of the value's, in any case, from where they begin to agree to where they end to. */
function maskParts(text: string, value: string, instead: string): string {
  const [here, there] = [caseless(text), caseless(value)]
  const hidden = new Uint8Array(text.length)
  for (let at = 0; at + part <= there.length; at += part) {
    const one = there.slice(at, at + part)
    for (let found = here.indexOf(one); found >= 0; ) {
      let before = 0
      while (found > before && at > before && here[found - before - 1] === there[at - before - 1]) before++
      let length = part
      while (found + length < here.length && there[at + length] === here[found + length]) length++
      hidden.fill(1, found - before, found + length)
      found = here.indexOf(one, found + length)
    }
  }
  let masked = ''
  for (let at = 0; at < text.length; at++)
    if (!hidden[at]) masked += text[at]
    else if (!hidden[at - 1]) masked += instead
  return masked
}

/** In small letters, where that leaves each letter in its place. */
function caseless(text: string): string {
  const small = text.toLowerCase()
  return small.length === text.length ? small : text
}
