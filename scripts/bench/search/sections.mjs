import { tokenize } from '@aftercare/protocol/search'

/**
 * Queries that a collection itself answers: half of them titles, relevant is whatever has that title; half of them some
 * terms that stand side by side in a body, relevant is that document.
 */
export function queriesOf(documents, count, random) {
  const draw = () => documents[Math.floor(random() * documents.length)]
  const byTitle = Map.groupBy(documents, ({ title }) => title)
  const queries = []
  while (queries.length < count) {
    const document = draw()
    if (queries.length % 2 === 0) {
      queries.push({ query: document.title, relevant: new Set(byTitle.get(document.title).map(({ id }) => id)) })
      continue
    }
    const tokens = tokenize(document.body)
    const length = 3 + Math.floor(random() * 4)
    if (tokens.length <= length) continue
    const from = Math.floor(random() * (tokens.length - length))
    const start = tokens[from].start
    const query = document.body.slice(start, tokens[from + length - 1].end)
    queries.push({ query, relevant: new Set([document.id]) })
  }
  return queries
}
