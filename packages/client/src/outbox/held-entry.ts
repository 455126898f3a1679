import { atom, type WritableAtom } from 'nanostores'
import { SubmissionFailed } from '../failure.ts'
import type { Phase } from './outbox-entry.ts'
import type { Entry } from './shelf.ts'
import type { OutboxState, StoredFile, Submission } from './submission.ts'

/** An entry in this page's hands, with what is known of it beyond the disk. */
export interface HeldEntry {
  entry: Entry
  durable: boolean
  /** The device holds its present phase. */
  kept: boolean
  /** Bytes of the files, as long as the device has not taken them. */
  bytes: readonly StoredFile['bytes'][] | undefined
  /** Ends what is being sent. */
  abort: AbortController | undefined
  readonly $state: WritableAtom<OutboxState<unknown>>
}

export function hold(entry: Entry, durable: boolean, bytes?: HeldEntry['bytes']): HeldEntry {
  return { entry, durable, kept: true, bytes, abort: undefined, $state: atom(stateOf(entry.phase, durable)) }
}

/** What is shown of a phase. */
export function stateOf(phase: Phase, durable: boolean): OutboxState<unknown> {
  switch (phase.status) {
    case 'queued':
      return { status: 'queued', durable }
    case 'waiting':
      return { ...phase, durable }
    case 'uploading': {
      const { status, done, total } = phase
      return { status, done, total }
    }
    case 'sending':
      return { status: 'sending' }
    case 'blocked_auth':
    case 'needs_attention':
    case 'dead':
      return { status: phase.status, reason: phase.reason }
    case 'acknowledged': {
      const { status, result, differs } = phase
      return { status, result, ...(differs && { differs }) }
    }
    case 'cancelled':
      return phase
  }
}

export function submissionOf(held: HeldEntry, retry: () => void, cancel: () => Promise<void>): Submission<unknown> {
  return {
    id: held.entry.id,
    $state: held.$state,
    // Made anew for who asks: it looks at where the write stands now, and nobody has to handle it unasked.
    get acknowledged() {
      return new Promise<unknown>((resolve, reject) => {
        let settled = false
        let stop: (() => void) | undefined
        stop = held.$state.subscribe((state) => {
          if (state.status === 'acknowledged') resolve(state.result)
          else if (['cancelled', 'dead', 'needs_attention'].includes(state.status)) reject(new SubmissionFailed(state))
          else return
          settled = true
          stop?.()
        })
        if (settled) stop()
      })
    },
    retry,
    cancel,
  }
}
