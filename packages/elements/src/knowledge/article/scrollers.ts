import type { LitElement, ReactiveController } from 'lit'

/** What is wider than its room can be reached and moved by keys; what fits is no stop on the way. */
export class Scrollers implements ReactiveController {
  readonly #host: LitElement
  readonly #observer = new ResizeObserver((entries) => {
    for (const { target } of entries) judge(target)
  })
  readonly #known = new WeakSet<Element>()

  constructor(host: LitElement) {
    this.#host = host
    host.addController(this)
  }

  hostUpdated(): void {
    for (const scroller of this.#host.renderRoot.querySelectorAll('.scroll')) {
      if (this.#known.has(scroller)) continue
      this.#known.add(scroller)
      // At once: the observer tells a frame later.
      judge(scroller)
      this.#observer.observe(scroller)
    }
  }

  end(): void {
    this.#observer.disconnect()
    this.#host.removeController(this)
  }
}

function judge(scroller: Element): void {
  if (scroller.scrollWidth > scroller.clientWidth) scroller.setAttribute('tabindex', '0')
  else scroller.removeAttribute('tabindex')
}
