import { isVideoAddress } from '@aftercare/protocol/content'
import { html, type ReactiveControllerHost } from 'lit'
import type { ArticleWords } from '../../locales/words.ts'

/** What a browser plays by itself; everything else is a page of somebody's, and stays a link. */
const playable = /\.(mp4|webm|ogv|mov|m4v)$/i

/** The videos of an article: a place with words, until the reader agrees. */
export class Videos {
  readonly #host: ReactiveControllerHost
  /** Addresses that the reader has agreed to, and whether each can be played. */
  readonly #agreed = new Map<string, boolean>()

  constructor(host: ReactiveControllerHost) {
    this.#host = host
  }

  #set(url: string, plays: boolean): void {
    this.#agreed.set(url, plays)
    this.#host.requestUpdate()
  }

  render(words: ArticleWords, url: string, title: string): unknown {
    if (!isVideoAddress(url)) return title
    const { host, pathname } = new URL(url)
    const agreed = this.#agreed.get(url)
    if (agreed) {
      return html`<video
        part="video"
        class="player"
        controls
        preload="metadata"
        aria-label=${title || words.video}
        @error=${() => this.#set(url, false)}
      >
        <source src=${url} @error=${() => this.#set(url, false)} />
      </video>`
    }
    return html`<div class="consent" part="video" role="group" aria-label=${words.video}>
      <p class="title"><span aria-hidden="true">▶</span> ${title || words.video}</p>
      <p class="muted">${agreed === false ? words.videoFailed : words.videoFrom(host)}</p>
      <div class="row">
        ${
          playable.test(pathname) && agreed === undefined
            ? html`<button type="button" @click=${() => this.#set(url, true)}>${words.loadVideo}</button>`
            : ''
        }
        <a href=${url} target="_blank" rel="noopener noreferrer" class="out"
          >${words.openVideo(host)}<span class="hidden"> (${words.newTab})</span></a
        >
      </div>
    </div>`
  }
}
