import { readSummary, type StatusSummary } from '@aftercare/protocol/status'
import type { ReactiveController, ReactiveControllerHost } from 'lit'

/** A feed that says nothing for so long is out of reach. Milliseconds. */
const patience = 10_000
/** Who asks a feed more often than so is a burden to it. Milliseconds. */
const leastInterval = 5000

/** Reads a feed again and again while the page is seen, and holds what was read last, however old. */
export class StatusFeed implements ReactiveController {
  /** What was read last. */
  summary: StatusSummary | undefined
  /** When; milliseconds since the epoch. */
  readAt = 0
  /** The last attempt brought nothing that can be read. */
  failing = false
  readonly #host: ReactiveControllerHost
  readonly #settings: () => { readonly url: string; readonly interval: number }
  #attempt: AbortController | undefined
  #timer: ReturnType<typeof setTimeout> | undefined
  #failures = 0
  #connected = false
  /** Its turn has come. */
  #due = true

  /** `settings`: the address of a `summary.json`, and how often it is read, in seconds. */
  constructor(host: ReactiveControllerHost, settings: () => { readonly url: string; readonly interval: number }) {
    this.#host = host
    this.#settings = settings
    host.addController(this)
  }

  hostConnected(): void {
    this.#connected = true
    document.addEventListener('visibilitychange', this.#look)
    void this.refresh()
  }

  hostDisconnected(): void {
    this.#connected = false
    document.removeEventListener('visibilitychange', this.#look)
    this.#attempt?.abort()
    clearTimeout(this.#timer)
  }

  /** Another feed: what the last one said is nothing of it. */
  forget(): void {
    this.summary = undefined
    this.failing = false
    this.#failures = 0
    void this.refresh()
  }

  /** Reads the feed now. */
  async refresh(): Promise<void> {
    this.#attempt?.abort()
    clearTimeout(this.#timer)
    const { url } = this.#settings()
    if (!this.#connected || !url) return
    const attempt = new AbortController()
    this.#attempt = attempt
    const patient = setTimeout(() => attempt.abort(), patience)
    const summary = await read(url, attempt.signal)
    clearTimeout(patient)
    // Another attempt has begun since, or nobody looks any more.
    if (this.#attempt !== attempt || !this.#connected) return
    this.failing = !summary
    this.#failures = summary ? 0 : this.#failures + 1
    if (summary) {
      this.summary = summary
      this.readAt = Date.now()
    }
    this.#host.requestUpdate()
    // A feed that is down is not asked as often, and not by all pages at once.
    const often = Math.max(leastInterval, this.#settings().interval * 1000) * 2 ** Math.min(this.#failures, 3)
    const wait = often * (0.9 + Math.random() / 5)
    this.#due = false
    this.#timer = setTimeout(() => {
      this.#due = true
      this.#look()
    }, wait)
  }

  /** Nobody sees a hidden page: it is read when it is shown again. */
  #look = (): void => {
    if (!document.hidden && this.#due) void this.refresh()
  }
}

async function read(url: string, signal: AbortSignal): Promise<StatusSummary | undefined> {
  try {
    const answer = await fetch(url, { signal, cache: 'no-cache', credentials: 'omit', referrerPolicy: 'no-referrer' })
    return answer.ok ? readSummary(await answer.json()) : undefined
  } catch {
    return undefined
  }
}
