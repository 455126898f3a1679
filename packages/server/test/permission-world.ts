import assert from 'node:assert/strict'
import type { CustomerRole } from '@aftercare/protocol/permissions'
import { exportJWK, generateKeyPair, SignJWT } from 'jose'
import type { Selectable } from 'kysely'
import { createStaff, createTenant, grantRole, issueStaffKey, registerIssuer, serveAccounts } from '../src/index.ts'
import { webhookSender } from '../src/node/index.ts'
import type { TicketsTable } from '../src/storage/schema.ts'
import { tenant, type World, world } from './world.ts'

export const customerColumns = ['requester', 'account_admin', 'account_auditor', 'partner'] as const
export const staffColumns = ['agent', 'lead', 'manager', 'security', 'auditor', 'admin'] as const
export type Column = (typeof customerColumns)[number] | (typeof staffColumns)[number]

export const customerKinds = ['own', 'own*', 'watched', 'account', 'account*', 'served', 'served*', 'other', 'tenant']
export const staffKinds = ['team', 'held', 'task', 'called', 'elsewhere', 'complaint', 'security', 'tenant']

/** Two tickets that are alike in everything that decides who sees them, so that one can be merged into the other. */
export interface Pair {
  readonly tenant: string
  readonly id: string
  readonly other: string
  readonly file: string
  readonly noteFile: string
  /** As it stood when everything was set up. */
  readonly base: Selectable<TicketsTable>
  readonly watchers: readonly string[]
}

export interface Caller {
  readonly column: Column
  readonly side: 'requester' | 'agent'
  readonly token: string
  /** Of staff. */
  readonly id?: string
  readonly tickets: Readonly<Record<string, Pair>>
}

export interface PermissionWorld {
  readonly w: World
  readonly callers: readonly Caller[]
  /** A lead of the whole desk in each tenant, who can do everything that is done around a cell. */
  readonly chief: Readonly<Record<string, string>>
  /** Ids of people who are named in requests. */
  readonly named: Readonly<Record<'account' | 'served' | 'other' | 'tenant', string>>
  /** Somebody of the staff of each tenant. */
  readonly staff: Readonly<Record<'account' | 'tenant', string>>
  /** Whom a ticket of an account can be watched by, by account. */
  readonly bystander: Readonly<Record<string, string>>
  /** Tokens of somebody else in the tenant, and of somebody in the other. */
  readonly strangers: Readonly<Record<'other' | 'tenant', string>>
}

const elsewhere = 'neighbour'
const teams: Readonly<Record<string, readonly string[]>> = {
  agent: ['technical_support'],
  lead: ['technical_support'],
  manager: ['service'],
  security: ['security'],
}

