import type { ReactiveController, ReactiveControllerHost } from 'lit'

/** The part of a nanostores store that a widget needs. */
export interface Store<T> {
  subscribe(listener: (value: T) => void): () => void
}

/** Shows a store's value in an element and listens to it only while the element is connected. */
export class Watch<T> implements ReactiveController {
  value: T | undefined
  readonly #host: ReactiveControllerHost
  readonly #changed: ((value: T) => void) | undefined
  #store: Store<T> | undefined
  #stop: (() => void) | undefined
  #connected = false

  constructor(host: ReactiveControllerHost, changed?: (value: T) => void) {
    this.#host = host
    this.#changed = changed
    host.addController(this)
  }

  /** Watches `store` from now on, or nothing. */
  of(store: Store<T> | undefined): void {
    this.hostDisconnected(this.#connected)
    this.#store = store
    this.value = undefined
    if (this.#connected) this.hostConnected()
    this.#host.requestUpdate()
  }

  /** Watches nothing any more, and leaves the element. */
  end(): void {
    this.of(undefined)
    this.#host.removeController(this)
  }

  hostConnected(): void {
    this.#connected = true
    this.#stop ??= this.#store?.subscribe((value) => {
      this.value = value
      this.#changed?.(value)
      this.#host.requestUpdate()
    })
  }

  hostDisconnected(connected = false): void {
    this.#connected = connected
    this.#stop?.()
    this.#stop = undefined
  }
}
