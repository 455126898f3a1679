import { newId, type RandomBytes } from '@aftercare/protocol'
import { domainOf } from './mail-address.ts'
import { checkMailOptions, type MailOptions, type MailSettings } from './mail-settings.ts'

type MailId = string & { readonly __brand: 'MailId' }

/** Where writes leave their mails: knows in whose name they go, and tells who sends them when there are new ones. */
export class MailRoom {
  readonly options: MailOptions
  readonly #random: RandomBytes
  readonly #listeners = new Set<() => void>()

  /** @throws Error when a setting is wrong */
  constructor(options: MailOptions, random: RandomBytes) {
    checkMailOptions(options)
    this.options = options
    this.#random = random
  }

  settingsOf(tenant: string): MailSettings {
    const { tenants } = this.options
    return { ...this.options, ...(tenants && Object.hasOwn(tenants, tenant) ? tenants[tenant] : {}) }
  }

  /** An id, and the RFC 5322 Message-ID made of it: unguessable as it is, in a domain that the sender answers for. */
  newIds(tenant: string): { readonly id: string; readonly messageId: string } {
    const id = newId<MailId>(this.#random)
    return { id, messageId: `<${id}@${domainOf(this.settingsOf(tenant).from)}>` }
  }

  /** Calls `wake` after each commit that queued a mail; returns the unsubscribe. */
  onQueued(wake: () => void): () => void {
    this.#listeners.add(wake)
    return () => void this.#listeners.delete(wake)
  }

  /** The mails of one transaction. */
  forOneWrite(): MailsOfWrite {
    return new MailsOfWrite(this, () => {
      for (const wake of [...this.#listeners]) wake()
    })
  }
}

/** What one transaction has queued, which nobody hears of before its commit. */
export class MailsOfWrite {
  readonly room: MailRoom
  readonly #tell: () => void
  #count = 0

  constructor(room: MailRoom, tell: () => void) {
    this.room = room
    this.#tell = tell
  }

  /** How many were queued before this one. */
  nextOrdinal(): number {
    return this.#count++
  }

  committed(): void {
    if (this.#count > 0) this.#tell()
  }
}
