import type { OutboxState } from '@aftercare/client'
import { html, nothing } from 'lit'
import { stateText } from '../base/failure-words.ts'
import { sendingView } from '../files/sending-view.ts'
import type { FileWords, Words } from '../locales/words.ts'

export interface PendingWrite {
  readonly state: OutboxState<unknown>
  retry(): void
  pause(): void
  cancel(): Promise<void>
}

/** Where a write that is on its way stands, and what can be done about it. `text` is what can be copied out, `files` its files. */
export function pendingActions(
  words: Words & FileWords,
  pending: PendingWrite,
  text: string,
  now: number,
  files: unknown = nothing,
): unknown {
  const { status } = pending.state
  const [tone, said] = stateText(words, pending.state, now)
  const stuck = status === 'needs_attention' || status === 'dead'
  const button = (word: string, act: () => void): unknown =>
    html`<button type="button" class="plain" @click=${act}>${word}</button>`
  return html`<div class="row" part="pending-state" data-state=${status}>
    ${said ? html`<span class="muted ${tone}">${said}</span>` : nothing}
    ${
      ['queued', 'uploading', 'sending', 'paused'].includes(status)
        ? nothing
        : button(words.retry, () => pending.retry())
    }
    ${
      stuck
        ? [
            text ? button(words.copy, () => void navigator.clipboard.writeText(text)) : nothing,
            button(words.remove, () => void pending.cancel()),
          ]
        : nothing
    }
    ${sendingView(words, pending.state, pending)} ${files}
  </div>`
}
