import type { Failure, OutboxState } from '@aftercare/client'
import type { FileWords, MoreWords, Words } from '../locales/words.ts'
import { soon } from './soon.ts'

/** Words of files are there once there are some; those of tickets where there is one. */
type KnownWords = Words & Partial<FileWords & Pick<MoreWords, 'notFound'>>

/** What happened, in a sentence. */
export function failureText(words: KnownWords, failure: Failure): string {
  switch (failure.kind) {
    case 'offline':
      return navigator.onLine ? words.unreachable : words.offline
    case 'signed_out':
      return words.signedOut
    case 'forbidden':
      return words.problems.forbidden ?? words.invalid
    case 'not_found':
      return words.notFound ?? words.invalid
    case 'problem':
      return words.problems[failure.problem.code] ?? failure.problem.detail ?? failure.problem.title
  }
}

export type Tone = 'muted' | 'amber' | 'red' | 'green'

/** Where a write stands, in plain words, and how much it matters. `now` in milliseconds since the epoch. */
export function stateText(words: KnownWords, state: OutboxState<unknown>, now: number): readonly [Tone, string] {
  switch (state.status) {
    case 'queued':
      return state.durable ? ['muted', words.saved] : ['amber', words.notSaved]
    case 'uploading':
      return ['muted', words.uploading?.(state.done, state.total) ?? words.sending]
    case 'sending':
      return ['muted', words.sending]
    case 'waiting': {
      if (!state.durable) return ['amber', words.notSaved]
      if (state.reason.kind === 'offline') return ['amber', words.savedLater]
      // A next try is never more than a day away.
      const when = soon(words.tag, state.retryAt - now)
      return ['amber', `${words.waiting(failureText(words, state.reason), when)}${words.savedTail}`]
    }
    case 'blocked_auth':
      return ['amber', failureText(words, state.reason) + (state.durable ? words.savedTail : ` ${words.notSaved}`)]
    case 'needs_attention':
      return ['red', `${words.notSent}${words.tag === 'en' ? ': ' : '：'}${failureText(words, state.reason)}`]
    case 'dead':
      return ['red', words.dead]
    default:
      return ['green', '']
  }
}
