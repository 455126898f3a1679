import type { LitElement, ReactiveController } from 'lit'

/** What is wider than its room can be reached and moved by keys, and fades where there is more; what fits is no stop on the way. */
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
      scroller.addEventListener('scroll', () => judge(scroller), { passive: true })
    }
  }

  end(): void {
    this.#observer.disconnect()
    this.#host.removeController(this)
  }
}

function judge(scroller: Element): void {
  const hidden = scroller.scrollWidth - scroller.clientWidth
  if (hidden > 0) scroller.setAttribute('tabindex', '0')
  else scroller.removeAttribute('tabindex')
  // From right to left the position is below 0; by fractions of a pixel it may fall short of the end.
  scroller.toggleAttribute('data-more', hidden - Math.abs(scroller.scrollLeft) > 1)
}
