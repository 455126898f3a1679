import { newId } from '@aftercare/protocol'
import { findPerson, insertPerson, updatePerson } from '../identity/store.ts'
import { type Journal, writeAsOperator } from './write-as-operator.ts'

type PersonId = string & { readonly __brand: 'PersonId' }

/**
 * Ends every token of a person that was issued before now; later ones work. The person need not have been seen yet.
 *
 * @throws AdministrationError `not_found` (the tenant)
 */
export async function revokeSubject(
  journal: Journal,
  { tenant, issuer, subject }: { tenant: string; issuer: string; subject: string },
): Promise<void> {
  await writeAsOperator(journal, tenant, async ({ tx, now }) => {
    const [known] = await findPerson(tx, { tenant, issuer, subject })
    const id = known?.id ?? newId<PersonId>(journal.random)
    if (!known)
      await insertPerson(tx, { tenant, id, issuer, subject, account: null, valid_after: null, created_at: now })
    // Tokens count in seconds: up to the next full one, so that none issued just before survives.
    await updatePerson(tx, { tenant, id }, { valid_after: Math.ceil(now / 1000) * 1000 })
    return { audit: { action: 'subject.revoked', details: { person: id } }, result: undefined }
  })
}
