import { canonicalJson } from '@aftercare/protocol'
import type { Content } from '@aftercare/protocol/content'
import { ContentError } from '../content/content-error.ts'
import { parseMarkdown } from '../content/parse-markdown.ts'
import { sha256Hex } from '../handle/digest.ts'
import type { Writing } from '../journal/write.ts'
import { refused } from './refused.ts'
import { insertRevision } from './translation-store.ts'

/** A text as its author writes it. */
export interface WrittenText {
  readonly title: string
  readonly body: string
  readonly keywords: readonly string[]
}

/** Names what was written: equal texts have one digest. */
export const digestOf = ({ title, body, keywords }: WrittenText): string =>
  sha256Hex(canonicalJson({ title, body, keywords }))

/** Keeps a text as a revision, with the tree that was read from it. */
export async function writeRevision(
  { tx, tenant, now, actor }: Pick<Writing, 'tx' | 'tenant' | 'now' | 'actor'>,
  of: { article: string; locale: string; number: number },
  text: WrittenText,
  content: Content,
): Promise<void> {
  const { title, body, keywords } = text
  await insertRevision(tx, {
    tenant,
    article_id: of.article,
    locale: of.locale,
    number: of.number,
    title,
    body,
    keywords: JSON.stringify(keywords),
    content: JSON.stringify(content),
    digest: digestOf(text),
    author: actor,
    created_at: now,
  })
}

/**
 * Reads the Markdown of a request.
 *
 * @param pointer where it stands there
 * @throws ProblemError validation_failed where it passes a bound
 */
export function readBody(body: string, pointer = '/body'): Content {
  try {
    return parseMarkdown(body)
  } catch (error) {
    if (error instanceof ContentError) throw refused(pointer, error.code, error.limit)
    throw error
  }
}
