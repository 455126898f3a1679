import { stat, statfs } from 'node:fs/promises'
import { join } from 'node:path'
import { calendarsRunningOut } from '@aftercare/protocol/service'
import { readServiceVersion } from '../../administration/service.ts'
import { listTenants } from '../../administration/tenants.ts'
import type { Database } from '../../storage/database.ts'
import { clockOf, durabilityOf, requireWritable, synchronousFull, unsafeSettingsOf } from '../inspection-store.ts'
import { secretsFile } from '../secrets.ts'
import { smtpSender } from '../smtp-sender.ts'
import type { Command } from './command.ts'
import { type FilePlace, fileOptions, filePlaceOf, tryBucket } from './file-options.ts'
import { installationOptions, openDatabase, type Places, pendingOf, placesOf, reasonOf } from './installation.ts'
import { mailServerVariable } from './mail-options.ts'
import { runningOutText } from './service-commands.ts'
import type { Terminal } from './terminal.ts'

/** What one look found. A warning does not make `doctor` fail. */
interface Finding {
  readonly mark: 'ok' | 'warn' | 'FAIL'
  readonly text: string
}

const ok = (text: string): Finding => ({ mark: 'ok', text })
const warn = (text: string): Finding => ({ mark: 'warn', text })
const fail = (text: string): Finding => ({ mark: 'FAIL', text })

const oldestNode = 24
const gibibyte = 1024 ** 3
const leastFree = 0.1 * gibibyte
const comfortablyFree = gibibyte
/** This version was made then; a clock before it is wrong. */
const released = Date.parse('2026-11-01T00:00:00Z')
/** Further apart than this, two clocks make tokens expire early or too late, in milliseconds. */
const clockTolerance = 5_000

export const doctorCommand: Command = {
  name: 'doctor',
  summary: 'Look whether everything an installation needs is in order',
  options: { ...installationOptions, ...fileOptions },
  async run(options, terminal) {
    const places = placesOf(options, terminal)
    const files = filePlaceOf(options, terminal, places.dataDir)
    const findings = [
      nodeVersion(),
      clock(terminal),
      ...(await databaseFindings(places, terminal)),
      ...(await mailServer(terminal)),
      ...(await bucket(files)),
      await freeDisk(places),
      ...(await fileModes(places)),
    ]
    for (const { mark, text } of findings) terminal.print(`${mark.padEnd(4)}  ${text}`)
    return findings.some(({ mark }) => mark === 'FAIL') ? 1 : 0
  },
}

function nodeVersion(): Finding {
  const { node } = process.versions
  return Number.parseInt(node, 10) >= oldestNode
    ? ok(`Node ${node}`)
    : fail(`Node ${node} is too old: ${oldestNode} is needed`)
}

function clock({ clock }: Terminal): Finding {
  const now = new Date(clock()).toISOString()
  return clock() >= released
    ? ok(`The clock says ${now}`)
    : fail(`The clock says ${now}, which cannot be: tokens will be refused`)
}

async function databaseFindings(places: Places, terminal: Terminal): Promise<Finding[]> {
  let database: Database
  try {
    database = await openDatabase(places, false)
  } catch (error) {
    return [fail(sentence(reasonOf(error)))]
  }
  try {
    const pending = await pendingOf(database)
    return [
      ok(`The database answers (${database.kind})`),
      await durable(database),
      pending.length === 0
        ? ok('The schema is current')
        : fail(`The schema is behind: run "aftercare migrate" (${pending.join(', ')})`),
      ...(pending.length === 0 ? [await writable(database), ...(await calendarFindings(database, terminal))] : []),
      ...(await databaseClock(database, terminal)),
    ]
  } catch (error) {
    return [fail(sentence(reasonOf(error)))]
  } finally {
    await database.close()
  }
}

