import type { PendingMessage } from '@aftercare/client'
import type { Attachment, Message, Ticket } from '@aftercare/protocol'
import { html, nothing } from 'lit'
import { fileSize } from '../../base/file-size.ts'
import { exactTime, timeOfDay } from '../../base/format.ts'
import type { TicketWords } from '../../locales/words.ts'
import { pendingActions } from '../pending-actions.ts'

/** How a conversation is looked at: in which words, from which side, at which time. */
export interface View {
  readonly words: TicketWords
  readonly staff: boolean
  /** Milliseconds since the epoch. */
  readonly now: number
  /** The files of what is on its way. */
  waiting(pending: PendingMessage): unknown
  /** The picture of a file, or nothing where it is none. */
  picture(attachment: Attachment): unknown
  download(attachment: Attachment): void
}

/** Who wrote it, as the reader knows them: the name, else the side. */
export const authorName = (words: TicketWords, author: Message['author']): string =>
  author.name ?? (author.side === 'agent' ? words.support : words.requester)

const attachmentList = (view: View, attachments: readonly Attachment[]): unknown =>
  attachments.map((file) => {
    const size = fileSize(view.words.tag, file.size)
    if (file.scan) {
      const refused = file.scan === 'refused'
      return html`<p class="held" part="attachment" data-scan=${file.scan}>
        <bdi>${file.name}</bdi> <span class=${refused ? 'red' : 'muted'}>${
          refused ? view.words.fileRefused : view.words.fileChecking
        }</span>
      </p>`
    }
    const picture = view.picture(file)
    return html`<button
      type="button"
      class="download ${picture ? 'pictured' : ''}"
      part="attachment"
      @click=${() => view.download(file)}
    >
      <span class="hidden">${view.words.download(file.name, size)}</span>
      ${picture ?? html`<span aria-hidden="true">↓</span>`}<bdi aria-hidden="true">${file.name}</bdi>
      <span class="muted size" aria-hidden="true">${size}</span>
    </button>`
  })

/** What a message says, whatever became of it. */
export function messageView(
  view: View,
  message: Pick<Message, 'kind' | 'author' | 'body' | 'attachments' | 'createdAt'>,
): unknown {
  const { words } = view
  const at = Date.parse(message.createdAt)
  const note = message.kind === 'internal_note'
  const own = (message.author.side === 'agent') === view.staff
  return html`<div class="message ${own ? 'own' : ''} ${note ? 'note' : ''}" part="message${note ? ' note' : ''}">
    <p class="by">
      <bdi class="who">${authorName(words, message.author)}</bdi>
      ${note ? html`<strong class="amber">${words.note}</strong>` : nothing}
      <time class="muted" datetime=${message.createdAt} title=${exactTime(words.tag, at)}>${timeOfDay(words.tag, at)}</time>
    </p>
    ${message.body ? html`<div class="body" dir="auto">${message.body}</div>` : nothing}
    ${attachmentList(view, message.attachments)}
  </div>`
}

/** The ticket's own text, as the first thing said. */
export const descriptionView = (view: View, ticket: Ticket): unknown =>
  ticket.description || ticket.attachments.length
    ? messageView(view, {
        kind: 'reply',
        author: { ...ticket.requester, side: 'requester' },
        body: ticket.description,
        attachments: ticket.attachments,
        createdAt: ticket.createdAt,
      })
    : nothing

/** A message that is still on its way, with where it stands. */
export function pendingView(view: View, pending: PendingMessage): unknown {
  const note = pending.kind === 'internal_note'
  return html`<div class="message own unsent ${note ? 'note' : ''}" part="message pending">
    <p class="by">
      <span class="who">${view.words.you}</span>
      ${note ? html`<strong class="amber">${view.words.note}</strong>` : nothing}
    </p>
    <div class="body" dir="auto">${pending.body}</div>
    ${pendingActions(view.words, pending, pending.body, view.now, view.waiting(pending))}
  </div>`
}
