import { Refused } from './server-answers.ts'
import type { Row } from './server-rows.ts'

/** Names of those that there are. */
export const articles = ['labels-do-not-print', 'pairing-a-scanner'] as const

interface ArticleWrite {
  readonly segments: readonly string[]
  readonly input: Readonly<Record<string, unknown>>
  readonly subject: string
}

/** What is said of an article. Who says it anew takes back nothing here: the last row of a person counts. */
export function rate({ segments, input, subject }: ArticleWrite): Row {
  const [, slug = '', part] = segments
  if (part !== 'feedback' || !articles.some((name) => name === slug)) throw new Refused('not_found')
  const { id, helpful, reason = null, comment } = input
  const body = { helpful, reason }
  return { kind: 'feedback', id: String(id), owner: subject, ticketId: slug, text: String(comment), files: [], body }
}
