// Queries that are known to mean one article: its title as people mistype it, write it in other characters, or as they
// name it by a word of it and a code that its text has.
import { tokenize } from '@aftercare/protocol/search'
import { Converter } from 'opencc-js'
import { seeded } from '../../../packages/protocol/test/seeded.ts'
import { mean } from './figures.mjs'

/** Found means: one of the articles that bear the title is among so many. */
const places = 5
const bar = 0.95
const perKind = 300
/** One draw of so few says little: with another seed it is some percent more or less. */
const draws = 4
const letters = 'abcdefghijklmnopqrstuvwxyz'
const toTraditional = Converter({ from: 'cn', to: 't' })

/** One letter less, more, another, or two exchanged, in one word of at least five. */
function withTypo({ title }, random) {
  const words = [...title.matchAll(/\b[a-z]{5,}\b/gi)]
  if (words.length === 0) return undefined
  const draw = (count) => Math.floor(random() * count)
  const { 0: word, index } = words[draw(words.length)]
  const at = draw(word.length - 1)
  const letter = letters[draw(letters.length)]
  const wrong = [
    word.slice(0, at) + word.slice(at + 1),
    word.slice(0, at) + letter + word.slice(at),
    word.slice(0, at) + letter + word.slice(at + 1),
    word.slice(0, at) + word[at + 1] + word[at] + word.slice(at + 2),
  ][draw(4)]
  return wrong === word ? undefined : title.slice(0, index) + wrong + title.slice(index + word.length)
}

function withoutSpace({ title }, random) {
  const spaces = [...title.matchAll(/(?<=\b[a-z]{3,}) (?=[a-z]{3,}\b)/gi)]
  if (spaces.length === 0) return undefined
  const { index } = spaces[Math.floor(random() * spaces.length)]
  return title.slice(0, index) + title.slice(index + 1)
}

function inTraditional({ title }) {
  const query = toTraditional(title)
  return query === title ? undefined : query
}

function inFullWidth({ title }) {
  if (!/\p{sc=Han}/u.test(title)) return undefined
  const query = title.replace(/[a-z0-9]/gi, (letter) => String.fromCharCode(letter.charCodeAt(0) + 0xfee0))
  return query === title ? undefined : query
}

/** The first Chinese word of the title, up to four characters, and a code of the text that few articles have. */
function withCode({ title, body }, random, frequency) {
  const word = /\p{sc=Han}{2,4}/u.exec(title)?.[0]
  const codes = [...new Set(body.match(/\b(?=[\w.-]*\d)(?=[\w.-]*[a-z])[a-z\d]+(?:[_.-][a-z\d]+)*\b/gi) ?? [])]
  const rare = codes.filter((code) => {
    const term = tokenize(code).at(-1)?.term
    return code.length > 3 && (frequency.get(term) ?? 99) <= places
  })
  if (word === undefined || rare.length === 0) return undefined
  return `${word} ${rare[Math.floor(random() * rare.length)]}`
}

const kinds = {
  en: { 'one-edit typos': withTypo, 'missing spaces': withoutSpace },
  zh: { 'traditional characters': inTraditional, 'full-width letters': inFullWidth, 'Chinese and a code': withCode },
}

function frequencies(documents) {
  const found = new Map()
  for (const { title, headings, body } of documents) {
    const terms = new Set(tokenize([title, ...headings, body].join('\n')).map(({ term }) => term))
    for (const term of terms) found.set(term, (found.get(term) ?? 0) + 1)
  }
  return found
}

/** Asks an engine for known items of each kind of the language, in several draws; returns whether enough are found on average. */
export async function askKnownItems(engine, index, documents, language, seed) {
  const byTitle = Map.groupBy(documents, ({ title }) => title)
  const frequency = frequencies(documents)
  let held = true
  for (const [kind, make] of Object.entries(kinds[language])) {
    const shares = []
    for (let draw = 0; draw < draws; draw++) {
      const { found, asked } = await askDraw(make, seeded(seed + draw))
      if (asked > 0) shares.push(found / asked)
    }
    if (shares.length === 0) continue
    const share = mean(shares)
    if (share < bar) held = false
    const each = shares.map((of) => (of * 100).toFixed(1)).join(', ')
    console.log(
      `${kind.padEnd(24)} ${(share * 100).toFixed(1).padStart(5)} % among the first ${places} (${each}; bar ${bar * 100} %)${share < bar ? '  BROKEN' : ''}`,
    )
  }
  return held

  async function askDraw(make, random) {
    let found = 0
    let asked = 0
    for (let tries = 0; tries < perKind * 40 && asked < perKind; tries++) {
      const document = documents[Math.floor(random() * documents.length)]
      const query = make(document, random, frequency)
      if (query === undefined) continue
      asked += 1
      const relevant = new Set(byTitle.get(document.title).map(({ id }) => id))
      const hits = await engine.search(index, query, places)
      if (hits.some((id) => relevant.has(id))) found += 1
      else if (process.env.SEARCH_MISSES) console.log(`  ${document.title} ← ${query}`)
    }
    return { found, asked }
  }
}
