import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { exportJWK, exportPKCS8, generateKeyPair } from 'jose'
import { registerIssuer } from '../src/index.ts'
import { type MintedPerson, type TokenMinterOptions, TokenMistake, tokenMinter } from '../src/minting/index.ts'
import { issuer, tenant, type World, world } from './world.ts'

const secret = crypto.getRandomValues(new Uint8Array(32))
const base = { issuer, tenant, kid: 'backend', algorithm: 'HS256', key: secret } as const
const coded = Buffer.from(secret).toString('base64url')

describe('a vendor’s backend that mints tokens', () => {
  let w: World
  before(async () => {
    w = await world()
    await registerIssuer(w.journal, {
      tenant,
      issuer,
      kid: 'backend',
      algorithm: 'HS256',
      jwk: { kty: 'oct', k: coded },
    })
  })
  after(() => w.close())

  const minted = (more: Partial<TokenMinterOptions> = {}, person: MintedPerson = { id: 'mara' }) =>
    tokenMinter({ ...base, clock: w.now, ...more }).mint(person)
  const read = async (token: string) => {
    const { status, body } = await w.send('GET', '/tickets', { token })
    return status === 200 ? 'accepted' : body.code
  }

  for (const algorithm of ['EdDSA', 'ES256'] as const) {
    it(`is believed with a key for ${algorithm}, in each form that the key comes in`, async () => {
      const { publicKey, privateKey } = await generateKeyPair(algorithm, { extractable: true })
      const kid = `backend-${algorithm}`
      await registerIssuer(w.journal, { tenant, issuer, kid, algorithm, jwk: await exportJWK(publicKey) })
      const pem = await exportPKCS8(privateKey)
      for (const key of [pem, pem.replaceAll('\n', '\\n'), await exportJWK(privateKey), privateKey]) {
        assert.equal(await read(await minted({ kid, algorithm, key })), 'accepted')
      }
    })
  }

  it('is believed with a shared secret, as bytes, text or JSON Web Key', async () => {
    for (const key of [secret, coded, { kty: 'oct', k: coded }]) {
      assert.equal(await read(await minted({ key })), 'accepted')
    }
  })

  it('says who the person is', async () => {
    const person = { id: 'ada', name: 'Ada Lovelace', email: 'ada@example.com', emailVerified: true, locale: 'zh-CN' }
    const token = await minted(
      {},
      { ...person, account: 'engines', attributes: { plan: 'gold', seats: 4, beta: true } },
    )
    const ticket = await w.raise(token)
    assert.equal(ticket.requester.name, 'Ada Lovelace')
    const { body } = await w.send('GET', '/account', { token })
    assert.equal(body.id, 'engines')
    const [details] = await w.database.reader
      .selectFrom('people_details')
      .selectAll()
      .where('name', '=', person.name)
      .execute()
    assert.deepEqual([details?.email, details?.email_verified, details?.locale], ['ada@example.com', 1, 'zh-CN'])
    const claims = JSON.parse(Buffer.from(token.split('.')[1]!, 'base64url').toString())
    assert.deepEqual(claims.attributes, { plan: 'gold', seats: 4, beta: true })
  })

  it('makes tokens for a quarter of an hour unless told, and for an hour at most', async () => {
    const lifetimeOf = (token: string) => {
      const { iat, exp } = JSON.parse(Buffer.from(token.split('.')[1]!, 'base64url').toString())
      assert.equal(iat, Math.floor(w.now() / 1000))
      return exp - iat
    }
    assert.equal(lifetimeOf(await minted()), 900)
    assert.equal(lifetimeOf(await minted({ lifetime: 3600 })), 3600)
    assert.equal(await read(await minted({ lifetime: 3600 })), 'accepted')
    for (const lifetime of [0, -1, 3601, 1.5, Number.NaN, Number.POSITIVE_INFINITY]) {
      await assert.rejects(async () => minted({ lifetime }), TokenMistake)
    }
  })

  it('learns at once what no token can say', async () => {
    const mistakes: [unknown, RegExp][] = [
      [{}, /id is missing/],
      [{ id: '' }, /id is missing/],
      [{ id: 7 }, /id is a text/],
      [{ id: 'mara@example.com' }, /e-mail address/],
      [{ id: 'x'.repeat(256) }, /longer than 255/],
      [{ id: 'a\u0000b' }, /no text has/],
      [{ id: 'mara', name: '\ud800' }, /name has a letter/],
      [{ id: 'mara', emailVerified: true }, /said of no email/],
      [{ id: 'mara', email: 'm@example.com', emailVerified: 'yes' }, /true or false/],
      [{ id: 'mara', role: 'admin' }, /nothing of "role"/],
      [{ id: 'mara', attributes: { deep: {} } }, /attributes.deep/],
      [{ id: 'mara', attributes: { long: 'x'.repeat(9000) } }, /longer than 8192/],
    ]
    for (const [person, message] of mistakes) {
      await assert.rejects(minted({}, person as MintedPerson), (error: Error) => {
        assert.ok(error instanceof TokenMistake, String(error))
        assert.match(error.message, message)
        return true
      })
    }
    assert.equal(await read(await minted({}, { id: 'mara', name: '', account: '' })), 'accepted')
  })

  it('cannot be made without names, or sign with a key that does not fit, and never tells the key', async () => {
    for (const missing of ['issuer', 'tenant', 'kid']) {
      assert.throws(() => tokenMinter({ ...base, [missing]: '' }), TokenMistake)
    }
    const { publicKey, privateKey } = await generateKeyPair('ES256', { extractable: true })
    const pem = await exportPKCS8(privateKey)
    const keys: [TokenMinterOptions['algorithm'], TokenMinterOptions['key']][] = [
      ['HS256', secret.subarray(1)],
      ['HS256', 'not base64url!'],
      ['HS256', pem],
      ['EdDSA', pem],
      ['ES256', publicKey],
      ['ES256', await exportJWK(publicKey)],
      ['ES256', coded],
      ['RS256' as 'ES256', pem],
    ]
    for (const [algorithm, key] of keys) {
      await assert.rejects(minted({ algorithm, key }), (error: Error) => {
        assert.ok(error instanceof TokenMistake, String(error))
        assert.doesNotMatch(JSON.stringify([error.message, error.cause]), /PRIVATE KEY|not base64url!/)
        return true
      })
    }
  })
})
