import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import type { ProblemCode } from '@aftercare/protocol'
import { exportJWK, generateKeyPair, SignJWT } from 'jose'
import { createTenant, registerIssuer, retireIssuer, revokeSubject, type TokenAlgorithm } from '../src/index.ts'
import { issuer, tenant, type World, world } from './world.ts'

const encode = (value: object | string) =>
  Buffer.from(typeof value === 'string' ? value : JSON.stringify(value)).toString('base64url')

type Parts = readonly [header: string, claims: string, signature: string]
const partsOf = (token: string) => token.split('.') as unknown as Parts

interface Signer {
  readonly kid: string
  readonly sign: (claims?: object, header?: object) => Promise<string>
  /** With a key that nobody has registered. */
  readonly forge: (header?: object) => Promise<string>
  /** What everybody can know of the key: for HS256 nothing but its name. */
  readonly known: object
}

/** One after the other, whatever the algorithm of the registered key. */
for (const algorithm of ['EdDSA', 'ES256', 'HS256'] as const) {
  describe(`a token under a key for ${algorithm}`, () => {
    let w: World
    let signer: Signer
    before(async () => {
      w = await world()
      await createTenant(w.journal, { id: 'harbour', name: 'Harbour' })
      signer = await signerFor(w, algorithm)
    })
    after(() => w.close())

    async function refused(token: string, code: ProblemCode | 'accepted'): Promise<void> {
      const { status, headers, body } = await w.send('GET', '/tickets', { token })
      assert.equal(status === 200 ? 'accepted' : body.code, code, JSON.stringify(body))
      assert.equal(status, code === 'accepted' ? 200 : 401)
      if (status === 401) assert.equal(headers.get('www-authenticate'), 'Bearer')
    }
    const seconds = () => Math.floor(w.now() / 1000)

    it('is accepted when nothing is wrong with it', async () => {
      await refused(await signer.sign(), 'accepted')
      await refused(await signer.sign({ aud: [tenant] }), 'accepted')
    })

    it('is refused with `none`, with a signature or without one', async () => {
      for (const alg of ['none', 'None', 'NONE', 'nOnE']) {
        const [, claims, signature] = partsOf(await signer.sign())
        const header = encode({ alg, kid: signer.kid })
        await refused(`${header}.${claims}.`, 'token_wrong_algorithm')
        await refused(`${header}.${claims}.${signature}`, 'token_wrong_algorithm')
      }
    })

    it('is refused with another algorithm, though the public key was its secret', async () => {
      const claims = { iss: issuer, aud: tenant, sub: 'mara', iat: seconds(), exp: seconds() + 60 }
      const spellings = [JSON.stringify(signer.known), encode(signer.known), String((signer.known as { x?: string }).x)]
      for (const alg of ['HS256', 'HS384', 'HS512'].filter((name) => name !== algorithm)) {
        for (const spelling of spellings) {
          const secret = new TextEncoder().encode(spelling.padEnd(64, '='))
          const header = { alg, kid: signer.kid }
          await refused(await new SignJWT(claims).setProtectedHeader(header).sign(secret), 'token_wrong_algorithm')
        }
      }
      for (const alg of (['EdDSA', 'ES256', 'RS256'] as const).filter((name) => name !== algorithm)) {
        const { privateKey } = await generateKeyPair(alg)
        const header = { alg, kid: signer.kid }
        await refused(await new SignJWT(claims).setProtectedHeader(header).sign(privateKey), 'token_wrong_algorithm')
      }
    })

    it('is refused when it brings its key, or says how it is to be read, whoever has signed it', async () => {
      const { publicKey } = await generateKeyPair('ES256', { extractable: true })
      const headers = [
        { jwk: await exportJWK(publicKey) },
        { jwk: null },
        { jku: 'https://evil.example/keys' },
        { x5u: 'https://evil.example/certificate' },
        { x5c: ['AA=='] },
        { x5t: 'AA' },
        { 'x5t#S256': 'AA' },
        { enc: 'A256GCM' },
        { zip: 'DEF' },
      ]
      for (const header of headers) {
        await refused(await signer.sign({}, header), 'token_header_refused')
        await refused(await signer.forge(header), 'token_header_refused')
      }
      const [, claims, signature] = partsOf(await signer.sign())
      for (const more of [{ crit: ['b64'], b64: true }, { crit: ['exp'], exp: 1 }, { crit: [] }, { b64: false }]) {
        const header = encode({ alg: algorithm, kid: signer.kid, ...more })
        await refused(`${header}.${claims}.${signature}`, 'token_header_refused')
      }
    })

    it('is refused in every other spelling of each of its parts', async () => {
      const token = await signer.sign({ sub: 'spelling' })
      const parts = partsOf(token)
      const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_'
      for (const place of [0, 1, 2]) {
        const part = parts[place]!
        const last = alphabet.indexOf(part.at(-1)!)
        const spellings = [`${part}=`, `${part}==`, `=${part}`, `${part}+`, `${part.slice(0, -1)}/`]
        // Spare bits: letters that decode to the same bytes.
        const spare = part.length % 4 === 2 ? 16 : part.length % 4 === 3 ? 4 : 1
        for (let bits = 1; bits < spare; bits++) spellings.push(part.slice(0, -1) + alphabet[last + bits])
        for (const spelling of spellings) {
          await refused(parts.with(place, spelling).join('.'), 'token_not_canonical')
        }
        for (const strange of [`!${part}`, `${part}%3D`, `${part}\u00e9`]) {
          await refused(parts.with(place, strange).join('.'), 'token_invalid')
        }
      }
      await refused(token, 'accepted')
    })

    it('is refused when it is not three parts of JSON', async () => {
      const [header, claims, signature] = partsOf(await signer.sign())
      for (const token of [
        'x',
        `${header}.${claims}`,
        `${header}.${claims}.${signature}.${signature}`,
        `.${claims}.${signature}`,
        `${header}..${signature}`,
        `${encode('[]')}.${claims}.${signature}`,
        `${encode('{')}.${claims}.${signature}`,
        `${header}.${encode('null')}.${signature}`,
        'x'.repeat(9000),
      ]) {
        await refused(token, 'token_invalid')
      }
    })

    it('is refused when another key has signed it, or something in it was changed', async () => {
      await refused(await signer.forge(), 'token_wrong_signature')
      const [header, , signature] = partsOf(await signer.sign())
      const claims = { iss: issuer, aud: tenant, sub: 'admin', iat: seconds(), exp: seconds() + 60 }
      await refused(`${header}.${encode(claims)}.${signature}`, 'token_wrong_signature')
      const [, own] = partsOf(await signer.sign())
      await refused(`${header}.${own}.`, 'token_wrong_signature')
      await refused(`${header}.${own}.AAAA`, 'token_wrong_signature')
      await refused(`${header}.${own}.${'A'.repeat(signature.length - 1)}A`, 'token_wrong_signature')
    })

    it('is refused when it has expired, or is from the future', async () => {
      await refused(await signer.sign({ exp: seconds() - 1 }), 'token_expired')
      await refused(await signer.sign({ exp: seconds() }), 'token_expired')
      await refused(await signer.sign({ nbf: seconds() + 61 }), 'token_not_yet_valid')
      await refused(await signer.sign({ iat: seconds() + 61, exp: seconds() + 120 }), 'token_not_yet_valid')
      await refused(await signer.sign({ exp: seconds() + 3601 }), 'token_invalid')
    })

    it('is refused for another audience: none, several, or a service that there is not', async () => {
      for (const aud of [undefined, '', [], [tenant, 'harbour'], 'elsewhere', 7]) {
        await refused(await signer.sign({ aud }), 'token_wrong_audience')
      }
    })

    it('is refused for another tenant, though its key is good at its own', async () => {
      await refused(await signer.sign({ aud: 'harbour' }), 'token_unknown_issuer')
      await refused(await signer.sign({ iss: 'https://evil.example' }), 'token_unknown_issuer')
    })

    it('is refused under a key that its issuer never had, or has no more', async () => {
      await refused(await signer.sign({}, { kid: 'another' }), 'token_unknown_key')
      const old = await signerFor(w, algorithm, 'old')
      await refused(await old.sign(), 'accepted')
      await retireIssuer(w.journal, { tenant, issuer, kid: old.kid })
      await refused(await old.sign(), 'token_unknown_key')
    })

    it('is refused after its person was revoked, remembered or not', async () => {
      const [remembered, fresh] = [
        await signer.sign({ sub: 'leaver' }),
        await signer.sign({ sub: 'leaver', name: 'L' }),
      ]
      await refused(remembered, 'accepted')
      w.pass(1500)
      await revokeSubject(w.journal, { tenant, issuer, subject: 'leaver' })
      await refused(remembered, 'token_revoked')
      await refused(fresh, 'token_revoked')
      w.pass(1000)
      await refused(await signer.sign({ sub: 'leaver' }), 'accepted')
    })
  })
}

