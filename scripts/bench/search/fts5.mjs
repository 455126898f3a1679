import { DatabaseSync } from 'node:sqlite'
import { tokenize } from '@aftercare/protocol/search'

const terms = (text) => tokenize(text).map(({ term }) => term)

/** SQLite's own full-text search with the same terms, in memory, the title counted three times. */
export const fts5 = {
  name: 'FTS5',
  build: (documents) => documents,
  files: () => [],
  load(documents) {
    const database = new DatabaseSync(':memory:')
    database.exec(
      `CREATE VIRTUAL TABLE articles USING fts5(id UNINDEXED, title, body, tokenize = "unicode61 remove_diacritics 0 tokenchars '.+#'")`,
    )
    const insert = database.prepare('INSERT INTO articles VALUES (?, ?, ?)')
    database.exec('BEGIN')
    for (const { id, title, body } of documents) insert.run(id, terms(title).join(' '), terms(body).join(' '))
    database.exec('COMMIT')
    database.exec(`INSERT INTO articles(articles) VALUES ('optimize')`)
    return database.prepare(
      'SELECT id FROM articles WHERE articles MATCH ? ORDER BY bm25(articles, 0, 3, 1), id LIMIT ?',
    )
  },
  search(statement, query, limit) {
    const words = [...new Set(terms(query))].map((term) => `"${term.replaceAll('"', '""')}"`)
    return words.length === 0 ? [] : statement.all(words.join(' OR '), limit).map(({ id }) => id)
  },
}
