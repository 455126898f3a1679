import type { Channel, Correction, DiagnosticLine, Environment, NewFeedback, TicketAction } from '@aftercare/protocol'
import type { Failure } from '../failure.ts'

/** What a write says, by kind. A new kind of write adds its line here and its way to the server in `deliver.ts`. */
export type Write =
  | {
      readonly kind: 'ticket'
      readonly type: string
      readonly subject: string
      readonly description: string
      readonly locale: string
      readonly fields?: Readonly<Record<string, unknown>> | undefined
      readonly impact?: Readonly<Record<string, string>> | undefined
      readonly environment?: Environment | undefined
      readonly diagnostics?: DiagnosticLine[] | undefined
      readonly serviceVersion?: string | undefined
      /** Absent in what an earlier SDK has kept. */
      readonly channel?: Channel | undefined
    }
  | { readonly kind: 'message'; readonly body: string; readonly messageKind: 'reply' | 'internal_note' }
  | { readonly kind: 'action'; readonly action: TicketAction }
  /** `seen` is what stood in the ticket when the person began to correct it: only that may be written over. */
  | { readonly kind: 'correction'; readonly correction: Correction; readonly seen: Correction }
  /** Of an article, whose id stands in the place of the conversation: the last word counts, so they go in order. */
  | {
      readonly kind: 'feedback'
      readonly slug: string
      readonly locale: string
      readonly feedback: Omit<NewFeedback, 'id' | 'locale'>
    }

/** What the server knows a whole file by. */
export interface FileReference {
  readonly fileId: string
  readonly sha256: string
}

/** One attachment of a write. Its bytes lie beside the entry, so that a change of state does not move them. */
export interface EntryFile {
  /** Its upload's own idempotency key, and where its bytes are kept. */
  readonly key: string
  readonly name: string
  readonly type: string
  /** Bytes; absent in what an earlier SDK has kept. */
  readonly size?: number | undefined
  /**
   * What the server knows it by, once it is there; empty once the server was told that it does not come. While one
   * file of a write has neither, the write itself has never gone out.
   */
  readonly uploaded?: FileReference | readonly [] | undefined
  /** The person has taken it away. It keeps its place: the bytes of the others lie under theirs. */
  readonly removed?: boolean | undefined
}

/** Where an entry stands. `attempt` counts the sendings that have failed. */
export type Phase =
  | { readonly status: 'queued'; readonly attempt: number }
  | { readonly status: 'uploading'; readonly attempt: number; readonly done: number; readonly total: number }
  | { readonly status: 'sending'; readonly attempt: number }
  | { readonly status: 'waiting'; readonly attempt: number; readonly retryAt: number; readonly reason: Failure }
  /** The person wants it to wait. */
  | { readonly status: 'paused'; readonly attempt: number }
  | { readonly status: 'blocked_auth'; readonly attempt: number; readonly reason: Failure }
  | { readonly status: 'needs_attention'; readonly attempt: number; readonly reason: Failure }
  | { readonly status: 'dead'; readonly attempt: number; readonly reason: Failure }
  | { readonly status: 'acknowledged'; readonly result: unknown; readonly differs: boolean }
  | { readonly status: 'cancelled' }

export type OutboxEvent =
  /** A drain cycle has it in hand. `files` are those that have to be uploaded first. */
  | { readonly type: 'taken'; readonly files: number }
  | { readonly type: 'uploaded' }
  /** `differs`: the id was used before, with other content. */
  | { readonly type: 'answered'; readonly result: unknown; readonly differs: boolean }
  | ({ readonly type: 'failed' } & FailedAttempt)
  /** No token, or none that the server takes. */
  | { readonly type: 'unauthorized'; readonly reason: Failure }
  /** The server will not take this content. */
  | { readonly type: 'refused'; readonly reason: Failure }
  /** Found on the device, at open or after another tab's change: what was in hand is so no more. */
  | { readonly type: 'resumed'; readonly now: number }
  /** A token came. */
  | { readonly type: 'authorized' }
  /** What is not on its way yet, or only with its files. */
  | { readonly type: 'pause' }
  | { readonly type: 'retry' }
  | { readonly type: 'cancel' }

/** An attempt that came to nothing, but may succeed later. */
export interface FailedAttempt {
  readonly reason: Failure
  /** Milliseconds since the epoch. */
  readonly now: number
  /** From 0 up to 1. */
  readonly random: number
  /** Milliseconds the server asks to wait. */
  readonly retryAfter?: number | undefined
  /** Milliseconds since the server first heard of it, by the server's time; 0 as long as it has not. */
  readonly age: number
}

const second = 1000
const day = 24 * 60 * 60 * second
/** The server keeps idempotency records longer (45 days), so a late retry is still recognized. */
const lifetime = 30 * day

/**
 * What an event makes of a phase: the table of states, whole. An event that says nothing to a phase leaves it
 * as it is; nothing leaves `acknowledged`, and nothing but an answer `cancelled`: it was on its way already.
 */
export function reduce(phase: Phase, event: OutboxEvent): Phase {
  // Also when it was not in hand here: another tab sent it.
  if (event.type === 'answered') return { status: 'acknowledged', result: event.result, differs: event.differs }
  if (phase.status === 'acknowledged' || phase.status === 'cancelled') return phase
  const { attempt } = phase
  const inHand = phase.status === 'uploading' || phase.status === 'sending'
  switch (event.type) {
    case 'taken':
      if (phase.status !== 'queued' && phase.status !== 'waiting') return phase
      return event.files > 0
        ? { status: 'uploading', attempt, done: 0, total: event.files }
        : { status: 'sending', attempt }
    case 'uploaded': {
      if (phase.status !== 'uploading') return phase
      const done = phase.done + 1
      return done < phase.total ? { ...phase, done } : { status: 'sending', attempt }
    }
    case 'failed': {
      if (!inHand) return phase
      const { reason, now } = event
      if (event.age >= lifetime) return { status: 'dead', attempt: attempt + 1, reason }
      return { status: 'waiting', attempt: attempt + 1, retryAt: now + delay(attempt, event), reason }
    }
    case 'unauthorized':
      return inHand ? { status: 'blocked_auth', attempt, reason: event.reason } : phase
    case 'refused':
      return inHand ? { status: 'needs_attention', attempt, reason: event.reason } : phase
    case 'resumed':
      if (inHand) return { status: 'queued', attempt }
      // A clock that was set back strands nothing.
      if (phase.status === 'waiting' && phase.retryAt > event.now + day) return { ...phase, retryAt: event.now + day }
      return phase.status === 'blocked_auth' ? { status: 'queued', attempt } : phase
    case 'authorized':
      return phase.status === 'blocked_auth' ? { status: 'queued', attempt } : phase
    case 'pause':
      return ['queued', 'uploading', 'waiting'].includes(phase.status) ? { status: 'paused', attempt } : phase
    case 'retry':
      return inHand ? phase : { status: 'queued', attempt }
    case 'cancel':
      return { status: 'cancelled' }
  }
}

/** Full jitter up to 15 minutes, never under what the server asks, a day at most. Milliseconds. */
function delay(attempt: number, { random, retryAfter = 0 }: FailedAttempt): number {
  const jittered = random * Math.min(15 * 60 * second, second * 2 ** attempt)
  return Math.min(day, Math.max(jittered, retryAfter))
}
