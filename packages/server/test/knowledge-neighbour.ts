import { exportJWK, generateKeyPair, SignJWT } from 'jose'
import { createStaff, createTenant, issueStaffKey, registerIssuer } from '../src/index.ts'
import type { World } from './world.ts'

/** Another tenant over the same database, with somebody on each side. */
export async function neighbourTenant({ journal, now }: World) {
  const id = 'neighbour'
  const { publicKey, privateKey } = await generateKeyPair('EdDSA')
  const issuer = { issuer: 'https://neighbour.example', kid: 'n', algorithm: 'EdDSA' as const }
  await createTenant(journal, { id, name: 'Neighbour' })
  await registerIssuer(journal, { tenant: id, ...issuer, jwk: await exportJWK(publicKey) })
  const seconds = Math.floor(now() / 1000)
  const customer = await new SignJWT({ name: 'Neighbour' })
    .setProtectedHeader({ alg: 'EdDSA', kid: issuer.kid })
    .setIssuer(issuer.issuer)
    .setAudience(id)
    .setSubject('somebody')
    .setIssuedAt(seconds)
    .setExpirationTime(seconds + 900)
    .sign(privateKey)
  const staff = await createStaff(journal, { tenant: id, name: 'Lead there', role: 'lead' })
  return { customer, lead: (await issueStaffKey(journal, { tenant: id, staff })).key }
}
