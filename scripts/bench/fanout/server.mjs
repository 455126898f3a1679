// The real server with a big account: everybody in it sees all of its tickets, each by a token of their own.
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { createAccount, createSupportServer, createTenant, grantRole, migrate, registerIssuer } from '@aftercare/server'
import { fileBlobStore, openSqlite, serve } from '@aftercare/server/node'
import { resident } from './resident.mjs'

const tenant = 'tidewater'
const issuer = 'https://tidewater.example'
const account = 'nordkai'
let server

process.on('message', async (question) => process.send(question.folder ? await start(question) : await resident()))
process.on('disconnect', () => process.exit())

async function start({ folder, connections }) {
  mkdirSync(folder, { recursive: true })
  const database = await openSqlite(join(folder, 'aftercare.db'))
  await migrate(database)
  const random = (bytes) => void crypto.getRandomValues(bytes)
  const secrets = { audit: new Uint8Array(32).fill(1), links: new Uint8Array(32).fill(2) }
  const journal = { database, auditKey: secrets.audit, clock: Date.now, random }
  await createTenant(journal, { id: tenant, name: 'Tidewater' })
  await createAccount(journal, { tenant, id: account, name: 'Nordkai' })
  const { publicJwk, mint } = await hostBackend()
  await registerIssuer(journal, { tenant, issuer, kid: 'key-1', algorithm: 'ES256', jwk: publicJwk })
  const tokens = []
  for (let number = 0; number < connections; number++) {
    const subject = `person-${number}`
    await grantRole(journal, { tenant, account, role: 'account_admin', who: { subject, issuer } })
    tokens.push(await mint({ iss: issuer, aud: tenant, sub: subject, account, name: `Person ${number}` }))
  }
  server = await createSupportServer({ database, blobs: fileBlobStore(join(folder, 'files')), secrets })
  // Everybody has been here before.
  for (const token of tokens) {
    const headers = { Authorization: `Bearer ${token}`, 'Aftercare-Protocol': '1.0' }
    const { status } = await server.fetch(new Request('http://127.0.0.1/support/tickets', { headers }))
    if (status !== 200) throw new Error(`a person was answered ${status}`)
  }
  const { url } = await serve({ fetch: (request) => server.fetch(request) })
  return { url: `${url}/support`, tokens }
}

/** What a vendor's backend does: a key of its own, and short tokens signed with it. */
async function hostBackend() {
  const { publicKey, privateKey } = await crypto.subtle.generateKey({ name: 'ECDSA', namedCurve: 'P-256' }, true, [
    'sign',
    'verify',
  ])
  const base64 = (value) => Buffer.from(value).toString('base64url')
  const mint = async (claims) => {
    const iat = Math.floor(Date.now() / 1000)
    const content = [
      { alg: 'ES256', kid: 'key-1' },
      { iat, exp: iat + 3600, ...claims },
    ]
    const text = content.map((part) => base64(JSON.stringify(part))).join('.')
    const signature = await crypto.subtle.sign({ name: 'ECDSA', hash: 'SHA-256' }, privateKey, Buffer.from(text))
    return `${text}.${base64(signature)}`
  }
  return { publicJwk: await crypto.subtle.exportKey('jwk', publicKey), mint }
}
