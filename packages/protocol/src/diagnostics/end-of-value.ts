/** A quotation mark, and before it the backslashes that JSON within JSON puts there: on the fourth level fifteen. */
const quote = /\\{0,15}["']/y
const nested = /\\{0,15}["']|[[{\]}]/g
const opensNested = /(?!\[[a-z -]+\])[[{]/y
/** A word up to what ends a value; what was masked already goes with what is left beside it. */
const word = /(?:\[[a-z -]+\]|[^\s,;&}\])"'])+/y

const matchAt = (pattern: RegExp, text: string, from: number): string | undefined => {
  pattern.lastIndex = from
  return pattern.exec(text)?.[0]
}

/**
 * Where the value ends that begins at `from`: quoted on any level of JSON within JSON, an object or a list with all
 * that is in it, or a word. What nothing closes goes on to the end of the text.
 */
export function endOfValue(text: string, from: number): number {
  const opening = matchAt(quote, text, from)
  if (opening) return endOfQuoted(text, from, opening)
  if (matchAt(opensNested, text, from)) return endOfNested(text, from)
  return from + (matchAt(word, text, from)?.length ?? 0)
}

/** Quotation marks of its own stand behind more backslashes, and backslashes of its own are doubled on each level. */
function endOfQuoted(text: string, from: number, opening: string): number {
  const level = opening.length - 1
  const mark = opening.at(-1) ?? ''
  const begin = from + opening.length
  for (let at = text.indexOf(mark, begin); at >= 0; at = text.indexOf(mark, at + 1)) {
    let slashes = 0
    while (at - slashes > begin && text[at - slashes - 1] === '\\') slashes++
    if (slashes % (2 * level + 2) === level) return at + 1
  }
  return text.length
}

function endOfNested(text: string, from: number): number {
  let depth = 0
  nested.lastIndex = from
  for (let found = nested.exec(text); found; found = nested.exec(text)) {
    const [mark] = found
    if (mark === '[' || mark === '{') depth++
    else if (mark === ']' || mark === '}') depth--
    else nested.lastIndex = endOfQuoted(text, found.index, mark)
    if (depth === 0) return nested.lastIndex
  }
  return text.length
}
