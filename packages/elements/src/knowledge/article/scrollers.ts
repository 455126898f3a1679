import type { LitElement, ReactiveController } from 'lit'

/** What is wider than its room can be reached and moved by keys; what fits is no stop on the way. */
export class Scrollers implements ReactiveController {
  readonly #host: LitElement
  readonly #observer = new ResizeObserver((entries) => {
    for (const { target } of entries) {
      if (target.scrollWidth > target.clientWidth) target.setAttribute('tabindex', '0')
      else target.removeAttribute('tabindex')
    }
  })

  constructor(host: LitElement) {
    this.#host = host
    host.addController(this)
  }

  hostUpdated(): void {
    for (const scroller of this.#host.renderRoot.querySelectorAll('.scroll')) this.#observer.observe(scroller)
  }

  end(): void {
    this.#observer.disconnect()
    this.#host.removeController(this)
  }
}
