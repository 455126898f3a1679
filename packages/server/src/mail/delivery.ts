import type { Log } from '../log.ts'
import type { Database } from '../storage/database.ts'
import { composeMail } from './compose-mail.ts'
import { MailDeferred, type MailMessage, MailRefused } from './mail-message.ts'
import type { MailRoom } from './mail-room.ts'
import { nextAttempt, type Setback } from './retry.ts'
import { claimDueMails, type MailRow, markFailed, markSent, postponeMail, sentSince } from './store.ts'

const second = 1000
const hour = 3_600 * second

/** How long a claimed mail is this process's alone, in milliseconds; longer than a sending may take. */
const lease = 180 * second
/** How long a sending may take, in milliseconds. A mail that goes all the same carries the Message-ID of the next attempt. */
const longestSending = 90 * second
/** How many mails are on their way at the same time. */
const abreast = 5
/** How long `stop` waits for those, in milliseconds: what is cut off is sent by the next process, when the claim is over. */
const stopPatience = 10 * second

const defaultPoll = 5 * second
const defaultCap = 30

export interface DeliveryParts {
  readonly room: MailRoom
  readonly database: Database
  readonly clock: () => number
  readonly log: Log
}

/**
 * Sends what is in the outbox. A mail is claimed, sent and marked; a process that dies in between leaves the claim to
 * run out, and the mail is sent again, with the same Message-ID. So each mail goes at least once, and twice only then.
 */
export class MailDelivery {
  readonly #parts: DeliveryParts
  #unsubscribe: (() => void) | undefined
  #timer: ReturnType<typeof setInterval> | undefined
  #running: Promise<void> | undefined
  #again = false

  constructor(parts: DeliveryParts) {
    this.#parts = parts
  }

  /** Sends what this process queues as soon as it is committed, and looks from time to time for everything else. */
  start(): void {
    if (this.#timer !== undefined) return
    const { room } = this.#parts
    this.#unsubscribe = room.onQueued(() => this.#run())
    this.#timer = setInterval(() => this.#run(), room.options.poll ?? defaultPoll)
    this.#run()
  }

  async stop(): Promise<void> {
    this.#unsubscribe?.()
    clearInterval(this.#timer)
    this.#timer = undefined
    if (this.#running) await settledWithin(this.#running, stopPatience)
  }

  /** Sends all that is due, until nothing is or nothing can be sent. Rejects when the database fails. */
  async runOnce(): Promise<void> {
    while (await this.#sendSome());
  }

  #run(): void {
    this.#again = true
    this.#running ??= this.#runWhileStarted()
      .catch((error: unknown) => this.#parts.log.error({ error: String(error) }, 'the delivery of mails failed'))
      .finally(() => {
        this.#running = undefined
      })
  }

  async #runWhileStarted(): Promise<void> {
    while (this.#timer !== undefined && this.#again) {
      this.#again = false
      while (this.#timer !== undefined && (await this.#sendSome()));
    }
  }

  /** Resolves with whether there may be more to do. */
  async #sendSome(): Promise<boolean> {
    const { database, clock } = this.#parts
    const now = clock()
    const mails = await claimDueMails(database, { now, until: now + lease, limit: abreast })
    const settled = await Promise.allSettled(mails.map((mail) => this.#deliver(mail)))
    const outcomes = settled.map((each) => {
      if (each.status === 'rejected') throw each.reason
      return each.value
    })
    return outcomes.some((outcome) => outcome !== 'unreachable')
  }

  async #deliver(mail: MailRow): Promise<'done' | Setback> {
    const { room, database, clock, log } = this.#parts
    const now = clock()
    const free = await this.#capFreeAt(mail, now)
    if (free > now) {
      // Waiting for its turn is no attempt.
      await postponeMail(database.kysely, { ...mail, attempts: mail.attempts - 1, next: free, failure: 'hourly_cap' })
      return 'done'
    }
    let message: Awaited<ReturnType<typeof composeMail>>
    try {
      message = await composeMail(database.reader, mail, { settings: room.settingsOf(mail.tenant), now })
    } catch (error) {
      log.error({ ...named(mail), error: String(error) }, 'a mail could not be composed')
      return this.#tryLater(mail, 'deferred', 'not_composed')
    }
    return typeof message === 'string' ? this.#end(mail, message) : this.#send(mail, message)
  }

  async #send(mail: MailRow, message: MailMessage): Promise<'done' | Setback> {
    const { room, database, clock, log } = this.#parts
    try {
      await withinTime(room.options.sender.send(message), longestSending)
    } catch (error) {
      if (error instanceof MailRefused) {
        log.warn({ ...named(mail), reason: error.reason }, 'a mail was refused for good')
        return this.#end(mail, error.reason)
      }
      const [setback, reason] =
        error instanceof MailDeferred
          ? (['deferred', error.reason] as const)
          : (['unreachable', codeOf(error)] as const)
      log.warn({ ...named(mail), reason, attempts: mail.attempts }, 'a mail could not be sent yet')
      return this.#tryLater(mail, setback, reason)
    }
    await markSent(database.kysely, { ...mail, now: clock() })
    return 'done'
  }

  async #tryLater(mail: MailRow, setback: Setback, failure: string): Promise<'done' | Setback> {
    const { database, clock, log } = this.#parts
    const { attempts, created_at: createdAt } = mail
    const next = nextAttempt(setback, { attempts, createdAt, now: clock() })
    if (next === undefined) {
      log.warn({ ...named(mail), reason: failure, attempts }, 'a mail was given up')
      await this.#end(mail, failure)
    } else {
      await postponeMail(database.kysely, { ...mail, next, failure })
    }
    return setback
  }

  /** No mail, now or later. */
  async #end(mail: MailRow, failure: string): Promise<'done'> {
    const { database, clock } = this.#parts
    await markFailed(database.kysely, { ...mail, now: clock(), failure })
    return 'done'
  }

  /** When the recipient may be sent another mail: now, unless an hour's worth of them went within the last one. */
  async #capFreeAt({ tenant, recipient }: MailRow, now: number): Promise<number> {
    const { database, room } = this.#parts
    const sent = await sentSince(database.reader, { tenant, recipient, since: now - hour })
    const oldestThatCounts = sent.at(-(room.options.hourlyCap ?? defaultCap))
    return oldestThatCounts ? oldestThatCounts.sent_at + hour : now
  }
}

/** How a mail is named in the log: nothing of a person. */
const named = ({ tenant, id, kind }: MailRow) => ({ tenant, mail: id, kind })

/** A code, for the error's words may hold an address. */
function codeOf(error: unknown): string {
  const { code } = Object(error) as { code?: unknown }
  return typeof code === 'string' ? code : 'unknown'
}

async function withinTime(sending: Promise<void>, milliseconds: number): Promise<void> {
  if (!(await settledWithin(sending, milliseconds))) {
    throw Object.assign(new Error('The sending took too long'), { code: 'ETIMEDOUT' })
  }
  await sending
}

async function settledWithin(work: Promise<unknown>, milliseconds: number): Promise<boolean> {
  let timer: ReturnType<typeof setTimeout> | undefined
  const late = new Promise<false>((resolve) => {
    timer = setTimeout(() => resolve(false), milliseconds)
  })
  const settled = work.then(
    () => true as const,
    () => true as const,
  )
  const inTime = await Promise.race([settled, late])
  clearTimeout(timer)
  return inTime
}
