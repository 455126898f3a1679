import type { RandomBytes } from '@aftercare/protocol'
import type { StaffRole } from '@aftercare/protocol/permissions'
import type { ServiceDefinition } from '@aftercare/protocol/service'
import { createAccount, serveAccounts } from '../administration/accounts.ts'
import { grantRole } from '../administration/roles.ts'
import { publishService } from '../administration/service.ts'
import { createStaff, issueStaffKey, listStaff } from '../administration/staff.ts'
import { createTenant, listTenants } from '../administration/tenants.ts'
import { allowVisitors } from '../administration/visitors.ts'
import { createSupportServer, type ServerOptions, type SupportServer } from '../create-server.ts'
import type { PreviewMaker } from '../files/previews.ts'
import type { Journal } from '../journal/write.ts'
import type { Log } from '../log.ts'
import type { MailOptions } from '../mail/mail-settings.ts'
import type { Secrets } from '../secrets.ts'
import { findDefinition } from '../service/store.ts'
import type { BlobStore } from '../storage/blob-store.ts'
import type { Database } from '../storage/database.ts'
import { migrate } from '../storage/migrate.ts'
import { nextDue } from '../work/due-store.ts'
import { allowDevelopmentTokens, developmentIssuer, mintCustomerToken, type TokenPerson } from './development-tokens.ts'
import {
  accounts,
  mara,
  nordkaiAdmin,
  partner,
  secondAgent,
  secondAgentTeams,
  siyuan,
  staffByRole,
  teamsByRole,
} from './people.ts'
import { seed } from './seed.ts'
import type { SeedPerson } from './seed-tickets.ts'

export type StaffKeys = Readonly<Record<StaffRole, string>>

export interface WorldOptions {
  /** Milliseconds since 1970. */
  readonly clock?: (() => number) | undefined
  /** Origins, exact, whose pages may call (CORS). */
  readonly origins?: readonly string[] | undefined
  /** Where the routes are; `/support` unless told. */
  readonly basePath?: string | undefined
  readonly log?: Log | undefined
  /** Whether a new world begins with conversations in it; true unless told. */
  readonly seed?: boolean | undefined
  /** Whether people without a token are let in, false unless told; or what the server asks of them. */
  readonly visitors?: boolean | ServerOptions['visitors'] | undefined
  /** The service in force; the preset unless told. Published once: a changed one needs another `version`. */
  readonly service?: ServiceDefinition | undefined
  /** Mail to people; none unless told. What the world begins with is mailed to nobody. */
  readonly mail?: MailOptions | undefined
  /** The server's own unless told. */
  readonly limits?: ServerOptions['limits'] | undefined
}

/** What a world lives in. */
export interface WorldParts {
  /** Open; the world closes it. */
  readonly database: Database
  readonly blobs: BlobStore
  readonly previews?: PreviewMaker
  /** 32 random bytes each. */
  readonly secrets: Secrets
  readonly random: RandomBytes
  /** The staff's keys of a world that was there before: only their hashes are in the database. */
  readonly keptKeys?: (() => Promise<StaffKeys | undefined>) | undefined
  readonly keepKeys?: ((keys: StaffKeys) => Promise<void>) | undefined
}

export interface World {
  readonly server: SupportServer
  readonly database: Database
  readonly tenant: 'tidewater'
  /**
   * A token as the host's backend would mint it.
   *
   * @param person who it speaks for; Mara Lindqvist unless told, members that are missing are hers only without a subject
   * @param expiresInSeconds 900 unless told, 3600 at most
   */
  customerToken(person?: Partial<TokenPerson>, expiresInSeconds?: number): Promise<string>
  /** An agent's key. */
  readonly staffKey: string
  readonly staffKeys: StaffKeys
  close(): Promise<void>
}

const tenant = 'tidewater'
const quarterOfAnHour = 900

/**
 * The real server with a tenant, staff, keys and a few conversations in it, wherever its database lives. A second one over
 * the same database finds all of it again.
 */
