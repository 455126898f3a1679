// A process that sends what is due until it is killed: run with the file of the database.
import { createSupportServer, memoryBlobStore } from '../../src/index.ts'
import { openSqlite, webhookSender } from '../../src/node/index.ts'

const [file = ''] = process.argv.slice(2)
const secret = (fill: number) => new Uint8Array(32).fill(fill)
const server = await createSupportServer({
  database: await openSqlite(file),
  blobs: memoryBlobStore(),
  secrets: { audit: secret(1), links: secret(2) },
  webhooks: {
    sender: webhookSender({ http: true, allow: ['127.0.0.0/8'] }),
    ...{ timeout: 1_000, poll: 50, schedule: [200, 200] },
  },
})
server.work.start()
process.send?.('ready')
// Whoever started it is gone.
process.on('disconnect', () => process.exit())