async function signerFor(w: World, algorithm: TokenAlgorithm, name = 'under-test'): Promise<Signer> {
  const kid = `${algorithm}-${name}`
  const pair = async () => {
    if (algorithm === 'HS256') {
      const secret = crypto.getRandomValues(new Uint8Array(32))
      return { key: secret, jwk: { kty: 'oct', k: Buffer.from(secret).toString('base64url') } }
    }
    const { publicKey, privateKey } = await generateKeyPair(algorithm, { extractable: true })
    return { key: privateKey, jwk: await exportJWK(publicKey) }
  }
  const [own, foreign] = [await pair(), await pair()]
  await registerIssuer(w.journal, { tenant, issuer, kid, algorithm, jwk: own.jwk })
  const signed = (key: typeof own.key, claims: object, header: object) => {
    const now = Math.floor(w.now() / 1000)
    return new SignJWT({ iss: issuer, aud: tenant, sub: 'mara', iat: now, exp: now + 900, ...claims } as never)
      .setProtectedHeader({ alg: algorithm, kid, ...header } as never)
      .sign(key)
  }
  return {
    kid,
    sign: (claims = {}, header = {}) => signed(own.key, claims, header),
    forge: (header = {}) => signed(foreign.key, {}, header),
    known: algorithm === 'HS256' ? { kid } : own.jwk,
  }
}
