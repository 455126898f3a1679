import { newId } from '@aftercare/protocol'
import { type CustomerRole, customerRoles } from '@aftercare/protocol/permissions'
import { findPerson, insertPerson, issuersOf } from '../identity/store.ts'
import { findAccount } from '../people/account-store.ts'
import { setRole } from '../people/membership-store.ts'
import { findPersonById } from '../people/person-store.ts'
import type { Queryable } from '../storage/prepared.ts'
import { AdministrationError } from './administration-error.ts'
import { type Journal, writeAsOperator } from './write-as-operator.ts'

type PersonId = string & { readonly __brand: 'PersonId' }

/** A person by the id that the service knows, or as its tokens name it: it need not have been seen yet. */
export type NamedPerson =
  | { readonly person: string }
  /** `issuer` may be left out where the tenant trusts one alone. */
  | { readonly subject: string; readonly issuer?: string | undefined }

/**
 * Makes a person something in an account.
 *
 * @returns the person's id
 * @throws AdministrationError `invalid`, `not_found`
 */
export async function grantRole(
  journal: Journal,
  { tenant, account, role, who }: { tenant: string; account: string; role: CustomerRole; who: NamedPerson },
): Promise<string> {
  if (!customerRoles.includes(role)) {
    throw new AdministrationError('invalid', `"${role}" is none of the roles ${customerRoles.join(', ')}`)
  }
  return writeAsOperator(journal, tenant, async ({ tx, now }) => {
    if ((await findAccount(tx, { tenant, id: account })).length === 0) {
      throw new AdministrationError('not_found', `There is no account "${account}"`)
    }
    const { id, token } = await personOf(tx, tenant, who)
    const person = id ?? newId<PersonId>(journal.random)
    if (id === undefined && token) {
      await insertPerson(tx, { tenant, id: person, ...token, account: null, valid_after: null, created_at: now })
    }
    await setRole(tx, { tenant, person, account, role, now })
    return { audit: { action: 'role.granted', details: { person, account, role } }, result: person }
  })
}

/**
 * Takes back what a person was made in an account: it is what its token says again.
 *
 * @throws AdministrationError `invalid`, `not_found`
 */
export async function revokeRole(
  journal: Journal,
  { tenant, account, who }: { tenant: string; account: string; who: NamedPerson },
): Promise<void> {
  await writeAsOperator(journal, tenant, async ({ tx, now }) => {
    const { id: person } = await personOf(tx, tenant, who)
    if (person === undefined || !(await setRole(tx, { tenant, person, account, role: null, now }))) {
      throw new AdministrationError('not_found', `That person has no role in account "${account}"`)
    }
    return { audit: { action: 'role.revoked', details: { person, account, role: null } }, result: undefined }
  })
}

async function personOf(db: Queryable, tenant: string, who: NamedPerson) {
  if ('person' in who) {
    const [row] = await findPersonById(db, { tenant, id: who.person })
    if (!row) throw new AdministrationError('not_found', `There is no person "${who.person}"`)
    return { id: row.id, token: undefined }
  }
  const issuer = who.issuer ?? (await onlyIssuer(db, tenant))
  const [row] = await findPerson(db, { tenant, issuer, subject: who.subject })
  return { id: row?.id, token: { issuer, subject: who.subject } }
}

async function onlyIssuer(db: Queryable, tenant: string): Promise<string> {
  const names = [...new Set((await issuersOf(db, tenant)).map(({ issuer }) => issuer))]
  const [only] = names
  if (only !== undefined && names.length === 1) return only
  const known = names.length === 0 ? 'it trusts none yet' : `it trusts ${names.join(', ')}`
  throw new AdministrationError('invalid', `Say whose tokens name the person: ${known}`)
}
