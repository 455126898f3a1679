import { newId } from '@aftercare/protocol'
import type { Content } from '@aftercare/protocol/content'
import { ContentError } from '../content/content-error.ts'
import { parseMarkdown } from '../content/parse-markdown.ts'
import { printMarkdown } from '../content/print-markdown.ts'
import type { Writing } from '../journal/write.ts'
import type { TicketRow } from '../tickets/store.ts'
import { updateArticle } from './store.ts'
import { summaryText } from './summary-text.ts'
import { tellDraft } from './tell.ts'
import { articleOfTicket, namesAround } from './ticket-store.ts'
import { findText, insertTranslation, updateTranslation } from './translation-store.ts'
import { beginArticle } from './write-article.ts'
import { digestOf, type WrittenText, writeRevision } from './write-text.ts'

/**
 * Makes a draft for an article of what a solved problem taught: for staff alone, by whoever has the ticket in hand, one for
 * each ticket. Where there is one its words are renewed, unless somebody has gone on with it.
 *
 * @param writing with room for one event
 * @returns the draft; undefined where none was made
 */
export async function draftFromTicket(
  writing: Writing,
  ticket: TicketRow,
): Promise<{ readonly article: string; readonly title: string } | undefined> {
  const { tx, tenant, now } = writing
  const people = await namesAround(tx, { tenant, ticket: ticket.id })
  const names = people.flatMap(({ name }) => name ?? [])
  const { text, content } = readable(summaryText(ticket, names))
  const { locale } = ticket
  const author = ticket.assignee_id === null ? writing.actor : `staff:${ticket.assignee_id}`
  const by = { tx, tenant, now, actor: author.startsWith('person:') ? 'service' : author }
  const digest = digestOf(text)
  const [known] = await articleOfTicket(tx, { tenant, ticket: ticket.id })
  if (known) {
    const of = { tenant, article: known.id, locale }
    const [written] = await findText(tx, of)
    const untouched = written?.digest === known.summary_digest && written.state === 'draft'
    if (!untouched || written.published_revision !== null || written.digest === digest) return undefined
    const revision = written.revision + 1
    await writeRevision(by, { article: known.id, locale, number: revision }, text, content)
    await updateTranslation(tx, of, { revision, updated_at: now })
    await updateArticle(tx, { tenant, id: known.id }, { summary_digest: digest, updated_at: now })
    await tellDraft(writing, { article: known.id, locale, revision })
    return undefined
  }
  const id = newId<string & { readonly __brand: 'ArticleId' }>(writing.random)
  // Its name is for ever, and says nothing of what the customer wrote.
  const settings = { id, kind: 'troubleshooting', audience: 'internal', owner: ticket.assignee_id } as const
  await beginArticle(writing, settings, '')
  await updateArticle(tx, { tenant, id }, { ticket_id: ticket.id, summary_digest: digest })
  const draft = { state: 'draft' as const, published_revision: null, published_at: null, note: null }
  await insertTranslation(tx, { tenant, article_id: id, locale, revision: 1, updated_at: now, ...draft })
  await writeRevision(by, { article: id, locale, number: 1 }, text, content)
  await tellDraft(writing, { article: id, locale, revision: 1 })
  return { article: id, title: text.title }
}

/** A ticket is closed whatever stands in its summary: what no text may be stands there as it was written. */
function readable(text: WrittenText): { readonly text: WrittenText; readonly content: Content } {
  try {
    return { text, content: parseMarkdown(text.body) }
  } catch (error) {
    if (!(error instanceof ContentError)) throw error
    const content: Content = [{ type: 'code', language: null, text: text.body.slice(0, 50_000) }]
    return { text: { ...text, body: printMarkdown(content) }, content }
  }
}
