// Corpora and queries of the search benches: JSON Lines of `{ id, title, body }` and of `{ query, relevant, lang }`.
import { readFileSync } from 'node:fs'
import { linkTexts } from '@aftercare/protocol/search'

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

/** The links of an article to others of the collection, whose ids end their addresses. */
function linksOf(markdown, ids) {
  return [...markdown.matchAll(/(?<!!)\[([^\]]*)\]\(([^)#\s]+)[^)]*\)/g)].flatMap(([, text, address]) => {
    const steps = address.split('/')
    const to = steps.map((_, at) => steps.slice(at).join('/')).find((end) => ids.has(end))
    return to === undefined ? [] : [{ to, text }]
  })
}

/**
 * The articles of a file, as the engine takes them, and the language of most of them: `en` or `zh`. Keywords are those
 * of the file, if any, and what other articles call one.
 */
export function readCorpus(file) {
  const articles = lines(file).map((line) => ({ ...line, id: String(line.id), body: line.body ?? '' }))
  const han = articles.filter(({ title }) => /\p{sc=Han}/u.test(title)).length
  const ids = new Set(articles.map(({ id }) => id))
  const called = linkTexts(articles.map(({ id, body }) => ({ id, links: linksOf(body, ids) })))
  return {
    language: han > articles.length / 2 ? 'zh' : 'en',
    documents: articles.map(({ id, title, keywords = [], body }) => ({
      id,
      title,
      keywords: [...keywords, ...(called.get(id) ?? [])],
      ...plain(body),
    })),
  }
}

/** Those queries whose corpus is the given one. */
export function readQueries(file, corpus) {
  return lines(file)
    .filter((line) => (line.corpus ?? corpus) === corpus)
    .map(({ query, relevant }) => ({ query, relevant: new Set(relevant.map(String)) }))
}