export async function seededWorld(given: WorldParts, options: WorldOptions = {}): Promise<World> {
  const { clock = Date.now, origins, basePath, log } = options
  const parts: Parts = { ...given, clock }
  const { database, secrets } = parts
  try {
    await migrate(database)
    const staffKeys = await settle(parts, options.seed ?? true)
    if (options.service) await publishOnce(journalOf(parts, clock), options.service)
    if (options.visitors !== undefined)
      await allowVisitors(journalOf(parts, clock), { tenant, allowed: options.visitors !== false })
    const server = await createSupportServer({
      ...parts,
      ...(origins && { origins }),
      ...(basePath !== undefined && { basePath }),
      ...(log && { log }),
      ...(options.mail && { mail: options.mail }),
      ...(options.limits && { limits: options.limits }),
      ...(typeof options.visitors === 'object' && { visitors: options.visitors }),
    })
    server.work.start()
    return {
      server,
      database,
      tenant,
      staffKeys,
      staffKey: staffKeys.agent,
      customerToken: (person = {}, lifetime = quarterOfAnHour) => {
        const whole = person.subject === undefined ? { ...mara, ...person } : { subject: person.subject, ...person }
        return mintCustomerToken(whole, { tenant, secret: secrets.development, now: clock(), lifetime })
      },
      async close() {
        await server.close()
        await database.close()
      },
    }
  } catch (error) {
    await database.close()
    throw error
  }
}

interface Parts extends WorldParts {
  readonly clock: () => number
}

/** Makes what is missing of tenant, staff and keys. */
async function settle(parts: Parts, seeded: boolean): Promise<StaffKeys> {
  const journal = journalOf(parts, parts.clock)
  const known = (await listTenants(journal)).some(({ id }) => id === tenant)
  if (known) {
    const kept = await parts.keptKeys?.()
    if (kept) return kept
  } else {
    await createTenant(journal, { id: tenant, name: 'Tidewater' })
    await allowDevelopmentTokens(journal, tenant, parts.secrets.development)
    for (const [role, name] of entries(staffByRole)) {
      await createStaff(journal, { tenant, name, role, teams: teamsByRole[role] })
    }
    await settleAccounts(journal)
  }
  const staff = await listStaff(journal, tenant)
  const keyOf = async (role: StaffRole) => {
    const id = staff.find(({ name }) => name === staffByRole[role])?.id ?? ''
    return (await issueStaffKey(journal, { tenant, staff: id })).key
  }
  const keys: StaffKeys = {
    agent: await keyOf('agent'),
    lead: await keyOf('lead'),
    manager: await keyOf('manager'),
    auditor: await keyOf('auditor'),
    admin: await keyOf('admin'),
  }
  if (!known && seeded) await fill(parts, keys.agent)
  await parts.keepKeys?.(keys)
  return keys
}

/** Customer organizations, and who is more in them than a requester. */
async function settleAccounts(journal: Journal): Promise<void> {
  for (const account of accounts) await createAccount(journal, { tenant, ...account })
  await serveAccounts(journal, { tenant, partner: partner.account, accounts: [mara.account, siyuan.account] })
  const issuer = developmentIssuer
  for (const [{ subject, account }, role] of [
    [nordkaiAdmin, 'account_admin'],
    [partner, 'partner'],
  ] as const) {
    await grantRole(journal, { tenant, account, role, who: { subject, issuer } })
  }
}

async function fill(parts: Parts, agentKey: string): Promise<void> {
  const now = parts.clock()
  let moment = now
  const clock = () => moment
  const journal = journalOf(parts, clock)
  const second = await createStaff(journal, { tenant, name: secondAgent, role: 'agent', teams: secondAgentTeams })
  const secondKey = (await issueStaffKey(journal, { tenant, staff: second })).key
  const secret = parts.secrets.development
  const token = (person: TokenPerson) =>
    mintCustomerToken(person, { tenant, secret, now: moment, lifetime: quarterOfAnHour })
  const credentials: Record<SeedPerson, () => Promise<string>> = {
    mara: () => token(mara),
    siyuan: () => token(siyuan),
    ines: async () => agentKey,
    linxiao: async () => secondKey,
  }
  const server = await createSupportServer({ ...parts, clock })
  await seed({
    fetch: (request) => server.fetch(request),
    setClock: async (at) => {
      for (let next = await nextDue(parts.database.reader); next !== null && next > moment && next <= at; ) {
        moment = next
        await server.work.runOnce()
        next = await nextDue(parts.database.reader)
      }
      moment = at
    },
    credential: (person) => credentials[person](),
    random: parts.random,
    now,
  })
  await server.close()
}

/** @throws AdministrationError `exists` where the version's name stands for another definition already */
async function publishOnce(journal: Journal, definition: ServiceDefinition): Promise<void> {
  const [known] = await findDefinition(journal.database.reader, { tenant, version: definition.version })
  if (known?.definition !== JSON.stringify(definition)) await publishService(journal, { tenant, definition })
}

const journalOf = ({ database, secrets, random }: Parts, clock: () => number): Journal => {
  return { database, auditKey: secrets.audit, clock, random }
}

const entries = <Key extends string, Value>(record: Record<Key, Value>) => Object.entries(record) as [Key, Value][]
