import type { ReadableAtom } from 'nanostores'
import type { Failure } from '../failure.ts'

/** Where a write stands. `durable: false` means: not saved on this device, keep the page open. */
export type OutboxState<T> =
  | { readonly status: 'queued'; readonly durable: boolean }
  | {
      readonly status: 'uploading'
      /** Files. */
      readonly done: number
      readonly total: number
      /** Bytes of all files that have arrived, and that there are; absent until the first have. */
      readonly sent?: number
      readonly size?: number
    }
  /** Until `retry`. */
  | { readonly status: 'paused'; readonly durable: boolean }
  | { readonly status: 'sending' }
  | {
      readonly status: 'waiting'
      readonly attempt: number
      /** Milliseconds since the epoch. */
      readonly retryAt: number
      readonly durable: boolean
      readonly reason: Failure
    }
  | { readonly status: 'blocked_auth'; readonly durable: boolean; readonly reason: Failure }
  | { readonly status: 'needs_attention'; readonly reason: Failure }
  /**
   * `differs`: the id was used before, with other content; what the server holds is not what was written here, and that
   * lies in the ticket's reply as a draft.
   */
  | { readonly status: 'acknowledged'; readonly result: T; readonly differs?: boolean }
  | { readonly status: 'dead'; readonly reason: Failure }
  | { readonly status: 'cancelled' }

/** A write on its way. */
export interface Submission<T> {
  /** The ticket's or message's id, and the idempotency key. */
  readonly id: string
  readonly $state: ReadableAtom<OutboxState<T>>
  /** The server's answer; rejects only if the write was cancelled, is dead or needs attention. */
  readonly acknowledged: Promise<T>
  /** Tries at once instead of at the planned time; also after `needs_attention`, `blocked_auth` and `dead`. */
  retry(): void
  /** Lets it wait until `retry`; what has arrived of its files stays there. No effect while the write itself is on its way. */
  pause(): void
  /**
   * Withdraws what was not sent yet and deletes its body. Has no effect once it is acknowledged; and what another tab
   * was sending just then, and the server has taken, becomes `acknowledged` after all.
   */
  cancel(): Promise<void>
}

/** A file as it is kept and sent. */
export interface StoredFile {
  readonly name: string
  /** Media type. */
  readonly type: string
  readonly bytes: Uint8Array<ArrayBuffer>
}

/** A file as it is handed over. Its bytes are read at once, so that they can be kept. */
export type AttachmentInput = File | StoredFile
