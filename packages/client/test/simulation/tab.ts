import type { Core } from '@aftercare/client'
import type { ClientCode } from './client-code.ts'

/** One page: what reaches it reaches it only while it lives, and only while it is not frozen. */
export class Tab {
  readonly name: string
  alive = true
  frozen = false
  /** Its core is told to close; the page goes next. */
  closing = false
  /** Its person has logged out, here or in another tab: the host loads it anew. */
  over = false
  /** Who sits in front of it. */
  person: string
  /** Who the host's page has signed in; nobody for a while at times. */
  signedIn: string | undefined
  /** Who the client takes the person for, as far as it has said. */
  known: string | undefined
  /** Stores in which it has looked for the word of a logout. */
  readonly looked = new Set<string>()
  /** Set right after the tab was made. */
  core!: Core
  code: ClientCode
  readonly heard = { visibility: new Set<() => void>(), online: new Set<() => void>(), offline: new Set<() => void>() }
  /** Runs when the tab is gone, however it went. */
  readonly whenGone: (() => void)[] = []
  readonly #waiting: (() => void)[] = []

  constructor(name: string, person: string, code: ClientCode) {
    this.name = name
    this.person = person
    this.signedIn = person
    this.code = code
  }

  /** Something from outside: a timer, an answer, a message of another tab. */
  deliver(happens: () => void): void {
    if (!this.alive) return
    if (this.frozen) this.#waiting.push(happens)
    else happens()
  }

  thaw(): void {
    this.frozen = false
    for (const happens of this.#waiting.splice(0)) {
      if (this.alive) happens()
    }
  }

  kill(): void {
    if (!this.alive) return
    this.alive = false
    this.#waiting.length = 0
    for (const callback of this.whenGone.splice(0)) callback()
  }
}
