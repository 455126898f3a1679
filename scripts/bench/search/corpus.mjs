// Corpora and queries of the search benches: JSON Lines of `{ id, title, body }` and of `{ query, relevant, lang }`.
import { readFileSync } from 'node:fs'

const lines = (file) =>
  readFileSync(file, 'utf8')
    .split('\n')
    .filter((line) => line.trim() !== '')
    .map((line) => JSON.parse(line))

/** Markdown as a reader sees it; its headings apart. */
function plain(markdown) {
  const headings = []
  const body = markdown
    .replace(/!\[[^\]]*\]\([^)]*\)/g, ' ')
    .replace(/\[([^\]]*)\]\([^)]*\)/g, '$1')
    .replace(/^#{1,6} +(.*)$/gm, (_, heading) => {
      headings.push(heading)
      return ''
    })
    .replace(/[*`|\\]+/g, ' ')
  return { headings, body }
}

/** The articles of a file, as the engine takes them, and the language of most of them: `en` or `zh`. */
export function readCorpus(file) {
  const articles = lines(file)
  const han = articles.filter(({ title }) => /\p{sc=Han}/u.test(title)).length
  return {
    language: han > articles.length / 2 ? 'zh' : 'en',
    documents: articles.map((line) => ({
      id: String(line.id),
      title: line.title,
      keywords: line.keywords ?? [],
      ...plain(line.body ?? ''),
    })),
  }
}

/** Those queries whose corpus is the given one. */
export function readQueries(file, corpus) {
  return lines(file)
    .filter((line) => (line.corpus ?? corpus) === corpus)
    .map(({ query, relevant }) => ({ query, relevant: new Set(relevant.map(String)) }))
}
