// Reads what a run has left behind, past the server: the SQLite file and the folder of blobs.
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'

async function findDatabase(dataDir) {
  for (const entry of await readdir(dataDir, { recursive: true })) {
    if (/\.(sqlite3?|db)$/.test(entry)) return join(dataDir, entry)
  }
  throw new Error(`There is no SQLite file in ${dataDir}`)
}

async function blobOf(dataDir, id) {
  const found = (await readdir(dataDir, { recursive: true })).find((entry) => entry.endsWith(id))
  return found && (await readFile(join(dataDir, found)))
}

/** A ticket's rows and its files' bytes. */
export async function readStored(dataDir, ticketId) {
  const database = new DatabaseSync(await findDatabase(dataDir), { readOnly: true })
  try {
    const ticket = database.prepare('select * from tickets where id = ?').get(ticketId)
    const messages = database.prepare('select * from messages where ticket_id = ? order by seq').all(ticketId)
    const rows = database.prepare('select * from files where ticket_id = ?').all(ticketId)
    const files = await Promise.all(
      rows.map(async (row) => ({ ...row, bytes: await blobOf(dataDir, row.blob_key ?? row.id) })),
    )
    const history = database
      .prepare('select * from ticket_history where ticket_id = ? order by seq, part')
      .all(ticketId)
    return { ticket, messages, files, history }
  } finally {
    database.close()
  }
}
