// A process that claims what is due, does it, and is killed before the commit: run with the database's address, the
// instant to live at (milliseconds), and how many commits succeed before.
import { createSupportServer, type Database, memoryBlobStore } from '../../src/index.ts'
import { openPostgres, openSqlite } from '../../src/node/index.ts'

const [address = '', now = '', commits = '0'] = process.argv.slice(2)
const opened = await (address.startsWith('postgres:') ? openPostgres(address) : openSqlite(address))
let left = Number(commits)
const database: Database = {
  kind: opened.kind,
  kysely: opened.kysely,
  reader: opened.reader,
  close: () => opened.close(),
  transact: (work) =>
    opened.transact(async (tx) => {
      const result = await work(tx)
      if (left-- === 0) process.kill(process.pid, 'SIGKILL')
      return result
    }),
}
const secret = (fill: number) => new Uint8Array(32).fill(fill)
const server = await createSupportServer({
  database,
  blobs: memoryBlobStore(),
  secrets: { audit: secret(1), links: secret(2) },
  clock: () => Number(now),
})
await server.work.runOnce()
