import { html, nothing, type ReactiveController, type ReactiveControllerHost } from 'lit'
import { isDrawable } from './drawable.ts'

/** Small pictures of chosen files. Their addresses hold the bytes in memory, and are let go with the file. */
export class PicturePreviews implements ReactiveController {
  readonly #addresses = new Map<File, string>()

  constructor(host: ReactiveControllerHost) {
    host.addController(this)
  }

  hostDisconnected(): void {
    this.keep([])
  }

  /** Lets go of all others. */
  keep(files: readonly File[]): void {
    for (const [file, address] of this.#addresses) {
      if (files.includes(file)) continue
      URL.revokeObjectURL(address)
      this.#addresses.delete(file)
    }
  }

  /** The picture of a file, beside its name, which says what it is; nothing where the file is none. */
  of(file: File): unknown {
    if (!isDrawable(file.type)) return nothing
    const address = this.#addresses.get(file) ?? URL.createObjectURL(file)
    this.#addresses.set(file, address)
    return html`<img
      class="preview"
      src=${address}
      alt=""
      width="40"
      height="40"
      decoding="async"
      @error=${({ target }: Event) => {
        ;(target as HTMLElement).hidden = true
      }}
    />`
  }
}
