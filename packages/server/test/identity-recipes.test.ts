import assert from 'node:assert/strict'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { createServer, type IncomingMessage, type RequestListener } from 'node:http'
import type { AddressInfo } from 'node:net'
import { after, before, describe, it } from 'node:test'
import { pathToFileURL } from 'node:url'
import { exportJWK, exportPKCS8, generateKeyPair } from 'jose'
import { registerIssuer } from '../src/index.ts'
import { type World, world } from './world.ts'

/** The code of docs/recipes/identity.md, by heading, as it stands there. */
const recipe = await readFile(new URL('../../../docs/recipes/identity.md', import.meta.url), 'utf8')
const codeUnder = (heading: string) => {
  const section = recipe.split(`### ${heading}\n`)[1]?.split('\n#')[0]
  const code = /```ts\n([\s\S]*?)```/.exec(section ?? '')?.[1]
  assert.ok(code, `There is no code under ${heading}`)
  return code
}

describe('the recipes for tokens, run as they are printed', () => {
  let w: World
  let folder: string
  before(async () => {
    w = await world({ server: { clock: Date.now } })
    const { publicKey, privateKey } = await generateKeyPair('EdDSA', { extractable: true })
    const named = { tenant: 'tidewater', issuer: 'https://product.example', kid: '2026-11' } as const
    await registerIssuer(w.journal, { ...named, algorithm: 'EdDSA', jwk: await exportJWK(publicKey) })
    process.env['SUPPORT_KEY'] = await exportPKCS8(privateKey)
    // Beside this file, so that packages are found.
    folder = await mkdtemp(new URL('recipe-', import.meta.url).pathname)
  })
  after(async () => {
    delete process.env['SUPPORT_KEY']
    await rm(folder, { recursive: true })
    await w.close()
  })

  /** The module with the one function that the reader has to supply: whoever the header names is signed in. */
  async function run(heading: string) {
    const declared = /^declare function signedInUser\(.*$/m
    const code = codeUnder(heading)
    assert.match(code, declared)
    const own = `async function signedInUser(request) {
      const id = typeof request.headers.get === 'function' ? request.headers.get('x-test-user') : request.headers['x-test-user']
      return id ? { id, name: 'Ada Lovelace', company: 'engines' } : null
    }`
    const file = `${folder}/${heading.toLowerCase()}.ts`
    await writeFile(file, `// @ts-nocheck\n${code.replace(declared, own)}`)
    return import(pathToFileURL(file).href)
  }

  async function assertServesTokens(get: (headers: Record<string, string>) => Promise<Response>): Promise<void> {
    const nobody = await get({})
    assert.equal(nobody.status, 401)
    const answer = await get({ 'x-test-user': 'ada' })
    assert.equal(answer.status, 200)
    assert.equal(answer.headers.get('cache-control'), 'no-store')
    const { token } = (await answer.json()) as { token: string }
    const ticket = await w.raise(token)
    assert.equal(ticket.requester.name, 'Ada Lovelace')
    assert.equal((await w.send('GET', '/account', { token })).body.id, 'engines')
  }

  const address = 'http://product.example/support-token'

  it('answer with a token from Hono', async () => {
    const { app } = await run('Hono')
    await assertServesTokens(async (headers) => app.request(address, { headers }))
  })

  it('answer with a token from a route handler of Next', async () => {
    const { GET } = await run('Next')
    await assertServesTokens((headers) => GET(new Request(address, { headers })))
  })

  it('answer with a token from a handler of Express, over HTTP', async () => {
    const { supportToken } = (await run('Express')) as { supportToken: RequestListener<typeof IncomingMessage> }
    const server = createServer(supportToken).listen(0, '127.0.0.1')
    await new Promise((resolve) => server.once('listening', resolve))
    const { port } = server.address() as AddressInfo
    await assertServesTokens((headers) => fetch(`http://127.0.0.1:${port}/support-token`, { headers }))
    await new Promise((resolve) => server.close(resolve))
  })
})
