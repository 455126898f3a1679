// The very same rows and columns that the server wrote, written bare: node:sqlite, prepared statements, one
// transaction per ticket, the same settings, schema, indexes and triggers, nothing else.
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { migrate } from '@aftercare/server'
import { openSqlite } from '@aftercare/server/node'

/** What one ticket adds rows to, and how its rows are found. The counters' one row is updated. */
const written = {
  tickets: (row) => row.id,
  ticket_history: (row) => row.ticket_id,
  events: (row) => row.ticket_id,
  idempotency_keys: (row) => row.key,
  audit_log: (row) => JSON.parse(row.details).ticket,
}

/** Rows of one ticket in a table; one unless told: what was raised, how it was sorted, where it was routed. */
const rowsOf = { ticket_history: 3 }

let source
let target
let statements
/** The last row of each table that was taken over. */
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
  const columns = (table) =>
    source
      .prepare(`pragma table_info(${table})`)
      .all()
      .map(({ name }) => name)
  const insert = (table) => {
    const names = columns(table)
    const row = `(${names.map(() => '?')})`
    const rows = Array.from({ length: rowsOf[table] ?? 1 }, () => row)
    return target.prepare(`insert into ${table} (${names}) values ${rows}`)
  }
  const counters = source.prepare('select * from counters').get()
  insert('counters').run(...columns('counters').map((name) => counters[name]))
  statements = {
    begin: target.prepare('begin immediate'),
    commit: target.prepare('commit'),
    inserts: Object.fromEntries(Object.keys(written).map((table) => [table, insert(table)])),
    counters: target.prepare(
      'update counters set ticket_number = ?, event_seq = ?, audit_seq = ?, audit_head = ? where tenant = ?',
    ),
  }
  return {}
}

/** Writes what has come since the last time. */
function write() {
  const tickets = newTickets()
  const { begin, commit, inserts, counters } = statements
  const tables = Object.entries(inserts)
  const began = performance.now()
  for (const { rows, numbers } of tickets) {
    begin.run()
    counters.run(...numbers)
    for (const [table, statement] of tables) statement.run(...rows[table])
    commit.run()
  }
  const perSecond = tickets.length / ((performance.now() - began) / 1000)
  return {
    perSecond,
    statements: `${Object.keys(written)
      .map((table) => `${rowsOf[table] ?? 1} in ${table}`)
      .join(', ')}, and the counters`,
  }
}

function newTickets() {
  requireNothingElse()
  const byTable = {}
  for (const [table, ticketOf] of Object.entries(written)) {
    const rows = source.prepare(`select * from ${table} where rowid > ? order by rowid`).all(seen[table] ?? 0)
    byTable[table] = Map.groupBy(rows, ticketOf)
  }
  for (const table of Object.keys(written)) {
    seen[table] = source.prepare(`select max(rowid) as last from ${table}`).get().last
  }
  return [...byTable.tickets.keys()].map((id) => {
    const [event] = byTable.events.get(id)
    const [audit] = byTable.audit_log.get(id)
    const valuesIn = (table) => byTable[table].get(id).flatMap((row) => Object.values(row))
    return {
      rows: Object.fromEntries(Object.keys(written).map((table) => [table, valuesIn(table)])),
      numbers: [byTable.tickets.get(id)[0].number, event.seq, audit.seq, audit.hash, audit.tenant],
    }
  })
}

/** The comparison holds only if a ticket writes so many rows to these tables, and to no other. */
function requireNothingElse() {
  const tables = source.prepare(`select name from sqlite_schema where type = 'table' and name not like 'sqlite%'`).all()
  const now = Object.fromEntries(
    tables.map(({ name }) => [name, source.prepare(`select count(*) as rows from ${name}`).get().rows]),
  )
  const before = counts
  counts = now
  // The first time, people were met for the first time.
  if (!before) return
  const more = now.tickets - before.tickets
  for (const [table, rows] of Object.entries(now)) {
    const expected = table in written ? more * (rowsOf[table] ?? 1) : 0
    if (rows - before[table] !== expected)
      throw new Error(`${more} tickets added ${rows - before[table]} rows to ${table}`)
  }
}
