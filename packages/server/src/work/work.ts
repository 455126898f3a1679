import { deleteLeftBlobs } from '../files/blobs-to-delete.ts'
import { deleteUnusedFile, unusedFiles } from '../files/store.ts'
import { deleteUpload, expiredUploads } from '../files/upload-store.ts'
import { pruneAnswers } from '../idempotency/store.ts'
import { allTenants } from '../identity/store.ts'
import { dayOf } from '../knowledge/learning-routes.ts'
import { pruneOutcomes } from '../knowledge/outcome-store.ts'
import { pruneEvents } from '../live/store.ts'
import { MailDelivery } from '../mail/delivery.ts'
import type { Services } from '../services.ts'
import { WebhookDelivery } from '../webhooks/delivery.ts'
import { pruneDeliveries } from '../webhooks/store.ts'
import type { WebhookOptions } from '../webhooks/webhook-sender.ts'
import { createClockwork } from './clockwork.ts'

const hour = 3_600_000
const day = 24 * hour

/** How long things are kept, in milliseconds. */
const retention = {
  events: day,
  /** Longer than a client keeps trying. */
  answers: 45 * day,
  searches: 180 * day,
  webhooks: 30 * day,
  /** As long as the stored answer that names the file. */
  unusedFiles: 45 * day,
}

const interval = 10 * 60_000

/** What has to be done besides answering requests. Nothing runs before `start`. */
export interface Work {
  /**
   * Keeps house at once and then every ten minutes; what becomes due with time is done as soon as it is, mail goes as soon
   * as it is queued and webhooks within a second, and files that wait for the scan hook are shown to it every minute. The indexes of articles and tickets
   * are made, so that the first to search need not wait for them, and those of tickets kept. None of these waits for another.
   */
  start(): void
  /** Resolves when what was running is done. */
  stop(): Promise<void>
  /** Does what is due now; rejects when it fails. */
  runOnce(): Promise<void>
}

export function createWork(services: Services, webhooks: WebhookOptions | undefined): Work {
  const { database, clock, log, mail, scanner, articleSearch, ticketSearch } = services
  const clockwork = createClockwork(services)
  const delivery = mail && new MailDelivery({ room: mail, database, clock, log })
  const webhookDelivery = webhooks && new WebhookDelivery(services, webhooks)
  let timer: ReturnType<typeof setInterval> | undefined
  let running = Promise.resolve()

  const keepHouse = async () => {
    const now = clock()
    for (const { id } of await allTenants(database.reader))
      await pruneEvents(database.kysely, id, now - retention.events)
    await pruneAnswers(database.kysely, now - retention.answers)
    await pruneDeliveries(database.kysely, now - retention.webhooks)
    await pruneOutcomes(database.kysely, dayOf(now - retention.searches))
    // The row goes first: bytes without a row are invisible, a row without bytes is a broken promise.
    for (const { id } of await unusedFiles(database.reader, now - retention.unusedFiles)) {
      await database.transact((tx) => deleteUnusedFile(tx, id, now))
    }
    for (const upload of await expiredUploads(database.reader, now)) {
      await database.transact((tx) => deleteUpload(tx, upload, now))
    }
    await deleteLeftBlobs(services)
  }
  const tick = () => {
    ticketSearch.tend()
    running = running
      .then(keepHouse)
      .catch((error: unknown) => log.error({ error: String(error) }, 'the housekeeping failed'))
  }
  return {
    start() {
      if (timer !== undefined) return
      timer = setInterval(tick, interval)
      tick()
      clockwork.start()
      delivery?.start()
      webhookDelivery?.start()
      scanner?.start()
      articleSearch.prepare()
      ticketSearch.prepare()
    },
    async stop() {
      clearInterval(timer)
      timer = undefined
      await Promise.all([running, clockwork.stop(), delivery?.stop(), webhookDelivery?.stop(), scanner?.stop()])
    },
    async runOnce() {
      await clockwork.runOnce()
      await keepHouse()
      // Last, so that what the others have to say goes as well.
      await delivery?.runOnce()
      await webhookDelivery?.runOnce()
      // After the last: a hook may take its time.
      await scanner?.runOnce()
    },
  }
}
