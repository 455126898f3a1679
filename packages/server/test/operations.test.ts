import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'
import { describe, it } from 'node:test'
import { promisify } from 'node:util'
import { protocolVersion } from '@aftercare/protocol'
import { routes } from '@aftercare/protocol/routes'
import { createSupportServer, memoryBlobStore, serverVersion } from '../src/index.ts'
import { openSqlite } from '../src/node/index.ts'
import { temporaryFolder } from './node/temporary-folder.ts'
import { answerOf, world } from './world.ts'

const at = (path: string) => new Request(`http://127.0.0.1${path}`)

describe('operations', () => {
  it('answer probes at the root as well as below the base path', async () => {
    const w = await world()
    for (const path of ['/healthz', '/readyz', '/support/healthz', '/support/readyz']) {
      const answer = await answerOf(await w.server.fetch(at(path)))
      assert.deepEqual([answer.status, answer.body], [200, { status: 'ok' }], path)
    }
    await w.close()
  })

  it('are not ready before the schema is current, nor without a database, and alive all the same', async () => {
    const database = await openSqlite(':memory:')
    const secrets = { audit: new Uint8Array(32), links: new Uint8Array(32) }
    const server = await createSupportServer({ database, blobs: memoryBlobStore(), secrets })
    const ready = async () => (await server.fetch(at('/readyz'))).status
    assert.equal(await ready(), 503)
    await database.close()
    assert.equal(await ready(), 503)
    assert.equal((await server.fetch(at('/healthz'))).status, 200)
  })

  it('say which versions these are', async () => {
    const w = await world()
    const { version } = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8'))
    assert.equal(serverVersion, version)
    assert.deepEqual((await w.send('GET', '/version')).body, { protocol: protocolVersion, server: version })
    await w.close()
  })

  it('do not begin with a short secret or a strange base path', async () => {
    const database = await openSqlite(':memory:')
    const secrets = { audit: new Uint8Array(32), links: new Uint8Array(32) }
    const options = { database, blobs: memoryBlobStore(), secrets }
    await assert.rejects(
      createSupportServer({ ...options, secrets: { ...secrets, links: new Uint8Array(8) } }),
      /links/,
    )
    await assert.rejects(createSupportServer({ ...options, basePath: 'support/' }), /base path/)
    await database.close()
  })

  it('can be mounted elsewhere, or at the root', async () => {
    const w = await world()
    for (const basePath of ['/help/desk', '']) {
      const server = await createSupportServer({ ...w.serverOptions, basePath })
      const headers = { authorization: `Bearer ${await w.customer()}` }
      const answer = await server.fetch(new Request(`http://127.0.0.1${basePath}/tickets`, { headers }))
      assert.equal(answer.status, 200)
    }
    await w.close()
  })
})

describe('the OpenAPI document', () => {
  it('describes every route and passes the linter', async () => {
    const w = await world()
    const { body } = await w.send('GET', '/openapi.json')
    const operations = Object.values(body.paths as Record<string, Record<string, { operationId: string }>>)
      .flatMap((methods) => Object.values(methods))
      .map(({ operationId }) => operationId)
    assert.deepEqual(operations.sort(), Object.keys(routes).sort())
    const file = `${temporaryFolder()}/openapi.json`
    writeFileSync(file, JSON.stringify(body))
    const redocly = new URL('../../../node_modules/@redocly/cli/bin/cli.js', import.meta.url).pathname
    const arguments_ = [redocly, 'lint', '--extends', 'recommended', '--format', 'json', file]
    const env = { ...process.env, REDOCLY_TELEMETRY: 'off' }
    const { stdout } = await promisify(execFile)(process.execPath, arguments_, { env })
    const { totals, problems } = JSON.parse(stdout)
    assert.deepEqual(totals, { errors: 0, warnings: 0, ignored: 0 }, JSON.stringify(problems))
    await w.close()
  })
})
