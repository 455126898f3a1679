import assert from 'node:assert/strict'
import { join } from 'node:path'
import { describe, it } from 'node:test'
import { createSupportServer, memoryBlobStore, migrate } from '../../src/index.ts'
import { openSqlite, runCli, webhookSender } from '../../src/node/index.ts'
import { keptSecrets } from '../../src/node/secrets.ts'
import { temporaryFolder } from './temporary-folder.ts'
import { webhookReceiver } from './webhook-receiver.ts'

describe('aftercare webhook', () => {
  const dataDir = temporaryFolder()
  const run = async (...args: string[]) => {
    const [out, complaints]: [string[], string[]] = [[], []]
    const code = await runCli([...args, '--tenant', 'tidewater', '--data-dir', dataDir], {
      print: (line) => void out.push(line),
      complain: (line) => void complaints.push(line),
      environment: { AFTERCARE_WEBHOOK_ALLOW: '127.0.0.0/8', AFTERCARE_WEBHOOK_HTTP: 'yes' },
      clock: Date.now,
      random: (bytes) => void crypto.getRandomValues(bytes),
      untilStopped: () => Promise.resolve(),
    })
    return { code, out, complaints }
  }

  it('adds, tests, lists, replays, rotates and removes an endpoint', async (t) => {
    const receiver = await webhookReceiver()
    t.after(receiver.close)
    const file = join(dataDir, 'aftercare.db')
    const database = await openSqlite(file)
    t.after(() => database.close())
    await migrate(database)
    await run('tenant', 'add', '--name', 'Tidewater')

    const added = await run('webhook', 'add', '--url', receiver.url, '--type', 'ticket.*')
    assert.match(added.out[0]!, /^whsec_/)
    const id = /Webhook (\S+)\./.exec(added.complaints[0]!)![1]!
    assert.match((await run('webhook', 'list')).out[0]!, /enabled\tticket\.\*\thttp:/)
    const [delivery] = (await run('webhook', 'test', '--webhook', id)).out
    const secrets = await keptSecrets(dataDir, (bytes) => void crypto.getRandomValues(bytes))
    const webhooks = { sender: webhookSender({ allow: ['127.0.0.0/8'], http: true }) }
    const server = await createSupportServer({ database, blobs: memoryBlobStore(), secrets, webhooks })
    await server.work.runOnce()
    assert.equal(receiver.received[0]?.headers['webhook-id'], delivery)
    assert.match((await run('webhook', 'deliveries', '--webhook', id)).out[0]!, /webhook\.test\tdelivered\t1\t204/)
    const replayed = await run('webhook', 'replay', '--webhook', id, '--delivery', delivery!)
    assert.deepEqual(replayed.out, ['1 on their way again.'])
    assert.notEqual((await run('webhook', 'rotate', '--webhook', id)).out[0], added.out[0])
    assert.equal((await run('webhook', 'remove', '--webhook', id)).code, 0)
    assert.deepEqual((await run('webhook', 'list')).out, [])
  })

  it('says what is wrong with an address or a type', async () => {
    assert.equal((await run('webhook', 'add', '--url', 'https://10.0.0.1/')).code, 2)
    const url = 'https://receiver.example/'
    assert.equal((await run('webhook', 'add', '--url', url, '--type', 'nothing.*')).code, 2)
    assert.equal((await run('webhook', 'add', '--url', url, '--webhook-allow', '10.0.0.0')).code, 2)
  })
})
