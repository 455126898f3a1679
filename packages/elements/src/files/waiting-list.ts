import { type Core, type OutboxState, type WaitingFile, type WaitingFiles, waitingFiles } from '@aftercare/client'
import { html, type LitElement, nothing } from 'lit'
import { repeat } from 'lit/directives/repeat.js'
import { adoptMore } from '../base/adopt-more.ts'
import { fileSize } from '../base/file-size.ts'
import type { FileWords, Words } from '../locales/words.ts'
import { fileStyles } from './file-styles.ts'
import { worthSaying } from './sending-view.ts'

/** What goes by itself in a moment is not offered; what waits for something is. */
const brief: readonly string[] = ['queued', 'uploading']
const waits: readonly string[] = [...brief, 'paused', 'waiting', 'blocked_auth', 'needs_attention']

/** The files of writes that are on their way, each of which can be taken away as long as the write has not gone out. */
export class WaitingList {
  readonly #host: LitElement
  readonly #words: () => Words & FileWords
  readonly #core: Core
  #waiting: WaitingFiles | undefined
  #opening = false
  /** What the last removal came to, and of which write. */
  #said = { id: '', text: '', done: true }
  #busy = false

  constructor(host: LitElement, words: () => Words & FileWords, core: Core) {
    this.#host = host
    this.#words = words
    this.#core = core
  }

  /** Where it does not load, the files go as they are. */
  async #open(): Promise<void> {
    if (this.#opening) return
    this.#opening = true
    try {
      this.#waiting = await waitingFiles(this.#core)
      adoptMore(this.#host, fileStyles)
      this.#host.requestUpdate()
    } catch {
      this.#opening = false
    }
  }

  /** Places of what was taken from the write of that id. */
  removed(id: string): readonly number[] {
    void this.#open()
    return this.#waiting?.removed(id) ?? []
  }

  async #remove(id: string, { index, name }: WaitingFile, event: Event): Promise<void> {
    if (this.#busy || !this.#waiting) return
    this.#busy = true
    const button = event.currentTarget as HTMLElement
    const list = button.closest('ul')
    const place = [...(list?.querySelectorAll('button') ?? [])].indexOf(button as HTMLButtonElement)
    const root = this.#host.renderRoot as ShadowRoot
    const had = root.activeElement === button
    const done = await this.#waiting.remove(id, index)
    this.#busy = false
    const { fileRemoved, fileNotRemoved } = this.#words()
    this.#said = { id, text: (done ? fileRemoved : fileNotRemoved)(name), done }
    this.#host.requestUpdate()
    await this.#host.updateComplete
    // The button has gone with its file; whoever has moved on meanwhile stays where they are.
    if (!had || (root.activeElement && root.activeElement !== button)) return
    const left = list?.isConnected ? [...list.querySelectorAll('button')] : []
    const next = left[place] ?? left.at(-1) ?? root.querySelector<HTMLElement>('[part=sending] button')
    ;(next ?? root.querySelector<HTMLElement>('.title[tabindex], #body'))?.focus()
  }

  /** The files of the write of that id, where there is something to decide about them. */
  render(id: string, { status }: OutboxState<unknown>): unknown {
    const words = this.#words()
    if (!waits.includes(status)) return this.#status(id)
    void this.#open()
    const files = this.#waiting?.of(id) ?? []
    const size = files.reduce((sum, file) => sum + (file.size ?? 0), 0)
    if (files.length === 0 || (brief.includes(status) && size <= worthSaying)) return this.#status(id)
    return html`<ul class="files waiting" part="files">
        ${repeat(
          files,
          ({ index }) => index,
          (file) => html`<li class="file">
            <bdi>${file.name}</bdi>
            ${file.size === undefined ? nothing : html`<span class="muted">${fileSize(words.tag, file.size)}</span>`}
            <button
              type="button"
              class="plain"
              aria-label=${words.removeFile(file.name)}
              @click=${(event: Event) => void this.#remove(id, file, event)}
            ><span aria-hidden="true">×</span></button>
          </li>`,
        )}
      </ul>
      ${this.#status(id)}`
  }

  /** Is there before something is said in it; what failed is also seen. */
  #status(id: string): unknown {
    if (!this.#waiting) return nothing
    const said = this.#said.id === id ? this.#said : undefined
    return html`<span role="status" class=${!said || said.done ? 'hidden' : 'amber'}>${said?.text}</span>`
  }
}
