import { newId } from '@aftercare/protocol'
import { type Journal, write } from '../journal/write.ts'
import { insertAccount } from '../people/account-store.ts'
import { findPerson, insertPerson, saveDetails, updatePerson } from './store.ts'
import type { TokenContent } from './token-format.ts'

/**
 * The person a verified token speaks for; made when its subject is first seen, brought up to date when a token
 * says something new.
 *
 * @returns the person's id
 */
export async function rememberPerson(journal: Journal, token: TokenContent): Promise<string> {
  const { audience: tenant, issuer, subject } = token
  const [known] = await findPerson(journal.database.reader, { tenant, issuer, subject })
  if (known && saysTheSame(known, token)) return known.id
  const details = {
    name: token.name,
    email: token.email,
    email_verified: token.emailVerified ? 1 : 0,
    locale: token.locale,
  }
  const fresh = newId<string & { readonly __brand: 'PersonId' }>(journal.random)
  return write(journal, { tenant, actor: `person:${known?.id ?? fresh}` }, async ({ tx, now }) => {
    const row = { tenant, id: fresh, issuer, subject, account: token.account, valid_after: null, created_at: now }
    const isNew = known === undefined && (await insertPerson(tx, row))
    const id = isNew ? fresh : (known?.id ?? (await findPerson(tx, { tenant, issuer, subject }))[0]!.id)
    if (!isNew) await updatePerson(tx, { tenant, id }, { account: token.account })
    const { account } = token
    const named = { name: account ?? '', tier: 'standard', background: '', locale: null } as const
    // An account begins when a token first names it; what is known of it is for staff to add.
    if (account !== null) await insertAccount(tx, { tenant, id: account, ...named, created_at: now, updated_at: now })
    await saveDetails(tx, { tenant, person_id: id, ...details })
    const action = isNew ? 'person.created' : 'person.updated'
    return { audit: { action, details: { person: id } }, result: id }
  })
}

function saysTheSame(
  known: {
    account: string | null
    name: string | null
    email: string | null
    email_verified: number | null
    locale: string | null
  },
  token: TokenContent,
): boolean {
  return (
    known.account === token.account &&
    known.name === token.name &&
    known.email === token.email &&
    known.email_verified === (token.emailVerified ? 1 : 0) &&
    known.locale === token.locale
  )
}
