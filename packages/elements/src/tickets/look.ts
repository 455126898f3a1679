import { type Core, markSeen } from '@aftercare/client'
import type { Ticket } from '@aftercare/protocol'

/** Says that the person sees a ticket as it is now: as soon as the page can be seen, and not before. */
export class Look {
  readonly #core: Core
  #ticket: Ticket | undefined
  readonly #stop: () => void

  constructor(core: Core) {
    this.#core = core
    this.#stop = core.environment.attention.onVisibility(() => this.#tell())
  }

  at(ticket: Ticket): void {
    if (ticket.updatedAt === this.#ticket?.updatedAt) return
    this.#ticket = ticket
    this.#tell()
  }

  end(): void {
    this.#stop()
    this.#ticket = undefined
  }

  #tell(): void {
    const ticket = this.#ticket
    // Where the device keeps nothing, the mark lasts as long as the page.
    if (ticket && this.#core.environment.attention.visible()) void markSeen(this.#core, ticket).catch(() => {})
  }
}
