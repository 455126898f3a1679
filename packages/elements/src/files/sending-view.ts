import type { OutboxState } from '@aftercare/client'
import { html, nothing } from 'lit'
import { fileSize } from '../base/file-size.ts'
import type { FileWords, Words } from '../locales/words.ts'

/** Less than this has arrived before one could read how far it is. Bytes. */
export const worthSaying = 1024 * 1024

/** How far the files of a write are, and the button that lets them wait; nothing where they are small or sent. */
export function sendingView(
  words: Words & FileWords,
  state: OutboxState<unknown>,
  write: { pause(): void; retry(): void },
): unknown {
  const paused = state.status === 'paused'
  const { sent = 0, size = 0 } = state.status === 'uploading' ? state : {}
  if (!paused && size <= worthSaying) return nothing
  // One button through both, so that the focus stays on it.
  return html`<div class="row" part="sending" role="group" aria-label=${words.fileProgress}>
    ${paused ? nothing : html`<progress aria-label=${words.fileProgress} max=${size} .value=${sent}></progress>`}
    <span class="muted">${
      paused ? words.paused : words.fileArrived(fileSize(words.tag, sent), fileSize(words.tag, size))
    }</span>
    <button type="button" class="plain" @click=${() => (paused ? write.retry() : write.pause())}>${
      paused ? words.resume : words.pause
    }</button>
  </div>`
}
