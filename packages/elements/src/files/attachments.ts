import { type Core, type OutboxState, prepareUploads, service } from '@aftercare/client'
import { limits } from '@aftercare/protocol'
import type { PublicService } from '@aftercare/protocol/service-rules'
import { html, type LitElement, nothing } from 'lit'
import { repeat } from 'lit/directives/repeat.js'
import { fileSize } from '../base/file-size.ts'
import type { FileWords, Words } from '../locales/words.ts'
import { filesHelp } from './file-fields.ts'
import { PicturePreviews } from './picture-previews.ts'
import { sendingView } from './sending-view.ts'
import { WaitingFileView } from './waiting-files.ts'

/** The files a person has chosen to send: taken by choosing, dropping and pasting, within the limits. */
export class Attachments {
  files: readonly File[] = []
  readonly #host: LitElement
  readonly #words: () => Words & FileWords
  readonly #core: Core
  readonly #previews: PicturePreviews
  readonly #waiting: WaitingFileView
  #asked: Promise<void> | undefined
  #maxCount: number = limits.attachments
  #maxBytes: number = limits.fileBytes
  #refused: readonly string[] = []
  #said = ''
  /** Places of what was taken away on its way. */
  #gone: readonly number[] = []

  constructor(host: LitElement, words: () => Words & FileWords, core: Core) {
    this.#host = host
    this.#words = words
    this.#core = core
    this.#previews = new PicturePreviews(host)
    this.#waiting = new WaitingFileView(host, words, core)
  }

  /** What is said, with what is said of files. */
  get words(): Words & FileWords {
    return this.#words()
  }

  /** How many and how large files are taken. */
  get help(): string {
    return filesHelp(this.#words(), { maxCount: this.#maxCount, maxBytes: this.#maxBytes })
  }

  /** Asks once what the tenant takes; until that is known the server's own limits hold, and then it is judged again. */
  ask(): void {
    this.#asked ??= service(this.#core)
      .load()
      .then(
        (definition) => this.#limit(definition?.files ?? {}),
        () => {
          this.#asked = undefined
        },
      )
  }

  #limit({ maxCount = limits.attachments, maxBytes = limits.fileBytes }: NonNullable<PublicService['files']>): void {
    this.#maxCount = maxCount
    this.#maxBytes = maxBytes
    const { files } = this
    this.files = []
    for (const file of files) this.#take(file)
    this.#host.requestUpdate()
  }

  /** False: it is named with its reason instead. */
  #take(file: File, reason = this.#refusal(file)): boolean {
    if (reason) this.#refused = [...this.#refused, reason]
    else this.files = [...this.files, file]
    return !reason
  }

  #refusal({ name, size }: File): string | undefined {
    const words = this.#words()
    if (this.files.length >= this.#maxCount) return words.fileTooMany(name, this.#maxCount)
    if (size > this.#maxBytes) return words.fileTooLarge(name, fileSize(words.tag, this.#maxBytes))
    return undefined
  }

  /** Adds what fits; what does not is named with its reason. */
  async add(files: Iterable<File>): Promise<void> {
    const words = this.#words()
    const said: string[] = []
    this.#refused = []
    this.ask()
    void prepareUploads().catch(() => {})
    this.#waiting.prepare()
    for (const file of files) {
      const unreadable = (await readable(file)) ? undefined : words.fileUnreadable(file.name)
      if (this.#take(file, this.#refusal(file) ?? unreadable))
        said.push(words.fileAdded(file.name, fileSize(words.tag, file.size)))
    }
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
    this.#gone = []
    this.#previews.keep([])
    this.#said = ''
    this.#host.requestUpdate()
  }

  /** What the saying that a draft is saved goes on with: that files are not. */
  get notInDraft(): string {
    return this.files.length ? this.#words().filesLater : ''
  }

  /** How far they are, once they are on their way, and which can still be taken away. */
  sending(state: OutboxState<unknown>, write: { readonly id: string; pause(): void; retry(): void }): unknown {
    // Whatever tab takes one away, it changes the state, and that is drawn.
    this.#gone = this.#waiting.removed(write.id)
    return html`${sendingView(this.#words(), state, write)} ${this.#waiting.render(write.id, state)}`
  }

  render(): unknown {
    const words = this.#words()
    // A write that comes back to be edited does so without what was taken from it on its way.
    if (this.#gone.length) this.files = this.files.filter((_, index) => !this.#gone.includes(index))
    this.#gone = []
    this.#previews.keep(this.files)
    return html`${
      this.files.length
        ? html`<ul class="files" part="files">
          ${repeat(
            this.files,
            (file) => file,
            (file) => html`<li class="file">
              ${this.#previews.of(file)}
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
