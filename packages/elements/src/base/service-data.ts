import type { ReactiveController } from 'lit'

/** What a controller that shows service data needs of its element. */
export interface ServiceDataHost extends Element {
  addController(controller: ReactiveController): void
  requestUpdate(): void
}

/**
 * Opens an element's data when it first becomes visible, since a page that never shows it should not pay for it,
 * and lets the relative times on it move on once a minute.
 */
export class ServiceData implements ReactiveController {
  seen = false
  readonly #host: ServiceDataHost
  readonly #open: () => void
  #observer: IntersectionObserver | undefined
  #tick: ReturnType<typeof setInterval> | undefined

  constructor(element: ServiceDataHost, open: () => void) {
    this.#host = element
    this.#open = open
    element.addController(this)
  }

  hostConnected(): void {
    this.#tick = setInterval(() => this.#host.requestUpdate(), 60_000)
    if (this.seen) return
    this.#observer = new IntersectionObserver((entries) => {
      if (!entries.some((entry) => entry.isIntersecting)) return
      this.#observer?.disconnect()
      this.seen = true
      this.#open()
    })
    this.#observer.observe(this.#host)
  }

  hostDisconnected(): void {
    clearInterval(this.#tick)
    this.#observer?.disconnect()
  }

  /** Opens anew, for instance with another client; waits until the element has been seen. */
  again(): void {
    if (this.seen) this.#open()
  }
}
