import { execFile } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { promisify } from 'node:util'
import { aftercare, serveProcess } from './served-process.ts'

export interface CrashResult {
  readonly acknowledged: number
  /** Tickets that were acknowledged and are not in the database. */
  readonly missing: number
  /** What `PRAGMA integrity_check` says. */
  readonly integrity: string
}

const creations = 200
const connections = 20

/** Makes an installation with one tenant in an empty folder; resolves with a customer's token. */
export async function installForCrash(dataDir: string): Promise<string> {
  await aftercare('migrate', '--data-dir', dataDir)
  await aftercare('tenant', 'add', '--tenant', 'tidewater', '--name', 'Tidewater', '--data-dir', dataDir)
  const customer = ['--tenant', 'tidewater', '--subject', 'mara', '--expires', '1h']
  return aftercare('token', 'customer', ...customer, '--data-dir', dataDir)
}

/**
 * Serves the installation, sends 200 creations over 20 connections, and kills the process (SIGKILL) as soon as
 * `killAfter` of them were acknowledged. Then the file is opened by somebody else, and every acknowledged
 * ticket has to be in it.
 */
export async function crashOnce(dataDir: string, token: string, killAfter: number): Promise<CrashResult> {
  const served = await serveProcess(dataDir)
  const acknowledged: string[] = []
  let killed: Promise<unknown> | undefined
  const queue = Array.from({ length: creations }, () => randomUUID())
  const connection = async () => {
    for (let id = queue.pop(); id !== undefined && !killed; id = queue.pop()) {
      // A request that the kill cuts off has no answer, and nobody was promised anything.
      const answer = await create(served.url, token, id).catch(() => undefined)
      if (answer?.status === 201) acknowledged.push(id)
      else if (!killed) throw new Error(`a creation was answered with ${answer?.status ?? 'nothing'}`)
      if (acknowledged.length >= killAfter) killed ??= served.end('SIGKILL')
    }
  }
  await Promise.all(Array.from({ length: connections }, connection))
  await (killed ?? served.end('SIGKILL'))
  return { acknowledged: acknowledged.length, ...inspect(dataDir, acknowledged) }
}

function inspect(dataDir: string, acknowledged: readonly string[]): Omit<CrashResult, 'acknowledged'> {
  // Not read-only: recovering the log is part of what is tested.
  const database = new DatabaseSync(join(dataDir, 'aftercare.db'))
  try {
    const found = database.prepare('select 1 from tickets where id = ?')
    const missing = acknowledged.filter((id) => found.get(id) === undefined).length
    const integrity = String(database.prepare('pragma integrity_check').get()?.['integrity_check'])
    return { missing, integrity }
  } finally {
    database.close()
  }
}

export interface SyncResult {
  /** Creations one after the other, so that each has a commit of its own. */
  readonly commits: number
  /** Calls of fdatasync and fsync meanwhile. */
  readonly syncs: number
}

/** Why forced writes cannot be counted here, or undefined where they can. */
export async function missingStrace(): Promise<string | undefined> {
  if (process.platform !== 'linux') return 'strace is for Linux'
  try {
    await promisify(execFile)('strace', ['-c', '-o', '/dev/null', 'true'])
    return undefined
  } catch {
    return 'strace is not installed, or may not trace here'
  }
}

/** A kill cannot tell what reached the disk from what the system would still have written; counting the calls can. */
export async function countSyncs(dataDir: string, token: string, commits: number): Promise<SyncResult> {
  const summary = join(dataDir, 'strace.txt')
  // -D: the tracer is the grandchild, so that signals reach the server itself.
  const served = await serveProcess(dataDir, ['strace', '-D', '-f', '-c', '-e', 'trace=fdatasync,fsync', '-o', summary])
  for (let commit = 0; commit < commits; commit++) {
    const answer = await create(served.url, token, randomUUID())
    if (answer.status !== 201) throw new Error(`a creation was answered with ${answer.status}`)
  }
  await served.end('SIGTERM')
  return { commits, syncs: await readSummary(summary) }
}

/** The tracer writes its table after the process it traced has ended. */
async function readSummary(file: string): Promise<number> {
  for (let attempt = 0; attempt < 100; attempt++) {
    const text = existsSync(file) ? readFileSync(file, 'utf8') : ''
    if (/ total$/m.test(text)) {
      const rows = text.matchAll(/^\s*[\d.]+\s+[\d.]+\s+\d+\s+(\d+).*(?:fdatasync|fsync)$/gm)
      return [...rows].reduce((sum, [, calls]) => sum + Number(calls), 0)
    }
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
  throw new Error(`strace left no table in ${file}`)
}

function create(url: string, token: string, id: string): Promise<Response> {
  return fetch(`${url}/tickets`, {
    method: 'POST',
    headers: {
      Authorization: `Bearer ${token}`,
      'Aftercare-Protocol': '1.0',
      'Content-Type': 'application/json',
      'Idempotency-Key': id,
    },
    body: JSON.stringify({
      id,
      type: 'incident',
      subject: `Gate transaction ${id.slice(0, 8)} is missing`,
      description: 'The terminal has it, we do not.',
      attachments: [],
      locale: 'en',
    }),
  })
}
