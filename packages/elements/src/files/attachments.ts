import { type OutboxState, prepareUploads } from '@aftercare/client'
import { limits } from '@aftercare/protocol'
import { html, nothing, type ReactiveControllerHost } from 'lit'
import { fileSize } from '../base/file-size.ts'
import type { FileWords, Words } from '../locales/words.ts'
import { largest } from './file-fields.ts'
import { sendingView } from './sending-view.ts'

/** The files a person has chosen to send: taken by choosing, dropping and pasting, within the limits. */
export class Attachments {
  files: readonly File[] = []
  readonly #host: ReactiveControllerHost
  readonly #words: () => Words & FileWords
  #refused: readonly string[] = []
  #said = ''

  constructor(host: ReactiveControllerHost, words: () => Words & FileWords) {
    this.#host = host
    this.#words = words
  }

  /** Adds what fits; what does not is named with its reason. */
  async add(files: Iterable<File>): Promise<void> {
    const words = this.#words()
    const refused: string[] = []
    const said: string[] = []
    void prepareUploads().catch(() => {})
    for (const file of files) {
      if (this.files.length >= limits.attachments) refused.push(words.fileTooMany(file.name, limits.attachments))
      else if (file.size > limits.fileBytes) refused.push(words.fileTooLarge(file.name, largest))
      else if (!(await readable(file))) refused.push(words.fileUnreadable(file.name))
      else {
        this.files = [...this.files, file]
        said.push(words.fileAdded(file.name, fileSize(words.tag, file.size)))
      }
    }
    this.#refused = refused
    this.#said = said.join(' ')
    this.#host.requestUpdate()
  }

  remove(file: File): void {
    this.files = this.files.filter((other) => other !== file)
    this.#refused = []
    this.#said = this.#words().fileRemoved(file.name)
    this.#host.requestUpdate()
  }

  clear(): void {
    this.files = this.#refused = []
    this.#said = ''
    this.#host.requestUpdate()
  }

  /** How far they are, once they are on their way. */
  sending(state: OutboxState<unknown>, write: { pause(): void; retry(): void }): unknown {
    return sendingView(this.#words(), state, write)
  }

  render(): unknown {
    const words = this.#words()
    return html`${
      this.files.length
        ? html`<ul class="files" part="files">
          ${this.files.map(
            (file) => html`<li class="file">
              <bdi>${file.name}</bdi> <span class="muted">${fileSize(words.tag, file.size)}</span>
              <button type="button" class="plain" aria-label=${words.removeFile(file.name)} @click=${(event: Event) => {
                const form = (event.currentTarget as Element).closest('form')
                this.remove(file)
                form?.querySelector<HTMLElement>('[type=file]')?.focus()
              }}><span aria-hidden="true">×</span></button>
            </li>`,
          )}
        </ul>`
        : nothing
    }${this.#refused.map((reason) => html`<p class="error">${reason}</p>`)}
      <span class="hidden" role="status">${this.#refused.join(' ')} ${this.#said}</span>`
  }
}

/** A dropped folder looks like a file until one reads it. */
async function readable(file: File): Promise<boolean> {
  try {
    await file.slice(0, 1).arrayBuffer()
    return true
  } catch {
    return false
  }
}
