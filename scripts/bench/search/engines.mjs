// The engines that are measured, each behind the same four functions. The peers are given our tokenizer and what the
// engine indexes: the title, counted three times, and everything else as one text.
import { readSegment, SearchIndex, tokenize, writeSegment } from '@aftercare/protocol/search'
import { simplify } from '@aftercare/protocol/search/traditional'
import * as orama from '@orama/orama'
import flexsearch from 'flexsearch'
import MiniSearch from 'minisearch'

const terms = (text) => tokenize(text).map(({ term }) => term)
const flat = ({ id, title, headings = [], keywords = [], body }) => ({
  id,
  title,
  body: [...headings, ...keywords, body].join('\n'),
})
const encode = (value) => new TextEncoder().encode(value)

export const own = {
  name: 'own',
  build: (documents) => writeSegment(documents, simplify),
  files: ({ titles, bodies }) => [titles, bodies],
  load({ titles, bodies }) {
    const index = new SearchIndex()
    index.add(readSegment(titles, bodies))
    return index
  },
  search(index, query, limit) {
    const found = index.search(query, { limit })
    return (found.strange ? index.search(simplify(query), { limit }) : found).hits.map(({ id }) => id)
  },
}

/** What a server does that hears of articles one by one: many small segments, most of them written anew since. */
export const ownServer = {
  name: 'own, server',
  build: (documents) => documents,
  files: () => [],
  load(documents) {
    const index = new SearchIndex()
    const portion = Math.ceil(documents.length / 8)
    const add = (some) => {
      const { titles, bodies } = writeSegment(some, simplify)
      index.add(readSegment(titles, bodies))
    }
    for (let from = 0; from < documents.length; from += portion) add(documents.slice(from, from + portion))
    add(documents.filter((_, at) => at % 10 === 3))
    return index
  },
  search: own.search,
}

const miniOptions = (tokenizer) => ({
  fields: ['title', 'body'],
  tokenize: tokenizer,
  processTerm: (term) => term,
  searchOptions: { boost: { title: 3 } },
})

export function miniSearch(tokenizer = terms) {
  const options = miniOptions(tokenizer)
  return {
    name: 'MiniSearch',
    build(documents) {
      const index = new MiniSearch(options)
      index.addAll(documents.map(flat))
      return JSON.stringify(index)
    },
    files: (json) => [encode(json)],
    load: (json) => MiniSearch.loadJSON(json, options),
    search: (index, query, limit) =>
      index
        .search(query)
        .slice(0, limit)
        .map(({ id }) => id),
  }
}

/** Its `Document` ranks each field by itself; the lists are merged by place, the title's counted three times. */
export const flexSearch = {
  name: 'FlexSearch',
  make: () =>
    new flexsearch.Document({
      document: { id: 'id', index: ['title', 'body'] },
      tokenize: 'strict',
      encode: terms,
      resolution: 9,
    }),
  build(documents) {
    const index = this.make()
    for (const document of documents.map(flat)) index.add(document)
    const files = []
    index.export((key, value) => {
      if (value !== undefined) files.push([key, value])
    })
    return files
  },
  files: (files) => files.map(([, value]) => encode(value)),
  load(files) {
    const index = this.make()
    for (const [key, value] of files) index.import(key, value)
    return index
  },
  search(index, query, limit) {
    const scores = new Map()
    for (const { field, result } of index.search(query, { limit: limit * 5, suggest: true })) {
      const weight = field === 'title' ? 3 : 1
      for (const [place, id] of result.entries()) scores.set(id, (scores.get(id) ?? 0) + weight / (place + 10))
    }
    return [...scores]
      .sort(([, one], [, other]) => other - one)
      .slice(0, limit)
      .map(([id]) => id)
  },
}

export const oramaSearch = {
  name: 'Orama',
  make: () =>
    orama.create({
      schema: { id: 'string', title: 'string', body: 'string' },
      components: { tokenizer: { language: 'english', normalizationCache: new Map(), tokenize: terms } },
    }),
  build(documents) {
    const index = this.make()
    for (const document of documents.map(flat)) orama.insert(index, document)
    return JSON.stringify(orama.save(index))
  },
  files: (json) => [encode(json)],
  load(json) {
    const index = this.make()
    orama.load(index, JSON.parse(json))
    return index
  },
  search: (index, query, limit) =>
    orama
      .search(index, { term: query, properties: ['title', 'body'], boost: { title: 3 }, limit, threshold: 1 })
      .hits.map(({ id }) => id),
}
