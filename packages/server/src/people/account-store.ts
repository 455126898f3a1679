import { versionKey } from '@aftercare/protocol/knowledge'
import type { Insertable, Selectable, Updateable } from 'kysely'
import { prepared, type Queryable } from '../storage/prepared.ts'
import type {
  AccountContactsTable,
  AccountNotesTable,
  AccountProjectsTable,
  AccountsTable,
  DeploymentsTable,
  DeploymentUpgradesTable,
} from '../storage/schema.ts'
import { containing } from './containing.ts'

export type AccountRow = Omit<Selectable<AccountsTable>, 'tenant'>

const columns = ['id', 'name', 'tier', 'background', 'locale', 'created_at', 'updated_at'] as const

export const findAccount = prepared<{ tenant: string; id: string }, AccountRow>((db, p) =>
  db.selectFrom('accounts').select(columns).where('tenant', '=', p.tenant).where('id', '=', p.id),
)

/** No row comes back when there is one already. */
export const insertAccount = prepared((db, p: Insertable<AccountsTable>) =>
  db
    .insertInto('accounts')
    .values({
      tenant: p.tenant,
      id: p.id,
      name: p.name,
      tier: p.tier,
      background: p.background,
      locale: p.locale,
      created_at: p.created_at,
      updated_at: p.updated_at,
    })
    .onConflict((conflict) => conflict.columns(['tenant', 'id']).doNothing())
    .returning('id'),
)

export async function updateAccountRow(
  db: Queryable,
  of: { tenant: string; id: string },
  change: Updateable<AccountsTable>,
): Promise<void> {
  await db.updateTable('accounts').set(change).where('tenant', '=', of.tenant).where('id', '=', of.id).execute()
}

/** By id. */
export async function listAccountRows(
  db: Queryable,
  query: { tenant: string; search: string | undefined; after: string | undefined; limit: number },
): Promise<Pick<AccountRow, 'id' | 'name' | 'tier'>[]> {
  const { search, after } = query
  let select = db.selectFrom('accounts').select(['id', 'name', 'tier']).where('tenant', '=', query.tenant)
  if (after !== undefined) select = select.where('id', '>', after)
  if (search !== undefined) {
    select = select.where((row) => row.or([containing(row.ref('name'), search), containing(row.ref('id'), search)]))
  }
  return select.orderBy('id').limit(query.limit).execute()
}

/** Which of these accounts there are, with their names. */
export async function namedAccounts(
  db: Queryable,
  { tenant, ids }: { tenant: string; ids: readonly string[] },
): Promise<{ id: string; name: string }[]> {
  if (ids.length === 0) return []
  return db
    .selectFrom('accounts')
    .select(['id', 'name'])
    .where('tenant', '=', tenant)
    .where('id', 'in', ids)
    .orderBy('id')
    .execute()
}

type OfAccount = { tenant: string; account: string }

export const contactsOf = prepared((db, p: OfAccount) =>
  db
    .selectFrom('account_contacts')
    .select(['id', 'name', 'function', 'email', 'phone'])
    .where('tenant', '=', p.tenant)
    .where('account', '=', p.account)
    .orderBy('position'),
)

export const projectsOf = prepared((db, p: OfAccount) =>
  db
    .selectFrom('account_projects')
    .select(['id', 'name', 'size', 'needs', 'state'])
    .where('tenant', '=', p.tenant)
    .where('account', '=', p.account)
    .orderBy('position'),
)

type Kept<Table> = Omit<Insertable<Table>, 'tenant' | 'account' | 'position'>

/** All contacts of an account from now on. @returns whether every id was free */
export async function setContacts(
  db: Queryable,
  { tenant, account, contacts }: OfAccount & { contacts: readonly Kept<AccountContactsTable>[] },
): Promise<boolean> {
  await db.deleteFrom('account_contacts').where('tenant', '=', tenant).where('account', '=', account).execute()
  const rows = contacts.map((contact, position) => ({ ...contact, tenant, account, position }))
  if (rows.length === 0) return true
  const made = await db
    .insertInto('account_contacts')
    .values(rows)
    .onConflict((conflict) => conflict.columns(['tenant', 'id']).doNothing())
    .returning('id')
    .execute()
  return made.length === rows.length
}

/** All projects of an account from now on. @returns whether every id was free */
export async function setProjects(
  db: Queryable,
  { tenant, account, projects }: OfAccount & { projects: readonly Kept<AccountProjectsTable>[] },
): Promise<boolean> {
  await db.deleteFrom('account_projects').where('tenant', '=', tenant).where('account', '=', account).execute()
  const rows = projects.map((project, position) => ({ ...project, tenant, account, position }))
  if (rows.length === 0) return true
  const made = await db
    .insertInto('account_projects')
    .values(rows)
    .onConflict((conflict) => conflict.columns(['tenant', 'id']).doNothing())
    .returning('id')
    .execute()
  return made.length === rows.length
}

