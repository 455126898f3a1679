import { find, partsOf, readSegment, SearchIndex, type Segment, snippet } from '@aftercare/protocol/search'
import type { Searcher } from './searcher.ts'

/** So long the thread is held at once, in milliseconds, but for one segment or one text. */
const slice = 8

/** Lets whatever waits for the thread go first, once it was held for long enough. */
function turns(): () => Promise<void> {
  let began = performance.now()
  return async () => {
    if (performance.now() - began < slice) return
    await new Promise<void>((resolve) => setTimeout(resolve))
    began = performance.now()
  }
}

const han = /\p{sc=Han}/u
const traditional = () => import('@aftercare/protocol/search/traditional').then(({ simplify }) => simplify)

/** Searches on this thread, in slices. */
export function localSearcher(): Searcher {
  let known = new Map<string, Segment>()
  let index = new SearchIndex()
  let last: Promise<unknown> = Promise.resolve()
  /** In order, as a worker would. */
  const next = <Result>(work: () => Promise<Result>): Promise<Result> => {
    const mine = last.then(work)
    last = mine.catch(() => {})
    return mine
  }
  return {
    load: (segments) =>
      next(async () => {
        const turn = turns()
        const read = new Map<string, Segment>()
        for (const each of segments) {
          const segment = 'titles' in each ? readSegment(each.titles, each.bodies) : known.get(each.name)
          if (segment) read.set(each.name, segment)
          await turn()
        }
        const all = new SearchIndex()
        for (const segment of read.values()) {
          all.add(segment)
          await turn()
        }
        known = read
        index = all
      }),
    find: (question, knowledge) =>
      next(async () => {
        const { ids, terms } = await find(index, question, knowledge, traditional)
        return { ids, terms: [...terms] }
      }),
    show: (texts, terms) =>
      next(async () => {
        const turn = turns()
        const found = new Set(terms)
        const parts: Awaited<ReturnType<Searcher['show']>>[number][] = []
        const marked = (title: string, text: string, simplify?: (text: string) => string) => ({
          titleParts: partsOf(snippet(title, found, title.length, simplify)),
          snippet: partsOf(snippet(text, found, undefined, simplify)),
        })
        const inHan = terms.some((term) => han.test(term))
        for (const { title, text = '' } of texts) {
          const plain = marked(title, text)
          const all = [...plain.titleParts, ...plain.snippet]
          // The index is simplified whatever the language: a text of any may have traditional characters, which nobody
          // sees before the table is here. Without it what was found is shown all the same.
          const unseen = inHan && !all.some((part) => part.found && han.test(part.text))
          const simplify = unseen ? await traditional().catch(() => undefined) : undefined
          parts.push(simplify ? marked(title, text, simplify) : plain)
          await turn()
        }
        return parts
      }),
    close() {},
  }
}
