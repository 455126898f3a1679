import { newId } from '@aftercare/protocol'
import type { Services } from '../services.ts'
import { disabled } from './queue-webhooks.ts'
import { nextAttempt, webhookSchedule } from './retry.ts'
import { signedHeaders } from './signature.ts'
import {
  buryWaiting,
  claimDeliveries,
  type DeliveryRow,
  type EndpointRow,
  endpointsWithDue,
  findEndpoint,
  insertAttempt,
  settleDelivery,
  updateEndpoint,
} from './store.ts'
import { type WebhookAnswer, type WebhookOptions, WebhookRefused } from './webhook-sender.ts'

const second = 1000
const day = 86_400 * second

/** How many deliveries of one endpoint are on their way at the same time. */
const abreast = 4
/** How long a claim outlasts the longest attempt, in milliseconds: what a killed process had in hand waits as long. */
const leaseBeyond = 15 * second
/** So long nothing has arrived when an endpoint is disabled with the next delivery that is given up, in milliseconds. */
const lasting = 3 * day
/** How long `stop` waits for what is on its way, in milliseconds. */
const stopPatience = 10 * second

type AttemptId = string & { readonly __brand: 'WebhookAttemptId' }
type DeliveryServices = Pick<Services, 'database' | 'clock' | 'random' | 'log' | 'linkKey'>

interface Outcome {
  readonly answer?: WebhookAnswer
  readonly failure: string | null
}

/**
 * Sends what is due, endpoint by endpoint: each has a lane of its own, so that one that is slow holds up no other. A
 * delivery is claimed, sent and settled; a process that dies in between leaves the claim to run out, and the delivery is
 * sent again under the same id. So each arrives at least once, or is given up with a reason.
 */
export class WebhookDelivery {
  readonly #services: DeliveryServices
  readonly #options: WebhookOptions
  readonly #lanes = new Map<string, Promise<void>>()
  #timer: ReturnType<typeof setInterval> | undefined
  #looking = Promise.resolve()

  constructor(services: DeliveryServices, options: WebhookOptions) {
    this.#services = services
    this.#options = options
  }

  start(): void {
    if (this.#timer !== undefined) return
    const look = () => {
      this.#looking = this.#look(() => this.#timer === undefined).catch((error: unknown) =>
        this.#services.log.error({ error: String(error) }, 'the webhooks that are due could not be looked at'),
      )
    }
    this.#timer = setInterval(look, this.#options.poll ?? second)
    look()
  }

