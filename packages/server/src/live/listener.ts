import type { ArticleAudience } from '@aftercare/protocol'
import type { Accounts } from '../status/store.ts'
import { type Sight, seesTicket } from '../tickets/visibility.ts'
import { EventBody } from './event-body.ts'
import type { LoggedEvent } from './event-log.ts'

/** Whom a listener speaks for, as far as hearing goes. */
export interface Hearing {
  readonly sight: Sight
  /** Whose articles it may read. */
  readonly audiences: readonly ArticleAudience[]
  /** Whose notices it hears of besides those for everybody. */
  readonly accounts: Accounts
  /** Staff are asked for each time: of them there are few, and their agreements end with time. */
  readonly always: boolean
}

export interface ListenerParts {
  readonly hearing: Hearing
  /** The tenant's standing when that was found out. */
  readonly standing: number
  /** Milliseconds since 1970. */
  readonly now: number
  /** When the token ends, in milliseconds from now; undefined when it does not. */
  readonly lifetime: number | undefined
  /** Finds out anew what the listener may hear; rejects when its credentials no longer hold. */
  hearAnew(): Promise<Hearing>
  /** It can take more than a moment ago. */
  drained(): void
  gone(listener: Listener): void
}

/** The longest a timer can wait, in milliseconds: setTimeout counts in 32 bits. */
const longestTimer = 2 ** 31 - 1

const text = new TextEncoder()

/**
 * One listener's stream of server-sent events (HTML standard §9.2): `ready`, then what the feed tells it. It ends with the
 * token, with its revocation, when the listener goes, and when the server closes.
 */
export class Listener {
  readonly body: EventBody
  /** Position in the log up to which it was told; undefined until it stands somewhere. */
  seq: number | undefined
  /** When it was last told something, in milliseconds since 1970. */
  lastWord: number
  /** Whether it is being found out what it may hear. */
  awaitsWelcome = false
  readonly #parts: ListenerParts
  #hearing: Hearing
  #standing: number
  #full = false
  #ended = false
  readonly #lifetime: ReturnType<typeof setTimeout> | undefined

  constructor(parts: ListenerParts) {
    this.#parts = parts
    this.#hearing = parts.hearing
    this.#standing = parts.standing
    this.lastWord = parts.now
    this.body = new EventBody({
      drained: () => {
        if (!this.#full) return
        this.#full = false
        parts.drained()
      },
      gone: () => this.end(),
    })
    if (parts.lifetime === undefined) return
    this.#lifetime = setTimeout(() => this.end(), Math.min(longestTimer, Math.max(0, parts.lifetime)))
  }

  /** Whether it can be told something now. */
  get attentive(): boolean {
    return this.seq !== undefined && !this.#full && !this.#ended && !this.awaitsWelcome
  }

  /** Takes its place in the log. */
  begin({ seq, reset }: { seq: number; reset: boolean }): void {
    for (const word of reset ? ['ready', 'reset'] : ['ready']) {
      this.say(text.encode(`event: ${word}\nid: ${seq}\ndata: {"seq":${seq}}\n\n`))
    }
    this.seq = seq
  }

  /** Everybody hears of the tickets they see, the articles they may read and the notices that concern them, and customers never of what happens among staff. */
  mayHear(event: LoggedEvent): boolean {
    const { sight, audiences, accounts } = this.#hearing
    if ('concerned' in event) {
      const { concerned } = event
      return concerned === 'everybody' || accounts === 'all' || accounts.some((account) => concerned.has(account))
    }
    if (!('ticket' in event)) {
      const { butNot } = event
      if (butNot !== undefined && audiences.includes(butNot)) return false
      return event.audiences.every((audience) => audiences.includes(audience))
    }
    const { audience, ticket, ties } = event
    return (sight.side === 'agent' || audience === 'everyone') && seesTicket(sight, ticket, ties)
  }

  /** Whether what it may hear has to be found out anew. */
  unsure(standing: number): boolean {
    return this.#hearing.always || this.#standing !== standing
  }

  /** Finds out anew what it may hear, and ends it where that is nothing. */
  async welcome(standing: number): Promise<boolean> {
    if (this.#ended) return false
    try {
      this.#hearing = await this.#parts.hearAnew()
      this.#standing = standing
      return !this.#ended
    } catch {
      this.end()
      return false
    }
  }

  say(block: Uint8Array): void {
    if (this.#ended) return
    this.#full = !this.body.write(block)
  }

  /** Without a word: the listener reconnects with a new token, or elsewhere. */
  end(): void {
    if (this.#ended) return
    this.#ended = true
    clearTimeout(this.#lifetime)
    this.body.end()
    this.#parts.gone(this)
  }
}
