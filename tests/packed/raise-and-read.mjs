// Run in an empty project with the packed tarballs installed: a ticket goes through the published client, the
// published server and its own SQLite file, and is read back.
import assert from 'node:assert/strict'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createSupportClient } from '@aftercare/client'
import { createDevelopmentWorld } from '@aftercare/server/development'
import { serve } from '@aftercare/server/node'

const dataDir = mkdtempSync(join(tmpdir(), 'aftercare-project-'))
const world = await createDevelopmentWorld({ dataDir, seed: false })
const listening = await serve({ fetch: world.server.fetch, port: 0, host: '127.0.0.1' })
const client = createSupportClient({ url: `${listening.url}/support`, getToken: () => world.customerToken() })
try {
  const submission = await client.tickets.create({ type: 'question', subject: 'Does the tarball work?' })
  const ticket = await submission.acknowledged
  assert.equal(ticket.subject, 'Does the tarball work?')
  assert.ok(ticket.number > 0)
  const elements = await import('@aftercare/elements').catch((error) => error)
  assert.ok(
    !(elements instanceof Error) || /HTMLElement|window|document|customElements/.test(elements.message),
    elements,
  )
  console.log('ok')
} finally {
  await client.close()
  await listening.close()
  await world.close()
  rmSync(dataDir, { recursive: true, force: true })
}