  async stop(): Promise<void> {
    clearInterval(this.#timer)
    this.#timer = undefined
    await this.#looking
    let timer: ReturnType<typeof setTimeout> | undefined
    const patience = new Promise<void>((resolve) => {
      timer = setTimeout(resolve, stopPatience)
    })
    await Promise.race([Promise.allSettled(this.#lanes.values()), patience])
    clearTimeout(timer)
  }

  /** Sends all that is due now; rejects when the database does. */
  async runOnce(): Promise<void> {
    await this.#look(() => false)
    await Promise.all(this.#lanes.values())
  }

  async #look(isStopped: () => boolean): Promise<void> {
    const { database, clock, log } = this.#services
    for (const { tenant, id } of await endpointsWithDue(database.reader, { now: clock() })) {
      const name = `${tenant} ${id}`
      if (isStopped() || this.#lanes.has(name)) continue
      const lane = this.#drain({ tenant, id }, isStopped)
        .catch((error: unknown) => log.error({ tenant, webhook: id, error: String(error) }, 'webhooks were not sent'))
        .finally(() => this.#lanes.delete(name))
      this.#lanes.set(name, lane)
    }
  }

  async #drain(of: { tenant: string; id: string }, isStopped: () => boolean): Promise<void> {
    const { database, clock } = this.#services
    const timeout = this.#options.timeout ?? 15 * second
    while (!isStopped()) {
      const now = clock()
      const claim = { ...of, now, until: now + timeout + Math.min(timeout, leaseBeyond), limit: abreast }
      const deliveries = await claimDeliveries(database, claim)
      if (deliveries.length === 0) return
      const [endpoint] = await findEndpoint(database.kysely, of)
      if (!endpoint) return
      const sent = await Promise.allSettled(deliveries.map((delivery) => this.#deliver(endpoint, delivery, timeout)))
      for (const each of sent) if (each.status === 'rejected') throw each.reason
    }
  }

  async #deliver(endpoint: EndpointRow, delivery: DeliveryRow, timeout: number): Promise<void> {
    if (endpoint.disabled_reason !== null) {
      const dead_at = this.#services.clock()
      await settleDelivery(this.#services.database.kysely, delivery, {
        next_attempt_at: null,
        dead_at,
        failure: disabled,
      })
      return
    }
    const at = this.#services.clock()
    const began = performance.now()
    const outcome = await this.#attempt(endpoint, delivery, at, timeout)
    await this.#settle(endpoint, delivery, { ...outcome, at, duration: Math.round(performance.now() - began) })
  }

  async #attempt(endpoint: EndpointRow, delivery: DeliveryRow, now: number, timeout: number): Promise<Outcome> {
    const { linkKey } = this.#services
    const { id, body } = delivery
    const headers = {
      ...{ 'content-type': 'application/json', 'user-agent': 'Aftercare-Webhooks' },
      ...signedHeaders(linkKey, endpoint, { id, body, now }),
    }
    try {
      const answer = await this.#options.sender.send({ url: endpoint.url, headers, body, timeout })
      return { answer, failure: answer.status >= 200 && answer.status < 300 ? null : `status_${answer.status}` }
    } catch (error) {
      return { failure: error instanceof WebhookRefused ? error.reason : codeOf(error) }
    }
  }

  async #settle(
    endpoint: EndpointRow,
    delivery: DeliveryRow,
    { answer, failure, at, duration }: Outcome & { at: number; duration: number },
  ): Promise<void> {
    const { database, clock, random, log } = this.#services
    const { tenant, id } = endpoint
    const now = clock()
    const schedule = this.#options.schedule ?? webhookSchedule
    const failures = delivery.failures + 1
    const retryAfter = answer?.retryAfter
    const gone = answer?.status === 410
    const next = failure === null || gone ? undefined : nextAttempt({ schedule, failures, retryAfter, now, random })
    const lost = failure !== null && next === undefined
    await database.transact(async (tx) => {
      const ends = { delivered_at: failure === null ? now : null, dead_at: lost ? now : null }
      const change = { ...ends, next_attempt_at: next ?? null, failure, failures: failure === null ? 0 : failures }
      if (!(await settleDelivery(tx, delivery, change))) return
      const said = { status: answer?.status ?? null, failure, excerpt: answer?.excerpt ?? '' }
      const attempt = { id: newId<AttemptId>(random), delivery_id: delivery.id, at, duration, ...said }
      await insertAttempt(tx, { tenant, endpoint_id: id, ...attempt })
      // Read again: others send to it as well.
      const [current] = await findEndpoint(tx, { tenant, id })
      if (!current || current.url !== endpoint.url) return
      if (failure === null) {
        if (current.failing_since !== null) await updateEndpoint(tx, current, { failing_since: null })
        return
      }
      const since = current.failing_since ?? at
      if (current.failing_since === null) await updateEndpoint(tx, current, { failing_since: at })
      const reason = gone ? 'gone' : lost && now - since >= lasting ? 'failing' : undefined
      if (reason === undefined || current.disabled_reason !== null) return
      await updateEndpoint(tx, current, { disabled_reason: reason })
      await buryWaiting(tx, { tenant, id, now, failure: disabled })
      log.warn({ tenant, webhook: id, reason }, 'an endpoint of webhooks was disabled')
    })
    if (lost) log.warn({ tenant, webhook: id, delivery: delivery.id, reason: failure }, 'a webhook was given up')
  }
}

/** What a connection failed with: a code, never the address. */
function codeOf(error: unknown): string {
  if (error instanceof Error && 'code' in error && typeof error.code === 'string') return error.code
  return 'not_sent'
}
