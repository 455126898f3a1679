import type { Account, AccountNote, Deployment, OwnAccount, Person, Project, StaffMember } from '@aftercare/protocol'
import type { CustomerRole } from '@aftercare/protocol/permissions'
import type { Queryable } from '../storage/prepared.ts'
import {
  type AccountRow,
  contactsOf,
  deploymentsOf,
  type listNotes,
  namedAccounts,
  projectsOf,
  upgradesOf,
} from './account-store.ts'
import { servedBy } from './membership-store.ts'
import type { membershipsAmong, PersonRow, StaffMemberRow } from './person-store.ts'

// Allow-lists: each member is named here, so that a new column reaches nobody before somebody decides who.

const instant = (milliseconds: number) => new Date(milliseconds).toISOString()
type Row<Read extends (...args: never[]) => Promise<unknown[]>> = Awaited<ReturnType<Read>>[number]

/** What staff see of an account; its notes are read apart. */
export async function serializeAccount(db: Queryable, tenant: string, row: AccountRow): Promise<Account> {
  return {
    id: row.id,
    name: row.name,
    tier: row.tier,
    ...(await knownOf(db, tenant, row)),
    serves: await serves(db, tenant, row.id),
    createdAt: instant(row.created_at),
    updatedAt: instant(row.updated_at),
  }
}

/** What somebody of the account sees of it: its name; the rest is for those who look after it. */
export async function serializeOwnAccount(
  db: Queryable,
  tenant: string,
  row: AccountRow,
  role: CustomerRole,
): Promise<OwnAccount> {
  const named = { id: row.id, name: row.name }
  if (role === 'partner') return { ...named, serves: await serves(db, tenant, row.id) }
  if (role === 'requester') return named
  return { ...named, tier: row.tier, ...(await knownOf(db, tenant, row)) }
}

async function knownOf(db: Queryable, tenant: string, { id: account, background, locale }: AccountRow) {
  const of = { tenant, account }
  const contacts = await contactsOf(db, of)
  const projects = await projectsOf(db, of)
  return {
    background,
    locale,
    contacts: contacts.map(({ id, name, function: does, email, phone }) => ({
      id,
      name,
      function: does,
      email,
      phone,
    })),
    projects: projects.map(({ id, name, size, needs, state }) => {
      return { id, name, size, needs, state: state as Project['state'] }
    }),
    deployments: await serializeDeployments(db, of),
  }
}

const serves = async (db: Queryable, tenant: string, partner: string) =>
  namedAccounts(db, { tenant, ids: (await servedBy(db, { tenant, partner })).map(({ account }) => account) })

async function serializeDeployments(db: Queryable, of: { tenant: string; account: string }): Promise<Deployment[]> {
  const upgrades = await upgradesOf(db, of)
  return (await deploymentsOf(db, of)).map((row) => ({
    id: row.id,
    product: row.product,
    environment: row.environment,
    version: row.version,
    since: instant(row.version_since),
    retiredAt: row.retired_at === null ? null : instant(row.retired_at),
    upgrades: upgrades
      .filter(({ deployment_id }) => deployment_id === row.id)
      .map((upgrade) => ({
        id: upgrade.id,
        from: upgrade.from_version,
        to: upgrade.to_version,
        at: instant(upgrade.at),
        backup:
          upgrade.backup_at === null ? null : { at: instant(upgrade.backup_at), place: upgrade.backup_place ?? '' },
        note: upgrade.note,
      })),
  }))
}

export function serializeNote(row: Row<typeof listNotes>): AccountNote {
  const { id, author_id, author_name: name, body, created_at } = row
  return { id, author: { id: author_id, name }, body, createdAt: instant(created_at) }
}

/** Somebody of a customer, for staff. */
export function serializePerson(row: PersonRow, memberships: readonly Row<typeof membershipsAmong>[]): Person {
  return {
    id: row.id,
    name: row.name,
    email: row.email,
    emailVerified: row.email_verified === 1,
    locale: row.locale,
    account: row.account,
    memberships: memberships
      .filter(({ person_id }) => person_id === row.id)
      .map(({ account, role }) => ({ account, role })),
  }
}

export function serializeStaffMember({ id, name, role, teams, skills, languages }: StaffMemberRow): StaffMember {
  return {
    id,
    name,
    role,
    teams: teams === null ? null : JSON.parse(teams),
    skills: JSON.parse(skills),
    languages: JSON.parse(languages),
  }
}
