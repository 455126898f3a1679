import type {
  Channel,
  DiagnosticLine,
  Environment,
  Message,
  MessageKind,
  Ticket,
  TicketStatus,
} from '@aftercare/protocol'
import type { ReadableAtom } from 'nanostores'
import type { Draft } from '../drafts/draft.ts'
import type { Failure } from '../failure.ts'
import type { ConnectionState } from '../live/connection.ts'
import type { AttachmentInput, OutboxState, Submission } from '../outbox/submission.ts'

export interface TicketInput {
  readonly type: string
  readonly subject: string
  readonly description?: string
  readonly attachments?: readonly AttachmentInput[] | undefined
  /** BCP 47; the core's locale unless told, else `en`. */
  readonly locale?: string
  /** Answers to the type's own fields, by id. */
  readonly fields?: Readonly<Record<string, unknown>> | undefined
  /** Answers to the questions about impact and urgency, by id. */
  readonly impact?: Readonly<Record<string, string>> | undefined
  readonly environment?: Environment | undefined
  /** What the page had noted (`diagnostics(core)`), as far as the person has seen it and wants it sent. */
  readonly diagnostics?: DiagnosticLine[] | undefined
  /** Version of the definition that the questions came from: with it, required fields must be answered. */
  readonly serviceVersion?: string | undefined
  /** `sdk` unless told. */
  readonly channel?: Channel | undefined
}

export interface SubmitOptions {
  /** Cleared in the same transaction that queues the write. */
  readonly draft?: Draft<unknown>
}

export interface TicketQuery {
  /** One status, or any of several. */
  readonly status?: TicketStatus | readonly TicketStatus[]
  readonly type?: string
  /** Words that stand in number, subject, description or messages. */
  readonly q?: string
}

/** What both kinds of pending writes have. */
export interface Pending<T> {
  readonly id: string
  /** Milliseconds since the epoch. */
  readonly createdAt: number
  readonly state: OutboxState<T>
  retry(): void
  /** Lets it wait, with what has arrived of its files. */
  pause(): void
  cancel(): Promise<void>
}

export interface PendingTicket extends Pending<Ticket> {
  readonly input: { readonly type: string; readonly subject: string; readonly description: string }
}

export interface PendingMessage extends Pending<Message> {
  readonly body: string
  readonly kind: MessageKind
}

export type TicketListState =
  | { readonly status: 'loading' }
  | { readonly status: 'failed'; readonly reason: Failure }
  | {
      readonly status: 'ready'
      /** Last changed first. */
      readonly tickets: readonly Ticket[]
      /** Not acknowledged yet, newest first. */
      readonly pending: readonly PendingTicket[]
      /** Cursor of what follows, null at the end. */
      readonly next: string | null
      readonly loadingMore: boolean
      /** Ids of tickets that something happened to since the person last saw them; undefined until the device was asked. */
      readonly news: ReadonlySet<string> | undefined
      readonly connection: ConnectionState
      /** Why the last reading failed, while what was read before is still shown. */
      readonly stale?: Failure
    }

export interface TicketList {
  readonly $state: ReadableAtom<TicketListState>
  more(): Promise<void>
  refresh(): Promise<void>
}

export type ConversationState =
  | { readonly status: 'loading' }
  | { readonly status: 'failed'; readonly reason: Failure }
  | {
      readonly status: 'ready'
      readonly ticket: Ticket
      /** Oldest first. */
      readonly messages: readonly Message[]
      /** Not acknowledged yet, oldest first. */
      readonly pending: readonly PendingMessage[]
      /** Cursor of what came before, null at the beginning. */
      readonly earlier: string | null
      readonly loadingEarlier: boolean
      readonly connection: ConnectionState
      readonly stale?: Failure
    }

export interface ReplyInput {
  readonly body: string
  readonly attachments?: readonly AttachmentInput[]
  readonly kind?: MessageKind
}

export interface Conversation {
  readonly $state: ReadableAtom<ConversationState>
  /** Rejects with `validation_failed` as `submitTicket` does, before anything is kept. */
  reply(input: ReplyInput, options?: SubmitOptions): Promise<Submission<Message>>
  /** Loads ahead what `reply` needs; call it while the person types. */
  prepare(): Promise<void>
  earlier(): Promise<void>
  refresh(): Promise<void>
}