async function durable(database: Database): Promise<Finding> {
  const durability = await durabilityOf(database)
  if (durability) {
    const { journalMode, synchronous } = durability
    const text = `journal_mode=${journalMode}, synchronous=${synchronous}`
    return journalMode === 'wal' && synchronous === synchronousFull
      ? ok(`Commits are forced to the disk (${text})`)
      : fail(`Commits may be lost: ${text}; wal and ${synchronousFull} are needed`)
  }
  const unsafe = await unsafeSettingsOf(database)
  return unsafe.length === 0 ? ok('Commits are forced to the disk') : fail(`Commits may be lost: ${unsafe.join(', ')}`)
}

async function writable(database: Database): Promise<Finding> {
  try {
    await requireWritable(database)
    return ok('The database can be written')
  } catch (error) {
    return fail(`The database cannot be written: ${reasonOf(error)}`)
  }
}

/** Promises by a calendar that knows no more holidays are counted as if there were none. */
async function calendarFindings(database: Database, terminal: Terminal): Promise<Finding[]> {
  const findings: Finding[] = []
  for (const { id: tenant } of await listTenants({ database })) {
    try {
      const { definition } = await readServiceVersion({ database }, { tenant })
      const soon = calendarsRunningOut(definition, terminal.clock())
      findings.push(...soon.map((each) => warn(`Tenant ${tenant}: ${runningOutText(each)}`)))
    } catch (error) {
      // One tenant that is not whole hides nothing of the others.
      findings.push(fail(`Tenant ${tenant}: ${reasonOf(error)}`))
    }
  }
  return findings
}

/** The clock of a database on another machine. */
async function databaseClock(database: Database, terminal: Terminal): Promise<Finding[]> {
  if (database.kind !== 'postgres') return []
  const apart = Math.abs((await clockOf(database)) - terminal.clock())
  return [
    apart <= clockTolerance
      ? ok('The clocks of this machine and of the database agree')
      : warn(`The clocks of this machine and of the database are ${Math.round(apart / 1000)} s apart`),
  ]
}

/** Whether it lets us in; nothing is sent. */
async function mailServer({ environment }: Terminal): Promise<Finding[]> {
  const url = environment[mailServerVariable]
  if (!url) return []
  try {
    await smtpSender(url).verify()
    return [ok('The mail server answers')]
  } catch (error) {
    return [fail(`The mail server cannot be used: ${reasonOf(error)}`)]
  }
}

/** Whether a file can be put into it, read and deleted. */
async function bucket(files: FilePlace): Promise<Finding[]> {
  if (!files.inBucket) return []
  try {
    const away = await tryBucket(files)
    return [away ? fail(away) : ok(`Files can be kept in ${files.called}`)]
  } catch (error) {
    return [fail(reasonOf(error))]
  }
}

async function freeDisk({ dataDir }: Places): Promise<Finding> {
  try {
    const { bavail, bsize } = await statfs(dataDir)
    const free = bavail * bsize
    const text = `${(free / gibibyte).toFixed(1)} GiB free in ${dataDir}`
    if (free < leastFree) return fail(`Only ${text}`)
    return free < comfortablyFree ? warn(`Only ${text}`) : ok(text)
  } catch (error) {
    return fail(`The data folder cannot be looked at: ${reasonOf(error)}`)
  }
}

/** Whoever can read these can sign as we do, read every ticket, or both. */
async function fileModes({ dataDir, address }: Places): Promise<Finding[]> {
  if (process.platform === 'win32') return [warn('File modes are not looked at on Windows')]
  const files = [secretsFile(dataDir), join(dataDir, 'development-keys.json')]
  if (address.kind === 'sqlite') files.push(address.file)
  const open: string[] = []
  for (const file of files) {
    const found = await stat(file).catch(() => undefined)
    if (found && (found.mode & 0o077) !== 0) open.push(`${file} (${(found.mode & 0o777).toString(8)})`)
  }
  if (open.length > 0) return [fail(`Others can read ${open.join(', ')}: chmod 600`)]
  return [ok('Secrets and database are readable by their owner alone')]
}

const sentence = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1)