/** Two tenants, everybody in every role, and for each of them tickets in every relation. */
export async function permissionWorld(): Promise<PermissionWorld> {
  const w = await world({
    server: { limits: { heartbeat: 50, livePoll: 20 }, webhooks: { sender: webhookSender() } },
  })
  const { journal } = w
  const neighbour = await neighbourOf(w)
  const customer = (subject: string, account: string) => w.customer(subject, { account })
  const idOf = async (token: string) => (await w.raise(token)).requester.id as string

  const colleague = await customer('colleague', 'harbor')
  const served = await customer('served', 'shipyard')
  const other = await customer('other', 'island')
  const named = {
    account: await idOf(await customer('bystander-harbor', 'harbor')),
    served: await idOf(served),
    other: await idOf(other),
    tenant: neighbour.person,
  }
  const bystander = {
    harbor: named.account,
    shipyard: await idOf(await customer('bystander-shipyard', 'shipyard')),
    island: await idOf(await customer('bystander-island', 'island')),
  }
  await serveAccounts(journal, { tenant, partner: 'harbor', accounts: ['shipyard'] })
  const chief = { [tenant]: (await w.staff('lead', 'Chief')).key, [elsewhere]: neighbour.chief }

  const make = async (token: string, more: { type?: string; set?: object; watcher?: string; task?: object } = {}) => {
    const of = token === neighbour.token ? elsewhere : tenant
    const one = async () => {
      const { fileId, sha256 } = (await w.upload(token, 'bytes')).body
      const subject = `word${crypto.randomUUID().slice(0, 8)}`
      const attachments = [{ fileId, sha256 }]
      const { id } = await w.raise(token, { type: more.type ?? 'incident', subject, attachments })
      const noted = (await w.upload(chief[of], 'for us')).body
      const forNote = [{ fileId: noted.fileId, sha256: noted.sha256 }]
      const note = w.newMessage({ kind: 'internal_note', attachments: forNote })
      const added = await w.send('POST', `/tickets/${id}/messages`, { token: chief[of], body: note })
      assert.equal(added.status, 201)
      const db = w.database.kysely
      if (more.set) await db.updateTable('tickets').set(more.set).where('id', '=', id).execute()
      if (more.watcher) {
        const row = { tenant, ticket_id: id, person_id: more.watcher, created_at: 0 }
        await db.insertInto('ticket_watchers').values(row).execute()
      }
      if (more.task) {
        const row = {
          tenant,
          id: `tie-${id}`,
          ticket_id: id,
          title: 'Look',
          team: null,
          assignee_id: null,
          due_at: null,
        }
        const open = { finished_at: null, result: null, created_at: 0 }
        await db
          .insertInto('ticket_tasks')
          .values({ ...row, ...open, ...more.task })
          .execute()
      }
      return { id: id as string, file: fileId as string, noteFile: noted.fileId as string }
    }
    const [first, second] = [await one(), await one()]
    const base = await w.database.reader.selectFrom('tickets').selectAll().where('id', '=', first.id).executeTakeFirst()
    assert.ok(base)
    return { ...first, tenant: of, other: second.id, base, watchers: more.watcher ? [more.watcher] : [] }
  }

  const there = await make(neighbour.token)
  const callers: Caller[] = []
  for (const column of customerColumns) {
    const token = await customer(column, 'harbor')
    const person = await idOf(token)
    const tickets = {
      own: await make(token),
      'own*': await make(token, { type: 'vulnerability' }),
      watched: await make(colleague, { watcher: person }),
      account: await make(colleague),
      'account*': await make(colleague, { type: 'vulnerability' }),
      served: await make(served),
      'served*': await make(served, { type: 'vulnerability' }),
      other: await make(other),
      tenant: there,
    }
    // After its own tickets were raised: an auditor raises none.
    const role: CustomerRole = column
    await grantRole(journal, { tenant, account: 'harbor', role, who: { person } })
    callers.push({ column, side: 'requester', token, tickets })
  }
  for (const column of staffColumns) {
    const role = column === 'security' ? 'agent' : column
    const own = teams[column]
    const id = await createStaff(journal, { tenant, name: `The ${column}`, role, ...(own && { teams: own }) })
    const token = (await issueStaffKey(journal, { tenant, staff: id })).key
    const research = { team: 'research' }
    const called = column === 'security' ? 'security' : 'technical_support'
    const tickets = {
      team: await make(colleague, { set: { team: 'technical_support' } }),
      held: await make(colleague, { set: { ...research, assignee_id: id } }),
      task: await make(colleague, { set: research, task: { assignee_id: id } }),
      called: await make(colleague, { set: research, task: { team: called } }),
      elsewhere: await make(colleague, { set: research }),
      complaint: await make(colleague, { type: 'complaint', set: { team: 'technical_support' } }),
      security: await make(colleague, { type: 'vulnerability' }),
      tenant: there,
    }
    callers.push({ column, side: 'agent', id, token, tickets })
  }
  const staff = { account: (await w.staff('agent', 'Somebody')).id, tenant: neighbour.staff }
  return { w, callers, chief, named, staff, bystander, strangers: { other, tenant: neighbour.token } }
}

/** Another tenant over the same database, with an account of the same id and one of its own. */
async function neighbourOf({ journal, now, send, newTicket }: World) {
  const { publicKey, privateKey } = await generateKeyPair('EdDSA')
  const issuer = { issuer: 'https://neighbour.example', kid: 'n', algorithm: 'EdDSA' as const }
  await createTenant(journal, { id: elsewhere, name: 'Neighbour' })
  await registerIssuer(journal, { tenant: elsewhere, ...issuer, jwk: await exportJWK(publicKey) })
  const seconds = Math.floor(now() / 1000)
  const sign = (account: string) =>
    new SignJWT({ account, name: 'Neighbour' })
      .setProtectedHeader({ alg: 'EdDSA', kid: issuer.kid })
      .setIssuer(issuer.issuer)
      .setAudience(elsewhere)
      .setSubject(`neighbour-${account}`)
      .setIssuedAt(seconds)
      .setExpirationTime(seconds + 900)
      .sign(privateKey)
  const token = await sign('harbor')
  await send('POST', '/tickets', { token: await sign('only-there'), body: newTicket() })
  const raised = await send('POST', '/tickets', { token, body: newTicket() })
  const staff = await createStaff(journal, { tenant: elsewhere, name: 'Chief there', role: 'lead' })
  const chief = (await issueStaffKey(journal, { tenant: elsewhere, staff })).key
  return { token, person: raised.body.requester.id as string, staff, chief }
}
