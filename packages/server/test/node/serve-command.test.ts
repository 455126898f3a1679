import assert from 'node:assert/strict'
import { before, describe, it } from 'node:test'
import { countSyncs, crashOnce, installForCrash, missingStrace } from './crash-run.ts'
import { aftercare, serveProcess } from './served-process.ts'
import { temporaryFolder } from './temporary-folder.ts'

const withoutStrace = await missingStrace()

// `pnpm bench crash` does the same more often.
describe('aftercare serve', () => {
  const dataDir = temporaryFolder()
  let token: string
  before(async () => {
    token = await installForCrash(dataDir)
  })

  it('loses no acknowledged ticket when it is killed in the middle of its work', async () => {
    const killAfter = 40
    const { acknowledged, missing, integrity } = await crashOnce(dataDir, token, killAfter)
    assert.ok(acknowledged >= killAfter)
    assert.equal(missing, 0)
    assert.equal(integrity, 'ok')
    assert.match(await aftercare('audit', 'verify', '--tenant', 'tidewater', '--data-dir', dataDir), /intact/)
  })

  it('forces the disk at least once for each commit', { skip: withoutStrace ?? false }, async () => {
    const { commits, syncs } = await countSyncs(dataDir, token, 25)
    assert.ok(syncs >= commits, `${syncs} calls for ${commits} commits`)
  })

  it('stops cleanly when it is told to', { skip: process.platform === 'win32' }, async () => {
    for (const signal of ['SIGTERM', 'SIGINT'] as const) {
      const served = await serveProcess(dataDir)
      assert.equal((await fetch(`${served.url}/healthz`)).status, 200)
      assert.equal(await served.end(signal), 0)
    }
    assert.match(await aftercare('doctor', '--data-dir', dataDir), /The schema is current/)
  })

  it('writes no token, no text of a person and no signature into its log', async () => {
    const served = await serveProcess(dataDir)
    const secret = 'a matter between us'
    const ask = (path: string, more: RequestInit = {}, authorization = `Bearer ${token}`) =>
      fetch(served.url + path, { ...more, headers: { ...more.headers, authorization } })
    const json = { 'content-type': 'application/json', 'idempotency-key': crypto.randomUUID() }
    const statuses = [
      await ask('/tickets', { method: 'POST', headers: json, body: JSON.stringify({ subject: secret }) }),
      await ask(`/tickets?cursor=${encodeURIComponent(secret)}`),
      await ask('/tickets', {}, `Bearer ${token.slice(0, -3)}xyz`),
      await ask('/files/2f3c1d7e-6b1a-4c55-9d1a-0f8f6f2f9a11?expires=1&signature=planted-signature', {}, ''),
    ].map(({ status }) => status)
    assert.ok(
      statuses.every((status) => status >= 400 && status < 500),
      statuses.join(),
    )
    assert.equal(await served.end('SIGTERM'), 0)
    const output = served.output()
    assert.match(output, /"msg":"listening"/)
    for (const line of output.trim().split('\n')) assert.doesNotThrow(() => JSON.parse(line), line)
    for (const planted of [token, token.split('.')[2]!, secret, encodeURIComponent(secret), 'planted-signature']) {
      assert.ok(!output.includes(planted), planted)
    }
  })
})
