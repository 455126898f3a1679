import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { exportJWK, generateKeyPair, type JWTPayload, SignJWT } from 'jose'
import { registerIssuer, retireIssuer, revokeStaffKey, revokeSubject } from '../src/index.ts'
import { issuer, tenant, type World, world } from './world.ts'

describe('a customer token', () => {
  let w: World
  before(async () => {
    w = await world()
  })
  after(() => w.close())

  const codeOf = async (token: string) => {
    const { status, body } = await w.send('GET', '/tickets', { token })
    assert.ok(status === 200 || status === 401, String(status))
    return status === 200 ? 'accepted' : body.code
  }
  const seconds = () => Math.floor(w.now() / 1000)
  const claims = () => ({ iss: issuer, aud: tenant, sub: 'mara', iat: seconds(), exp: seconds() + 900 })

  it('is accepted with each of the three algorithms, by its registered key', async () => {
    for (const algorithm of ['EdDSA', 'ES256'] as const) {
      const pair = await generateKeyPair(algorithm, { extractable: true })
      // A private key given by mistake is registered as the public one it contains.
      await registerIssuer(w.journal, {
        tenant,
        issuer,
        kid: algorithm,
        algorithm,
        jwk: await exportJWK(pair.privateKey),
      })
      const stored = await w.database.reader
        .selectFrom('tenant_issuers')
        .select('jwk')
        .where('kid', '=', algorithm)
        .executeTakeFirstOrThrow()
      assert.equal(JSON.parse(stored.jwk).d, undefined)
      const token = await new SignJWT(claims())
        .setProtectedHeader({ alg: algorithm, kid: algorithm })
        .sign(pair.privateKey)
      assert.equal(await codeOf(token), 'accepted')
    }
    const secret = crypto.getRandomValues(new Uint8Array(32))
    const jwk = { kty: 'oct', k: Buffer.from(secret).toString('base64url') }
    await registerIssuer(w.journal, { tenant, issuer, kid: 'hs', algorithm: 'HS256', jwk })
    const token = await new SignJWT(claims()).setProtectedHeader({ alg: 'HS256', kid: 'hs' }).sign(secret)
    assert.equal(await codeOf(token), 'accepted')
    assert.equal(await codeOf(await w.sign({ aud: [tenant] })), 'accepted')
  })

  it('needs a secret of 32 bytes for HS256, and a key that fits', async () => {
    const short = { kty: 'oct', k: Buffer.alloc(31, 1).toString('base64url') }
    const of = { tenant, issuer, kid: 'short' }
    await assert.rejects(registerIssuer(w.journal, { ...of, algorithm: 'HS256', jwk: short }), { code: 'invalid' })
    const pair = await generateKeyPair('ES256', { extractable: true })
    const jwk = await exportJWK(pair.publicKey)
    await assert.rejects(registerIssuer(w.journal, { ...of, algorithm: 'EdDSA', jwk }), { code: 'invalid' })
    await assert.rejects(registerIssuer(w.journal, { ...of, algorithm: 'HS256', jwk }), { code: 'invalid' })
  })

  it('has its times', async () => {
    const at = (more: JWTPayload) => w.sign({ iat: seconds(), exp: seconds() + 60, ...more }).then(codeOf)
    assert.equal(await at({ exp: seconds() - 1 }), 'token_expired')
    assert.equal(await at({ exp: seconds() }), 'token_expired')
    assert.equal(await at({ nbf: seconds() + 120 }), 'token_not_yet_valid')
    assert.equal(await at({ iat: seconds() + 120, exp: seconds() + 180 }), 'token_not_yet_valid')
    assert.equal(await at({ iat: seconds() + 30, exp: seconds() + 90 }), 'accepted')
    assert.equal(await at({ exp: seconds() + 3600 }), 'accepted')
    assert.equal(await at({ exp: seconds() + 3601 }), 'token_invalid')
    assert.equal(await codeOf(await w.sign({ iat: undefined as never, exp: seconds() + 4000 })), 'token_invalid')
    assert.equal(await codeOf(await w.sign({ iat: undefined as never })), 'accepted')
  })

  it('has claims of their types', async () => {
    for (const wrong of [
      { sub: '' },
      { sub: 7 },
      { sub: 'x'.repeat(256) },
      { exp: '2030' },
      { exp: 1e300 },
      { name: { first: 'Mara' } },
      { name: 'a\u0000b' },
      { email_verified: 'yes' },
    ]) {
      assert.equal(await codeOf(await w.sign(wrong as never)), 'token_invalid', JSON.stringify(wrong))
    }
  })

  it('makes nobody staff, whatever it claims', async () => {
    const { id } = await w.raise(await w.customer('victim'))
    const token = await w.sign({ role: 'admin', roles: ['agent'], side: 'agent', attributes: { role: 'admin' } })
    assert.equal((await w.send('GET', `/tickets/${id}`, { token })).status, 404)
  })

  it('is remembered until it expires, and no longer', async () => {
    const token = await w.sign({ exp: seconds() + 60 })
    assert.equal(await codeOf(token), 'accepted')
    w.pass(61_000)
    assert.equal(await codeOf(token), 'token_expired')
  })

  it('ends with a revocation of its subject, though it was remembered', async () => {
    const early = await w.sign({ sub: 'leaver' })
    const other = await w.sign({ sub: 'stayer' })
    assert.equal(await codeOf(early), 'accepted')
    w.pass(1500)
    await revokeSubject(w.journal, { tenant, issuer, subject: 'leaver' })
    assert.equal(await codeOf(early), 'token_revoked')
    assert.equal(await codeOf(other), 'accepted')
    w.pass(1000)
    assert.equal(await codeOf(await w.sign({ sub: 'leaver' })), 'accepted')
    // One that does not say when it was issued may be an old one.
    assert.equal(await codeOf(await w.sign({ sub: 'leaver', iat: undefined as never })), 'token_revoked')
    await revokeSubject(w.journal, { tenant, issuer, subject: 'never seen' })
    w.pass(-5000)
    assert.equal(await codeOf(await w.sign({ sub: 'never seen' })), 'token_revoked')
    w.pass(5000)
  })

  it('ends with its key', async () => {
    const pair = await generateKeyPair('EdDSA', { extractable: true })
    const key = { tenant, issuer, kid: 'old' }
    await registerIssuer(w.journal, { ...key, algorithm: 'EdDSA', jwk: await exportJWK(pair.publicKey) })
    const token = await new SignJWT(claims()).setProtectedHeader({ alg: 'EdDSA', kid: 'old' }).sign(pair.privateKey)
    assert.equal(await codeOf(token), 'accepted')
    await retireIssuer(w.journal, key)
    assert.equal(await codeOf(token), 'token_unknown_key')
    await assert.rejects(retireIssuer(w.journal, key), { code: 'not_found' })
  })

  it('brings the person up to date when it says something new, and writes nothing otherwise', async () => {
    const audit = async () => (await w.database.reader.selectFrom('audit_log').select('seq').execute()).length
    const first = await w.raise(await w.sign({ sub: 'renamed', name: 'Before' }))
    const start = await audit()
    await w.send('GET', '/tickets', { token: await w.sign({ sub: 'renamed', name: 'Before', exp: seconds() + 800 }) })
    assert.equal(await audit(), start)
    const token = await w.sign({ sub: 'renamed', name: 'After', email: 'a@example.com', email_verified: true })
    const read = await w.send('GET', `/tickets/${first.id}`, { token })
    assert.deepEqual(read.body.requester, { id: first.requester.id, name: 'After' })
    assert.equal(await audit(), start + 1)
  })

  it('brought by many requests at once makes one person', async () => {
    const token = await w.customer('crowd')
    await Promise.all(Array.from({ length: 20 }, () => w.send('GET', '/tickets', { token })))
    const people = await w.database.reader.selectFrom('people').select('id').where('subject', '=', 'crowd').execute()
    assert.equal(people.length, 1)
  })
})

describe('a staff key', () => {
  it('is stored as a hash, works until it is revoked, and is nothing else', async () => {
    const w = await world()
    const { key, keyId } = await w.staff('agent')
    assert.match(key, /^ack_[A-Za-z0-9_-]{43}$/)
    const rows = JSON.stringify(await w.database.reader.selectFrom('staff_keys').selectAll().execute())
    assert.equal(rows.includes(key) || rows.includes(key.slice(4)), false)
    const codeOf = async (token: string) => (await w.send('GET', '/tickets', { token })).body.code
    assert.equal(await codeOf(key), undefined)
    assert.equal(await codeOf(`${key.slice(0, -2)}xx`), 'token_invalid')
    assert.equal(await codeOf('ack_short'), 'token_invalid')
    await revokeStaffKey(w.journal, { tenant, key: keyId })
    assert.equal(await codeOf(key), 'token_revoked')
    await w.close()
  })
})
