import { write } from '../journal/write.ts'
import type { Log } from '../log.ts'
import type { Services } from '../services.ts'
import { endScan, filesToScan, findFileToScan, kindOfMessage, putOffScan, settleScan } from './scan-store.ts'
import { within } from './within.ts'

/** A file that nobody may have yet. */
export interface FileToScan {
  readonly tenant: string
  readonly id: string
  /** As the uploader named it. */
  readonly name: string
  /** As the uploader said. */
  readonly mediaType: string
  /** Bytes. */
  readonly size: number
  /** Hex. */
  readonly sha256: string
  /** Its bytes, from the beginning; as often as they are wanted. */
  open(): Promise<ReadableStream<Uint8Array>>
}

/**
 * Says whether people may have a file: `clean`, or `refused`, which deletes its bytes for good. When it throws, the
 * file waits on and is shown to it again, later each time. It may be shown the same file twice.
 */
export type ScanHook = (file: FileToScan) => Promise<'clean' | 'refused'>

type WaitingFile = Awaited<ReturnType<typeof findFileToScan>>[number]

const minute = 60_000

/** Longer than any look at a file takes, or its deletion, in milliseconds: one that never comes back must not hold up everything else. */
const scanPatience = 5 * minute

/** Between two rounds of what waits, in milliseconds: as long as the first pause of a file that the hook failed at. */
const pace = minute

/** Between two looks at a file that the hook fails at, in milliseconds: 1 min, 4 min, … so that it holds up no others. */
const pauseAfter = (attempts: number) => Math.min(60 * minute, minute * 4 ** (attempts - 1))

/**
 * Shows arriving files to the scan hook, one after the other. Until it answers they are in quarantine. It keeps a pace of
 * its own: a hook that takes its time with every file holds up files and nothing else.
 */
export class Scanner {
  readonly #services: Omit<Services, 'scanner'>
  readonly #hook: ScanHook
  readonly #log: Log
  #stopped = stopSignal()
  #stopping = false
  #timer: ReturnType<typeof setInterval> | undefined
  #running = Promise.resolve()
  #round: Promise<void> | undefined

  constructor(services: Omit<Services, 'scanner'>, hook: ScanHook) {
    this.#services = services
    this.#hook = hook
    this.#log = services.log
  }

  /** Shows at once, and from then on every minute, what waits and is due. */
  start(): void {
    if (this.#timer !== undefined) return
    if (this.#stopping) this.#stopped = stopSignal()
    this.#stopping = false
    this.#timer = setInterval(() => this.#tick(), pace)
    this.#tick()
  }

  #tick(): void {
    this.runOnce().catch((error: unknown) =>
      this.#log.error({ error: String(error) }, 'files that wait could not be scanned'),
    )
  }

  /** A file has come: it is shown as soon as those before it are done. */
  look(of: { readonly tenant: string; readonly id: string }): void {
    this.#running = this.#running
      .then(() => this.#scan(of))
      .catch((error: unknown) => this.#log.warn({ file: of.id, error: String(error) }, 'a file could not be scanned'))
  }

  /**
   * Shows what waits and is due, also what an earlier process has left; while that is going on nothing is begun anew. Rejects
   * with the first error, after the last file.
   */
  runOnce(): Promise<void> {
    this.#round ??= this.#showWaiting().finally(() => {
      this.#round = undefined
    })
    return this.#round
  }

  async #showWaiting(): Promise<void> {
    await this.#running
    const { database, clock } = this.#services
    const failures: unknown[] = []
    // What is refused first: it takes no time, and its bytes should be gone.
    for (const scan of ['refused', 'waiting'] as const) {
      for (const file of await filesToScan(database.reader, { scan, now: clock() })) {
        await this.#scan(file).catch((error: unknown) => void failures.push(error))
      }
    }
    if (failures.length > 0) throw failures[0]
  }

  /** Waits for nobody's answer: what was being looked at waits for the next process. */
  async stop(): Promise<void> {
    clearInterval(this.#timer)
    this.#timer = undefined
    this.#stopping = true
    this.#stopped.reject(new Error('The server is closing'))
    // Who asked for the round hears how it went.
    await Promise.all([this.#running, this.#round?.catch(() => {})])
  }

  async #verdictOf(file: FileToScan): Promise<unknown> {
    return within(scanPatience, 'The scan hook did not answer in time', this.#hook(file), this.#stopped.promise)
  }

  async #scan(of: { readonly tenant: string; readonly id: string }): Promise<void> {
    const { database, clock } = this.#services
    // What is still queued is shown by the next process.
    if (this.#stopping) return
    const [row] = await findFileToScan(database.reader, of)
    if (!row) return
    try {
      if (row.scan === 'refused') await this.#deleteBytes(row)
      else await this.#show(row)
    } catch (error) {
      const attempts = row.scan_attempts + 1
      // That this process ends is not the file's fault: the next one looks at it at once.
      if (!this.#stopping) {
        await putOffScan(database.kysely, { ...of, attempts, next: clock() + pauseAfter(attempts) })
      }
      throw error
    }
  }

  async #show(row: WaitingFile): Promise<void> {
    const { blobs, journal, hub } = this.#services
    const { tenant, id, name, media_type: mediaType, size, sha256 } = row
    const open = async () => {
      const bytes = await blobs.get(keyOf(row))
      if (!bytes) throw new Error('The bytes are gone')
      return bytes
    }
    const verdict = await this.#verdictOf({ tenant, id, name, mediaType, size, sha256, open })
    // A word that is neither must not set anything free.
    if (verdict !== 'clean' && verdict !== 'refused') throw new Error(`"${String(verdict)}" is no verdict`)
    const settled = await write(journal, { tenant, actor: 'service', needs: { events: 1 } }, async (writing) => {
      const [settled] = await settleScan(writing.tx, { tenant, id, scan: verdict === 'clean' ? null : 'refused' })
      if (settled?.ticket_id) await tell(settled.ticket_id, settled.message_id)
      return { audit: { action: `file.${verdict}`, details: { file: id, sha256 } }, result: settled !== undefined }

      async function tell(ticketId: string, messageId: string | null): Promise<void> {
        if (!messageId) return writing.appendEvent({ type: 'ticket.updated', ticketId, audience: 'everyone' })
        const [message] = await kindOfMessage(writing.tx, { tenant, id: messageId })
        const audience = message?.kind === 'internal_note' ? 'staff' : 'everyone'
        await writing.appendEvent({ type: 'message.created', ticketId, messageId, audience })
      }
    })
    hub.notify(tenant)
    // Another look may have come first: its word counts.
    if (settled && verdict === 'refused') await this.#deleteBytes(row)
  }

  /** After the verdict was written: what a crash, or a store that fails, leaves is deleted in a later round. */
  async #deleteBytes(row: WaitingFile): Promise<void> {
    const { blobs, database } = this.#services
    const deleted = blobs.delete(keyOf(row))
    await within(scanPatience, 'The blob store did not answer in time', deleted, this.#stopped.promise)
    await endScan(database.kysely, row)
  }
}

const keyOf = ({ blob_key: key, id }: WaitingFile) => key ?? id

/** What is raced with each answer of the hook; nobody may be waiting for one when it rejects. */
function stopSignal(): PromiseWithResolvers<never> {
  const signal = Promise.withResolvers<never>()
  signal.promise.catch(() => {})
  return signal
}
