import type { Account, AccountSummary, Tier } from '@aftercare/protocol'
import { accountIdSchema } from '@aftercare/protocol/schemas'
import { findAccount, insertAccount, listAccountRows, namedAccounts } from '../people/account-store.ts'
import { setServed } from '../people/membership-store.ts'
import { serializeAccount } from '../people/serialize.ts'
import { AdministrationError } from './administration-error.ts'
import { type Journal, writeAsOperator } from './write-as-operator.ts'

const tiers: readonly Tier[] = ['strategic', 'key', 'standard']

/**
 * Makes a customer organization before anybody of it was seen.
 *
 * @param account `id` as the host's tokens name it; `standard` unless told
 * @throws AdministrationError `invalid`, `exists`, `not_found` (the tenant)
 */
export async function createAccount(
  journal: Journal,
  account: { tenant: string; id: string; name: string; tier?: Tier | undefined },
): Promise<void> {
  const { tenant, id, name, tier = 'standard' } = account
  if (!accountIdSchema.safeParse(id).success) throw new AdministrationError('invalid', `"${id}" is no account id`)
  if (name.trim() === '') throw new AdministrationError('invalid', 'An account needs a name')
  if (!tiers.includes(tier)) throw new AdministrationError('invalid', `"${tier}" is none of ${tiers.join(', ')}`)
  await writeAsOperator(journal, tenant, async ({ tx, now }) => {
    const row = { tenant, id, name, tier, background: '', locale: null, created_at: now, updated_at: now }
    if ((await insertAccount(tx, row)).length === 0) {
      throw new AdministrationError('exists', `Account "${id}" exists already`)
    }
    return { audit: { action: 'account.created', details: { account: id, tier } }, result: undefined }
  })
}

/** A tenant's accounts, by id. */
export async function listAccounts(
  { database }: Pick<Journal, 'database'>,
  tenant: string,
): Promise<readonly AccountSummary[]> {
  const all = { search: undefined, after: undefined, limit: 1_000_000 }
  return listAccountRows(database.reader, { tenant, ...all })
}

/** @throws AdministrationError `not_found` */
export async function readAccount(
  { database }: Pick<Journal, 'database'>,
  { tenant, account }: { tenant: string; account: string },
): Promise<Account> {
  const [row] = await findAccount(database.reader, { tenant, id: account })
  if (!row) throw new AdministrationError('not_found', `There is no account "${account}"`)
  return serializeAccount(database.reader, tenant, row)
}

/**
 * Says which accounts the partners among a partner's people work for: all of them, from now on.
 *
 * @throws AdministrationError `not_found`
 */
export async function serveAccounts(
  journal: Journal,
  { tenant, partner, accounts }: { tenant: string; partner: string; accounts: readonly string[] },
): Promise<void> {
  await writeAsOperator(journal, tenant, async ({ tx }) => {
    const known = (await namedAccounts(tx, { tenant, ids: [partner, ...accounts] })).map(({ id }) => id)
    const unknown = [partner, ...accounts].find((id) => !known.includes(id))
    if (unknown !== undefined) throw new AdministrationError('not_found', `There is no account "${unknown}"`)
    await setServed(tx, { tenant, partner, accounts: [...new Set(accounts)] })
    return { audit: { action: 'account.serves', details: { account: partner, serves: accounts } }, result: undefined }
  })
}
