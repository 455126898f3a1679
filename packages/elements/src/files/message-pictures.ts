import type { Core } from '@aftercare/client'
import type { Attachment } from '@aftercare/protocol'
import { html, type LitElement, type ReactiveController } from 'lit'
import { isDrawable } from './drawable.ts'
import { previewAddress } from './file-address.ts'

/** Who saves data sees names; not every browser tells. */
const savesData = (): boolean => (navigator as { connection?: { saveData?: boolean } }).connection?.saveData === true

/**
 * Small pictures of the files of a conversation, as the server draws them anew: what was uploaded is never shown. Asking for one is a read, which the server writes down: it is asked
 * for when it comes into view, once; where no address came, when it is seen anew or the network may be back.
 */
export class MessagePictures implements ReactiveController {
  readonly #host: LitElement
  readonly #core: Core
  /** By file, from when it was asked for; empty as long as there is none, and where it is no picture. */
  readonly #addresses = new Map<string, string>()
  readonly #observer = new IntersectionObserver((entries) => {
    for (const { isIntersecting, target } of entries) if (isIntersecting) void this.#ask(target as HTMLElement)
  })
  #stop: (() => void) | undefined

  constructor(host: LitElement, core: Core) {
    this.#host = host
    this.#core = core
    host.addController(this)
  }

  hostConnected(): void {
    this.#stop ??= this.#core.environment.attention.onOnline(() => {
      // Observed anew, each says at once whether it is in view.
      this.#observer.disconnect()
      this.hostUpdated()
    })
  }

  hostUpdated(): void {
    for (const room of this.#host.renderRoot.querySelectorAll<HTMLElement>('.picture')) {
      if (!this.#addresses.has(room.dataset['file'] ?? '')) this.#observer.observe(room)
    }
  }

  hostDisconnected(): void {
    this.#observer.disconnect()
    this.#stop?.()
    this.#stop = undefined
  }

  /** Another conversation is shown from now on. */
  end(): void {
    this.hostDisconnected()
    this.#host.removeController(this)
  }

  async #ask(room: HTMLElement): Promise<void> {
    const fileId = (room.dataset['file'] ?? '') as Attachment['fileId']
    if (this.#addresses.has(fileId)) return
    this.#addresses.set(fileId, '')
    try {
      this.#show(fileId, await previewAddress(this.#core, { fileId }))
      this.#observer.unobserve(room)
    } catch {
      this.#addresses.delete(fileId)
    }
  }

  #show(fileId: string, address: string): void {
    this.#addresses.set(fileId, address)
    this.#host.requestUpdate()
  }

  /** The room of a file's picture, and the picture once it was seen; `undefined` where the file has none. */
  of({ fileId, mediaType }: Attachment): unknown {
    if (!isDrawable(mediaType) || savesData()) return undefined
    const address = this.#addresses.get(fileId)
    // Its name stands beside it and says what it is. A picture that does not come leaves its room to the arrow.
    return html`<span class="picture" aria-hidden="true" data-file=${fileId}>${
      address
        ? html`<img
          src=${address}
          alt=""
          width="56"
          height="56"
          decoding="async"
          draggable="false"
          referrerpolicy="no-referrer"
          @error=${() => this.#show(fileId, '')}
        />`
        : '↓'
    }</span>`
  }
}
