// durable tickets over HTTP, beside the same rows written bare and the same server without a database
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { startPart } from './processes/start-part.mjs'

const { values: flags } = parseArgs({
  options: {
    connections: { type: 'string', default: '50' },
    rounds: { type: 'string', default: '3' },
    seconds: { type: 'string', default: '4' },
  },
})
const connections = Number(flags.connections)
const rounds = Number(flags.rounds)
const milliseconds = Number(flags.seconds) * 1000
/** Tickets per second over HTTP, as a share of the same rows per second without it. */
const bar = 0.4

const processes = {
  server: import.meta.resolve('./create/server.mjs'),
  'no-database': import.meta.resolve('./create/no-database.mjs'),
  load: import.meta.resolve('./create/load.mjs'),
  bare: import.meta.resolve('./create/bare.mjs'),
}

const median = (numbers) => numbers.toSorted((a, b) => a - b)[Math.floor(numbers.length / 2)]
const whole = (number, width) => Math.round(number).toLocaleString('en').padStart(width)

const folder = mkdtempSync(join(tmpdir(), 'aftercare-bench-'))
const parts = []
const started = (name, setup) => {
  const part = startPart(processes[name])
  parts.push(part)
  return { ...part, ready: part.ask(setup) }
}

try {
  const server = started('server', { folder, connections })
  const { url, tokens, synchronous, journalMode } = await server.ready
  const empty = started('no-database', {})
  const { url: emptyUrl } = await empty.ready
  const load = started('load', { connections })
  await load.ready
  const bare = started('bare', { folder })

  const overHttp = (milliseconds) => load.ask({ url, tokens, milliseconds })
  const withoutDatabase = (milliseconds) => load.ask({ url: emptyUrl, tokens, milliseconds })

  console.log(
    `SQLite reads back journal_mode=${journalMode}, synchronous=${synchronous} (2 is FULL). ${connections} connections, ` +
      `${rounds} rounds of ${milliseconds / 1000} s.\n`,
  )
  // Each part first runs until it is compiled.
  await overHttp(milliseconds / 2)
  await withoutDatabase(milliseconds / 2)
  await bare.ready
  await bare.ask({})

  const measured = []
  console.log('round   tickets/s   p99 ms   tickets/s written bare   answers/s without a database')
  for (let round = 1; round <= rounds; round++) {
    const http = await overHttp(milliseconds)
    const rows = await bare.ask({})
    const none = await withoutDatabase(milliseconds)
    measured.push({ http, rows, none })
    console.log(
      `${String(round).padStart(5)} ${whole(http.perSecond, 11)} ${http.p99.toFixed(1).padStart(8)} ${whole(rows.perSecond, 24)} ${whole(none.perSecond, 30)}`,
    )
  }
  const { writes, tickets, audit } = await server.ask({ verify: true })
  const acknowledged = await load.ask({ count: true })
  if (tickets !== acknowledged) throw new Error(`${acknowledged} tickets were acknowledged, ${tickets} are stored`)
  if (!audit) throw new Error('the audit chain does not verify')

  const requests = median(measured.map(({ http }) => http.perSecond))
  // Each round against its own neighbours: what else the machine does changes from one round to the next.
  const ratio = median(measured.map(({ http, rows }) => http.perSecond / rows.perSecond))
  const ofNone = median(measured.map(({ http, none }) => http.perSecond / none.perSecond))
  const p99 = median(measured.map(({ http }) => http.p99))
  console.log(
    `\nOne ticket is ${measured[0].rows.statements}; ${tickets} tickets are stored, every acknowledged one, and the audit chain of ${writes} entries holds.`,
  )
  console.log(`The bar is ${bar} of the bare rows: ${ratio >= bar ? 'held' : 'BROKEN'}.`)
  if (ratio < bar) process.exitCode = 1
  console.log(
    `create requests=${Math.round(requests)} vs_bare_rows=${ratio.toFixed(2)} vs_no_db=${ofNone.toFixed(2)} p99_ms=${p99.toFixed(1)}`,
  )
} finally {
  for (const part of parts) part.stop()
  rmSync(folder, { recursive: true, force: true })
}
