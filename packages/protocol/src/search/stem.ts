// The suffix rules of M. F. Porter, "An algorithm for suffix stripping", 1980, written as a table.

const consonants = '[^aeiou][^aeiouy]*'
const vowels = '[aeiouy][aeiou]*'
/** A stem with at least one, with exactly one, with more than one sequence of vowels and consonants. */
const some = new RegExp(`^(${consonants})?${vowels}${consonants}`)
const one = new RegExp(`^(${consonants})?${vowels}${consonants}(${vowels})?$`)
const many = new RegExp(`^(${consonants})?(${vowels}${consonants}){2}`)
const vowel = new RegExp(`^(${consonants})?[aeiouy]`)
/** Ends like "hop" in "hopping": an e was dropped, or a consonant doubled. */
const short = new RegExp(`^${consonants}[aeiouy][^aeiouwxy]$`)

/** Longest suffixes first: what a suffix becomes when the rest is long enough. */
const endings: readonly (readonly [suffixes: string, becomes: string])[] = [
  ['ational ation ator', 'ate'],
  ['tional', 'tion'],
  ['enci', 'ence'],
  ['anci', 'ance'],
  ['ization izer', 'ize'],
  ['abli', 'able'],
  ['entli', 'ent'],
  ['ousness ousli', 'ous'],
  ['alism aliti alli', 'al'],
  ['iveness iviti', 'ive'],
  ['fulness', 'ful'],
  ['biliti', 'ble'],
  ['eli', 'e'],
  ['logi', 'log'],
]
const second = new Map(endings.flatMap(([suffixes, becomes]) => suffixes.split(' ').map((each) => [each, becomes])))
const secondSuffix = new RegExp(`(${[...second.keys()].join('|')})$`)
const thirdSuffix = /(ic)(?:ate|iti|al)$|(?:ative|ful|ness)$|(al)ize$/
const fourthSuffix = /(?:al|ance|ence|er|ic|able|ible|ant|ement|ment|ent|(?<=[st])ion|ou|ism|ate|iti|ous|ive|ize)$/

/** Takes a suffix off where what remains satisfies the rule. */
function strip(word: string, suffix: RegExp, rule: RegExp, becomes: (...found: string[]) => string): string {
  const found = suffix.exec(word)
  if (found === null) return word
  const rest = word.slice(0, found.index)
  return rule.test(rest) ? rest + becomes(...found.map((each) => each ?? '')) : word
}

/** The stem of an English word in lower case; words of other languages mostly stay as they are. */
export function stem(word: string): string {
  if (word.length < 3 || !/^[a-z]+$/.test(word)) return word
  let stemmed = word.replace(/(ss|i)es$/, '$1').replace(/([^s])s$/, '$1')
  if (/eed$/.test(stemmed)) stemmed = strip(stemmed, /eed$/, some, () => 'ee')
  else {
    const rest = stemmed.replace(/(ed|ing)$/, '')
    if (rest !== stemmed && vowel.test(rest)) {
      if (/(at|bl|iz)$/.test(rest) || (one.test(rest) && short.test(rest))) stemmed = `${rest}e`
      else stemmed = rest.replace(/([^aeioulsz])\1$/, '$1')
    }
  }
  stemmed = strip(stemmed, /y$/, vowel, () => 'i')
  stemmed = strip(stemmed, secondSuffix, some, (suffix) => second.get(suffix!)!)
  stemmed = strip(stemmed, thirdSuffix, some, (_, ic, al) => `${ic}${al}`)
  stemmed = strip(stemmed, fourthSuffix, many, () => '')
  if (/e$/.test(stemmed)) {
    const rest = stemmed.slice(0, -1)
    if (many.test(rest) || (one.test(rest) && !short.test(rest))) stemmed = rest
  }
  return /ll$/.test(stemmed) && many.test(stemmed) ? stemmed.slice(0, -1) : stemmed
}
