import type { ReadableAtom } from 'nanostores'
import type { OutboxState } from './submission.ts'

/** What a list needs to know about one entry. */
export interface OutboxView {
  readonly id: string
  readonly kind: 'ticket' | 'message'
  /** Order is kept within a conversation: the ticket's id. */
  readonly conversation: string
  readonly createdAt: number
  readonly state: OutboxState<unknown>
}

/** All writes that are on their way. */
export interface Outbox {
  readonly $entries: ReadableAtom<readonly OutboxView[]>
  /** Sends what is due now, without waiting for its time. */
  drain(): Promise<void>
  close(): Promise<void>
}
