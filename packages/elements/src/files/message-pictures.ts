import type { Core } from '@aftercare/client'
import type { Attachment } from '@aftercare/protocol'
import { html, type ReactiveController, type ReactiveControllerHost } from 'lit'
import { ref } from 'lit/directives/ref.js'
import { isDrawable } from './drawable.ts'
import { fileAddress } from './file-address.ts'

/** A larger one is a download: nobody asked for it by scrolling past. Bytes. */
const largest = 5 * 1024 * 1024

/** Who saves data sees names; not every browser tells. */
const savesData = (): boolean => (navigator as { connection?: { saveData?: boolean } }).connection?.saveData === true

/**
 * Small pictures of the files of a conversation. Asking for one is a read, which the server writes down: it is asked
 * for when it comes into view, once.
 */
export class MessagePictures implements ReactiveController {
  readonly #host: ReactiveControllerHost
  readonly #core: Core
  /** By file; empty where there is no picture to be had. */
  readonly #addresses = new Map<string, string>()
  readonly #asked = new Set<string>()
  readonly #files = new Map<Element, Attachment>()
  readonly #watched = new Map<string, (element: Element | undefined) => void>()
  readonly #observer = new IntersectionObserver((entries) => {
    for (const { isIntersecting, target } of entries) if (isIntersecting) void this.#ask(target)
  })

  constructor(host: ReactiveControllerHost, core: Core) {
    this.#host = host
    this.#core = core
    host.addController(this)
  }

  hostDisconnected(): void {
    this.#observer.disconnect()
  }

  hostConnected(): void {
    for (const element of this.#files.keys()) this.#observer.observe(element)
  }

  /** Another conversation is shown from now on. */
  end(): void {
    this.hostDisconnected()
    this.#host.removeController(this)
  }

  async #ask(target: Element): Promise<void> {
    this.#observer.unobserve(target)
    const file = this.#files.get(target)
    this.#files.delete(target)
    if (!file || this.#asked.has(file.fileId)) return
    this.#asked.add(file.fileId)
    this.#show(file, await fileAddress(this.#core, file).catch(() => ''))
  }

  #show({ fileId }: Attachment, address: string): void {
    this.#addresses.set(fileId, address)
    this.#host.requestUpdate()
  }

  /** One and the same function for a file, so that drawing it again is not seeing it again. */
  #watch(file: Attachment): (element: Element | undefined) => void {
    const { fileId } = file
    const known = this.#watched.get(fileId)
    if (known) return known
    let watched: Element | undefined
    const watch = (element: Element | undefined): void => {
      if (watched) {
        this.#observer.unobserve(watched)
        this.#files.delete(watched)
      }
      watched = element
      if (!element || this.#asked.has(fileId)) return
      this.#files.set(element, file)
      this.#observer.observe(element)
    }
    this.#watched.set(fileId, watch)
    return watch
  }

  /** The room of a file's picture, and the picture once it was seen; `undefined` where the file has none. */
  of(file: Attachment): unknown {
    if (!isDrawable(file.mediaType) || file.size > largest || savesData()) return undefined
    const address = this.#addresses.get(file.fileId)
    // Its name stands beside it and says what it is. A picture that does not come leaves its room to the arrow.
    return html`<span class="picture" aria-hidden="true" ${ref(this.#watch(file))}>${
      address
        ? html`<img
          src=${address}
          alt=""
          width="56"
          height="56"
          decoding="async"
          draggable="false"
          referrerpolicy="no-referrer"
          @error=${() => this.#show(file, '')}
        />`
        : '↓'
    }</span>`
  }
}
