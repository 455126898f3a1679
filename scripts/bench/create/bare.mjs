// The very same rows and columns that the server wrote, written bare: node:sqlite, prepared statements, one
// transaction per ticket, the same settings, schema, indexes and triggers, nothing else.
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { migrate } from '@aftercare/server'
import { openSqlite } from '@aftercare/server/node'

/** A table that one ticket adds rows to: how many, and by what they are the ticket's. */
const written = {
  tickets: { rows: 1, ticketOf: ({ id }) => id },
  // That it was raised, how it was sorted, where it was routed.
  ticket_history: { rows: 3, ticketOf: ({ ticket_id: id }) => id },
  events: { rows: 1, ticketOf: ({ ticket_id: id }) => id },
  idempotency_keys: { rows: 1, ticketOf: ({ key }) => key },
  audit_log: { rows: 1, ticketOf: ({ details }) => JSON.parse(details).ticket },
}
const tables = Object.keys(written)

let source
let target
let begin
let commit
let setCounters
const columns = {}
/** Insert statements of each table by their number of rows. */
const inserts = Object.fromEntries(tables.map((table) => [table, new Map()]))
/** How far each table was taken over. */
const seen = {}
let counts

process.on('message', async (question) => process.send(await (question.folder ? start(question) : write())))
process.on('disconnect', () => process.exit())

async function start({ folder }) {
  const file = join(folder, 'bare.db')
  const migrated = await openSqlite(file)
  await migrate(migrated)
  await migrated.close()
  target = new DatabaseSync(file)
  target.exec('pragma journal_mode = wal; pragma synchronous = full; pragma fullfsync = on; pragma foreign_keys = on')
  if (target.prepare('pragma synchronous').get().synchronous !== 2) throw new Error('synchronous is not FULL')
  source = new DatabaseSync(join(folder, 'http', 'aftercare.db'), { readOnly: true })
  for (const table of [...tables, 'counters']) {
    const described = source.prepare(`pragma table_info(${table})`).all()
    columns[table] = described.map(({ name }) => name)
  }
  insert('counters', 1).run(...Object.values(source.prepare('select * from counters').get()))
  begin = target.prepare('begin immediate')
  commit = target.prepare('commit')
  setCounters = target.prepare(
    'update counters set ticket_number = ?, event_seq = ?, audit_seq = ?, audit_head = ? where tenant = ?',
  )
  return {}
}

function insert(table, rows) {
  const row = `(${columns[table].map(() => '?')})`
  return target.prepare(`insert into ${table} (${columns[table]}) values ${Array.from({ length: rows }, () => row)}`)
}

/** Writes what has come since the last time; statements are prepared before the clock runs. */
function write() {
  const tickets = newTickets()
  for (const { values } of tickets) {
    for (const [table, { rows }] of values) {
      if (!inserts[table].has(rows)) inserts[table].set(rows, insert(table, rows))
    }
  }
  const began = performance.now()
  for (const { values, numbers } of tickets) {
    begin.run()
    setCounters.run(...numbers)
    for (const [table, { rows, bound }] of values) inserts[table].get(rows).run(...bound)
    commit.run()
  }
  const perSecond = tickets.length / ((performance.now() - began) / 1000)
  const rows = tables.map((table) => `${written[table].rows} in ${table}`)
  return { perSecond, statements: `${rows.join(', ')}, and the counters` }
}

function newTickets() {
  const byTable = {}
  for (const [table, { ticketOf }] of Object.entries(written)) {
    const rows = source.prepare(`select * from ${table} where rowid > ? order by rowid`).all(seen[table] ?? 0)
    seen[table] = source.prepare(`select max(rowid) as last from ${table}`).get().last
    byTable[table] = Map.groupBy(rows, ticketOf)
  }
  requireNothingElse(byTable)
  return [...byTable.tickets.values()].map(([ticket]) => {
    const rowsIn = (table) => byTable[table].get(ticket.id)
    const [event] = rowsIn('events')
    const [audit] = rowsIn('audit_log')
    const values = tables.map((table) => {
      const rows = rowsIn(table)
      return [table, { rows: rows.length, bound: rows.flatMap((row) => Object.values(row)) }]
    })
    return { values, numbers: [ticket.number, event.seq, audit.seq, audit.hash, audit.tenant] }
  })
}

/** The comparison holds only if a ticket writes so many rows to these tables, and to no other. */
function requireNothingElse(byTable) {
  const all = source.prepare(`select name from sqlite_schema where type = 'table' and name not like 'sqlite%'`).all()
  const now = Object.fromEntries(
    all.map(({ name }) => [name, source.prepare(`select count(*) as rows from ${name}`).get().rows]),
  )
  const before = counts
  counts = now
  // The first time, people were met for the first time.
  if (!before) return
  const more = now.tickets - before.tickets
  for (const [table, rows] of Object.entries(now)) {
    const added = rows - before[table]
    const taken = table in byTable ? [...byTable[table].values()].reduce((sum, { length }) => sum + length, 0) : 0
    const expected = more * (written[table]?.rows ?? 0)
    if (added !== expected || added !== taken) throw new Error(`${more} tickets added ${added} rows to ${table}`)
  }
}
