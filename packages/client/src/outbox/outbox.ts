import type { ReadableAtom } from 'nanostores'
import type { Draft } from '../drafts/draft.ts'
import type { Write } from './outbox-entry.ts'
import type { AttachmentInput, OutboxState, Submission } from './submission.ts'

/** One entry as lists show it. */
export interface OutboxView {
  readonly id: string
  /** The ticket's id: order is kept within it. */
  readonly conversation: string
  /** Milliseconds since the epoch. */
  readonly createdAt: number
  readonly write: Write
  readonly state: OutboxState<unknown>
  retry(): void
  pause(): void
  cancel(): Promise<void>
}

export interface NewEntry {
  readonly write: Write
  /** The ticket the write belongs to; absent for a new one. */
  readonly conversation?: string
  readonly attachments?: readonly AttachmentInput[] | undefined
  /** Cleared in the same transaction. */
  readonly draft?: Draft<unknown> | undefined
}

/** All writes of the signed-in person that are on their way, and those that arrived while the page was open. */
export interface Outbox {
  /** Oldest first. */
  readonly $entries: ReadableAtom<readonly OutboxView[]>
  /** Resolves once the entry is kept on this device, or in memory where the device refuses. */
  submit(entry: NewEntry): Promise<Submission<unknown>>
  /** Sends what is due; resolves when nothing is in hand any more. */
  drain(): Promise<void>
  /** Stops sending. What is queued stays on the device. */
  close(): Promise<void>
}