export const deploymentsOf = prepared((db, p: OfAccount) =>
  db
    .selectFrom('deployments')
    .select(['id', 'product', 'environment', 'version', 'version_since', 'retired_at'])
    .where('tenant', '=', p.tenant)
    .where('account', '=', p.account)
    .orderBy('created_at')
    .orderBy('id'),
)

/** Of all deployments of an account, newest first. */
export const upgradesOf = prepared((db, p: OfAccount) =>
  db
    .selectFrom('deployment_upgrades as u')
    .innerJoin('deployments as d', (join) =>
      join.onRef('d.tenant', '=', 'u.tenant').onRef('d.id', '=', 'u.deployment_id'),
    )
    .select(['u.id', 'u.deployment_id', 'u.from_version', 'u.to_version', 'u.at'])
    .select(['u.backup_at', 'u.backup_place', 'u.note'])
    .where('d.tenant', '=', p.tenant)
    .where('d.account', '=', p.account)
    .orderBy('u.at', 'desc')
    .orderBy('u.id'),
)

export const findDeployment = prepared((db, p: OfAccount & { id: string }) =>
  db
    .selectFrom('deployments')
    .select(['id', 'version', 'version_since', 'retired_at'])
    .where('tenant', '=', p.tenant)
    .where('account', '=', p.account)
    .where('id', '=', p.id),
)

/** No row comes back when the id is taken. */
export const insertDeployment = prepared((db, p: Insertable<DeploymentsTable> & { version_key: string }) =>
  db
    .insertInto('deployments')
    .values({
      tenant: p.tenant,
      id: p.id,
      account: p.account,
      product: p.product,
      environment: p.environment,
      version: p.version,
      version_key: p.version_key,
      version_since: p.version_since,
      retired_at: p.retired_at,
      created_at: p.created_at,
    })
    .onConflict((conflict) => conflict.columns(['tenant', 'id']).doNothing())
    .returning('id'),
)

export async function updateDeploymentRow(
  db: Queryable,
  of: { tenant: string; id: string },
  change: Updateable<DeploymentsTable>,
): Promise<void> {
  const keyed = change.version === undefined ? change : { ...change, version_key: versionKey(change.version) }
  await db.updateTable('deployments').set(keyed).where('tenant', '=', of.tenant).where('id', '=', of.id).execute()
}

/** No row comes back when the id is taken. */
export const insertUpgrade = prepared((db, p: Insertable<DeploymentUpgradesTable>) =>
  db
    .insertInto('deployment_upgrades')
    .values({
      tenant: p.tenant,
      id: p.id,
      deployment_id: p.deployment_id,
      from_version: p.from_version,
      to_version: p.to_version,
      at: p.at,
      backup_at: p.backup_at,
      backup_place: p.backup_place,
      note: p.note,
    })
    .onConflict((conflict) => conflict.columns(['tenant', 'id']).doNothing())
    .returning('id'),
)

/** Newest first, with the names of those who wrote them. */
export async function listNotes(
  db: Queryable,
  query: OfAccount & { before: number | undefined; limit: number },
): Promise<(Omit<Selectable<AccountNotesTable>, 'tenant' | 'account'> & { author_name: string | null })[]> {
  let select = db
    .selectFrom('account_notes as n')
    .leftJoin('staff as s', (join) => join.onRef('s.tenant', '=', 'n.tenant').onRef('s.id', '=', 'n.author_id'))
    .select(['n.id', 'n.author_id', 'n.body', 'n.seq', 'n.created_at', 's.name as author_name'])
    .where('n.tenant', '=', query.tenant)
    .where('n.account', '=', query.account)
  if (query.before !== undefined) select = select.where('n.seq', '<', query.before)
  return select.orderBy('n.seq', 'desc').limit(query.limit).execute()
}

/** @returns whether the id was free */
export async function insertNote(db: Queryable, note: Omit<Insertable<AccountNotesTable>, 'seq'>): Promise<boolean> {
  const last = await db
    .selectFrom('account_notes')
    .select(({ fn }) => fn.max('seq').as('seq'))
    .where('tenant', '=', note.tenant)
    .where('account', '=', note.account)
    .executeTakeFirst()
  const made = await db
    .insertInto('account_notes')
    .values({ ...note, seq: (last?.seq ?? 0) + 1 })
    .onConflict((conflict) => conflict.columns(['tenant', 'id']).doNothing())
    .returning('id')
    .execute()
  return made.length > 0
}
