// The real server over a database file, as it is served, logging included.
import { mkdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { verifyAudit } from '@aftercare/server'
import { createDevelopmentWorld } from '@aftercare/server/development'
import { createLog, durabilityOf, serve } from '@aftercare/server/node'

let world
let dataDir

process.on('message', async (question) => process.send(question.verify ? await verify() : await start(question)))
process.on('disconnect', () => process.exit())

async function start({ folder, connections }) {
  dataDir = join(folder, 'http')
  mkdirSync(dataDir)
  const log = createLog()
  world = await createDevelopmentWorld({ dataDir, seed: false, log })
  const listening = await serve({ fetch: (request) => world.server.fetch(request) })
  const person = (number) => ({
    subject: `person-${number}`,
    name: `Person ${number}`,
    account: 'nordkai',
    locale: 'en',
  })
  const tokens = await Promise.all(
    Array.from({ length: connections }, (_, number) => world.customerToken(person(number), 3600)),
  )
  return {
    url: `${listening.url}/support`,
    tokens,
    ...(await durabilityOf(world.database)),
  }
}

/** What is in the file afterwards, read by a connection of its own. */
async function verify() {
  const { audit } = JSON.parse(readFileSync(join(dataDir, 'secrets.json'), 'utf8'))
  const auditKey = Buffer.from(audit, 'base64url')
  const verdict = await verifyAudit({ database: world.database, auditKey }, world.tenant)
  const database = new DatabaseSync(join(dataDir, 'aftercare.db'), { readOnly: true })
  const { tickets } = database.prepare('select count(*) as tickets from tickets').get()
  database.close()
  return { tickets, audit: verdict.status === 'intact', writes: verdict.entries }
}
