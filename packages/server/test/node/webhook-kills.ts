import { type ChildProcess, fork } from 'node:child_process'
import { setTimeout as wait } from 'node:timers/promises'
import { addWebhook, createTenant, type Database, type Journal, replayWebhook } from '../../src/index.ts'
import { write } from '../../src/journal/write.ts'
import { openSqlite, webhookSender } from '../../src/node/index.ts'
import { migratedInFile } from '../migrated-database.ts'
import { webhookReceiver } from './webhook-receiver.ts'

const tenant = 'tidewater'
const endpoints = 10
/** The last three of the ten: one always refuses, one breaks off, one takes a delivery at the third attempt alone. */
const kinds: Readonly<Record<string, 'refuses' | 'breaks' | 'hesitates'>> = {
  '/7': 'refuses',
  '/8': 'breaks',
  '/9': 'hesitates',
}

export interface WebhookKillsResult {
  readonly deliveries: number
  readonly kills: number
  /** Neither delivered, by what the receiver says, nor given up with a reason. */
  readonly lost: number
  readonly deadLettered: number
  /** Of those: not delivered after a replay, once the receivers are well again. */
  readonly notReplayed: number
  /** Received under an id that is no delivery's, or with another body than before. */
  readonly strange: number
  /** Received again though it had been answered: sent, and killed before it was noted. */
  readonly doubled: number
}

/**
 * Events for ten endpoints, three of which fail, in as many portions as there are kills: each portion is written, then a
 * real process that sends them gets SIGKILL in the middle. In the end one may finish.
 */
export async function runWebhookKills(
  folder: string,
  of: { deliveries: number; kills: number },
): Promise<WebhookKillsResult> {
  const file = `${folder}/webhooks.db`
  await (await migratedInFile(file)).close()
  const database = await openSqlite(file)
  const random = (bytes: Uint8Array<ArrayBuffer>) => void crypto.getRandomValues(bytes)
  const journal: Journal = { database, auditKey: new Uint8Array(32).fill(1), clock: Date.now, random }
  await createTenant(journal, { id: tenant, name: 'Tidewater' })

  const answered = new Set<string>()
  const seen = new Map<string, { body: string; times: number }>()
  let [well, strange, doubled] = [false, 0, 0]
  const receiver = await webhookReceiver(({ path, headers, body }, response) => {
    const key = `${path} ${headers['webhook-id']}`
    const before = seen.get(key)
    if (before && before.body !== body) strange++
    const times = (before?.times ?? 0) + 1
    seen.set(key, { body, times })
    const kind = kinds[path]
    if (!well && kind === 'refuses') return void response.writeHead(500).end('Out of order.')
    if (!well && kind === 'breaks') return void response.destroy()
    if (!well && kind === 'hesitates' && times < 3) return void response.writeHead(503).end()
    if (answered.has(key)) doubled++
    answered.add(key)
    return void response.writeHead(204).end()
  })
  const pathOf = new Map<string, string>()
  for (let number = 0; number < endpoints; number++) {
    const url = receiver.url.replace('/hook', `/${number}`)
    const sender = webhookSender({ http: true, allow: ['127.0.0.0/8'] })
    const added = await addWebhook(
      journal,
      { tenant, url, types: ['*'] },
      { sender, linkKey: new Uint8Array(32).fill(2) },
    )
    pathOf.set(added.id, `/${number}`)
  }

  const workers = new Set<ChildProcess>()
  try {
    const perKill = of.deliveries / endpoints / of.kills
    let written = 0
    // One is started while the other sends.
    let next = startWorker(file, workers)
    for (let kill = 1; kill <= of.kills; kill++) {
      const portion = Math.round(perKill * kill) - written
      written += portion
      await writeEvents(journal, portion)
      const worker = await next
      next = startWorker(file, workers)
      await wait(Math.random() * 300)
      worker.kill('SIGKILL')
    }
    await next
    await drained(database)
    const rows = await database.reader.selectFrom('webhook_deliveries').selectAll().execute()
    const keyOf = (row: (typeof rows)[number]) => `${pathOf.get(row.endpoint_id)} ${row.id}`
    const dead = rows.filter(({ dead_at }) => dead_at !== null)
    const kept = rows.filter((row) => (row.dead_at === null ? answered.has(keyOf(row)) : row.failure !== null))
    const known = new Set(rows.map(keyOf))
    for (const key of seen.keys()) if (!known.has(key)) strange++

    well = true
    for (const webhook of pathOf.keys()) await replayWebhook(journal, { tenant, webhook, since: 0 })
    await drained(database)
    return {
      ...{ deliveries: rows.length, kills: of.kills, deadLettered: dead.length, strange, doubled },
      lost: of.deliveries - kept.length,
      notReplayed: dead.filter((row) => !answered.has(keyOf(row))).length,
    }
  } finally {
    for (const worker of workers) worker.kill('SIGKILL')
    await database.close()
    await receiver.close()
  }
}

async function startWorker(file: string, workers: Set<ChildProcess>): Promise<ChildProcess> {
  const execArgv = ['--conditions=source', '--disable-warning=ExperimentalWarning']
  const worker = fork(new URL('./webhook-worker.ts', import.meta.url), [file], { execArgv })
  workers.add(worker)
  worker.once('exit', () => workers.delete(worker))
  await new Promise<void>((resolve, reject) => {
    worker.once('message', () => resolve())
    worker.once('exit', (code) => reject(new Error(`a worker ended with ${code}`)))
  })
  return worker
}

async function writeEvents(journal: Journal, count: number): Promise<void> {
  if (count === 0) return
  await write(journal, { tenant, actor: 'operator', needs: { events: count } }, async (writing) => {
    for (let event = 0; event < count; event++) {
      await writing.appendEvent({ type: 'ticket.updated', ticketId: crypto.randomUUID(), audience: 'everyone' })
    }
    return { audit: { action: 'bench', details: {} }, result: undefined }
  })
}

async function drained({ reader }: Database): Promise<void> {
  const waiting = reader.selectFrom('webhook_deliveries').select('id').where('next_attempt_at', 'is not', null).limit(1)
  while ((await waiting.execute()).length > 0) await wait(100)
}
