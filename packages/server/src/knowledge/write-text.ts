import { canonicalJson } from '@aftercare/protocol'
import type { Content } from '@aftercare/protocol/content'
import { ContentError } from '../content/content-error.ts'
import { parseMarkdown } from '../content/parse-markdown.ts'
import { filesIn } from '../content/parts-of.ts'
import { sha256Hex } from '../handle/digest.ts'
import type { Writing } from '../journal/write.ts'
import { findFilesToShow, showFiles } from './file-store.ts'
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

type Inside = Pick<Writing, 'tx' | 'tenant' | 'now' | 'actor'>

/**
 * Keeps a text as a revision, with the tree that was read from it.
 *
 * @throws ProblemError validation_failed where it shows a file that its author may not show
 */
export async function writeRevision(
  writing: Inside,
  of: { article: string; locale: string; number: number },
  text: WrittenText,
  content: Content,
): Promise<void> {
  const { tx, tenant, now, actor } = writing
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
  await showFilesOf(writing, of, content)
}

/**
 * What a text shows is the articles' already, or its author has uploaded it for this: an attachment of a ticket is never
 * published by its id. Of what is imported, files that are not there are left to be words.
 */
async function showFilesOf(
  { tx, tenant, actor }: Inside,
  of: { article: string; locale: string; number: number },
  content: Content,
): Promise<void> {
  const ids = filesIn(content)
  if (ids.length === 0) return
  const files = await findFilesToShow(tx, { tenant, ids })
  const mayShow = ids.filter((id) => {
    const file = files.find((each) => each.id === id)
    if (!file || file.article_id !== null) return file !== undefined
    const uploader = file.uploader_id === 'operator' ? 'operator' : `staff:${file.uploader_id}`
    return file.ticket_id === null && file.uploader_side === 'agent' && uploader === actor
  })
  if (mayShow.length < ids.length && actor !== 'operator') throw refused('/body', 'not_allowed')
  if (mayShow.length > 0) await showFiles(tx, { tenant, ...of }, mayShow)
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
