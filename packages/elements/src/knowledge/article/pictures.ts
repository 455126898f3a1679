import { articleFile, type Core } from '@aftercare/client'
import { html, type LitElement, type ReactiveController } from 'lit'
import { checkedAddress } from '../../files/file-address.ts'
import type { ArticleWords } from '../../locales/words.ts'

interface Picture {
  readonly address: string
  readonly width: number
  readonly height: number
}

/** Pictures are had before they can be seen, so that what is being read is not pushed down by them. */
const ahead = '600px'

/** The pictures of an article: each asked for once, when it is nearly in view, and shown once its size is known. */
export class ArticlePictures implements ReactiveController {
  readonly #host: LitElement
  readonly #core: Core
  /** By file; undefined while it is being fetched, null where it could not be. */
  readonly #pictures = new Map<string, Picture | undefined | null>()
  readonly #observer = new IntersectionObserver(
    (entries) => {
      for (const { isIntersecting, target } of entries) if (isIntersecting) void this.#ask(target as HTMLElement)
    },
    { rootMargin: ahead },
  )

  constructor(host: LitElement, core: Core) {
    this.#host = host
    this.#core = core
    host.addController(this)
  }

  hostUpdated(): void {
    for (const room of this.#host.renderRoot.querySelectorAll<HTMLElement>('.room[data-file]'))
      this.#observer.observe(room)
  }

  end(): void {
    this.#observer.disconnect()
    this.#host.removeController(this)
  }

  async #ask(room: HTMLElement): Promise<void> {
    this.#observer.unobserve(room)
    const file = room.dataset['file'] ?? ''
    if (this.#pictures.has(file)) return
    this.#pictures.set(file, undefined)
    this.#pictures.set(file, await this.#fetch(file).catch(() => null))
    this.#host.requestUpdate()
  }

  async #fetch(file: string): Promise<Picture> {
    const address = checkedAddress(this.#core, await articleFile(this.#core, file))
    const image = new Image()
    image.referrerPolicy = 'no-referrer'
    image.src = address
    await image.decode()
    return { address, width: image.naturalWidth, height: image.naturalHeight }
  }

  /** `alone`: it is all that its paragraph says. */
  render(words: ArticleWords, file: string, alt: string, alone: boolean): unknown {
    const picture = this.#pictures.get(file)
    if (picture) {
      const { address, width, height } = picture
      return html`<img
        class=${alone ? 'picture' : 'picture inline'}
        src=${address}
        alt=${alt}
        width=${width}
        height=${height}
        decoding="async"
        referrerpolicy="no-referrer"
      />`
    }
    const missing = picture === null
    return html`<span class=${alone ? 'room' : 'room inline'} data-file=${file}>
      <span>${alt}</span>${missing ? html`<span class="muted">${words.pictureMissing}</span>` : ''}
    </span>`
  }
}
