import { createHash } from 'node:crypto'
import { setTimeout as wait } from 'node:timers/promises'
import { problemCodes, tusHeaders, tusVersion, uploadBytesType } from '@aftercare/protocol'
import { articleRows } from './permission-articles.ts'
import { noticeRows } from './permission-notices.ts'
import {
  type Expected,
  expectedOf,
  expectedOfAction,
  type PermissionTable,
  type PermissionTables,
  readPermissionTables,
} from './permission-tables.ts'
import {
  type Caller,
  customerKinds,
  type Pair,
  type PermissionWorld,
  permissionWorld,
  staffKinds,
} from './permission-world.ts'
import { beginUpload } from './uploads.ts'
import { tenant } from './world.ts'

/** A cell that is not as the document says. */
export interface Difference {
  readonly cell: string
  readonly expected: Expected
  readonly found: Expected
}

export interface MatrixResult {
  readonly cells: number
  readonly differences: readonly Difference[]
  /** Those of them where more was seen or done than may be. */
  readonly leaks: readonly Difference[]
}

/** Takes every cell of docs/permissions.md to a real server. */
export async function runPermissionMatrix(): Promise<MatrixResult> {
  const tables = readPermissionTables()
  const world = await permissionWorld()
  const differences: Difference[] = []
  let cells = 0
  const check = (cell: string, expected: Expected, found: Expected) => {
    cells++
    if (found !== expected) differences.push({ cell, expected, found })
  }
  try {
    for (const caller of world.callers) {
      await checkTickets(world, tables, caller, check)
      await checkActions(world, tables, caller, check)
      await checkPeople(world, tables, caller, check)
      await checkOpen(articleRows(world, caller), tables.articles, caller, check)
      await checkOpen(noticeRows(world, caller), tables.notices, caller, check)
    }
    const nobody: { readonly column: string; readonly token?: string } = { column: 'nobody' }
    await checkOpen(articleRows(world, nobody), tables.articles, nobody, check)
    await checkOpen(noticeRows(world, nobody), tables.notices, nobody, check)
    await checkNobody(world, tables, check)
  } finally {
    await world.w.close()
  }
  return { cells, differences, leaks: differences.filter(isLeak) }
}

/** To be told 403 of what one may not know of is as bad as to be let in. */
function isLeak({ expected, found }: Difference): boolean {
  if (found === 'present') return true
  return typeof found === 'number' && found !== 401 && (found < 400 || (expected === 404 && found !== 404))
}

export type PeopleRows = Record<string, readonly [readonly string[], (kind: string) => Promise<Expected>]>
type Check = (cell: string, expected: Expected, found: Expected) => void
type Send = (method: string, path: string, body?: object, headers?: Record<string, string>) => Promise<Expected>

const sender =
  ({ w }: PermissionWorld, token: string | undefined): Send =>
  async (method, path, body, headers = {}) =>
    (await w.send(method, path, { token, body, headers })).status

async function checkTickets(world: PermissionWorld, { tickets }: PermissionTables, caller: Caller, check: Check) {
  const { w } = world
  const send = sender(world, caller.token)
  const listed = await allListed(world, caller)
  const heard = await allHeard(world, caller)
  for (const kind of kindsOf(caller)) {
    const pair = caller.tickets[kind]!
    const { id, file, noteFile } = pair
    const inList = (seen: ReadonlySet<string> | number): Expected =>
      typeof seen === 'number' ? seen : seen.has(id) ? 'present' : 'absent'
    const found: Record<string, () => Promise<Expected>> = {
      readTicket: () => send('GET', `/tickets/${id}`),
      readTicketDetails: () => send('GET', `/tickets/${id}/details`),
      listTickets: async () => inList(listed),
      countTickets: async () => inList(await countedAs(world, caller, pair)),
      listMessages: () => send('GET', `/tickets/${id}/messages`),
      listTimeline: () => send('GET', `/tickets/${id}/timeline`),
      readDiagnostics: () => send('GET', `/tickets/${id}/diagnostics`),
      linkFile: () => send('GET', `/files/${file}/link`),
      linkNoteFile: () => send('GET', `/files/${noteFile}/link`),
      listen: async () => inList(heard),
      findSimilar: () => send('GET', `/tickets/${id}/similar`),
      rankAssignees: () => send('GET', `/tickets/${id}/candidates`),
      runMacro: async () =>
        send('POST', `/tickets/${id}/macros`, { id: crypto.randomUUID(), macro: await macroOf(world, pair.tenant) }),
      actOnTickets: async () => {
        const body = { id: crypto.randomUUID(), tickets: [id], action: { action: 'claim' } }
        const answer = await w.send('POST', '/tickets/actions', { token: caller.token, body })
        const [item] = answer.body.items ?? []
        return item === undefined || item.outcome === 'done' ? answer.status : problemCodes[item.code as 'not_found'][0]
      },
      addMessage: () => send('POST', `/tickets/${id}/messages`, w.newMessage()),
      addNote: () => send('POST', `/tickets/${id}/messages`, w.newMessage({ kind: 'internal_note' })),
      correctTicket: async () => {
        const { headers } = await w.send('GET', `/tickets/${id}/details`, { token: caller.token })
        const match = { 'if-match': headers.get('etag') ?? '"nothing"' }
        return send('PATCH', `/tickets/${id}`, { description: 'Since yesterday.' }, match)
      },
    }
    for (const [what, row] of tickets) {
      await reset(world, pair, 'in_progress')
      check(`${what} ${caller.column} ${kind}`, expectedOf(row, caller.column, kind), await found[what]!())
    }
  }
}

/** A table in which whoever brings no token has a column. */
async function checkOpen(
  rows: PeopleRows,
  table: PermissionTable,
  caller: { readonly column: string },
  check: Check,
): Promise<void> {
  for (const [what, row] of table) {
    const [kinds, found] = rows[what]!
    for (const kind of kinds) {
      check(`${what} ${caller.column} ${kind}`, expectedOf(row, caller.column, kind), await found(kind))
    }
  }
}

/** Endpoints of webhooks, of the tenant and of its neighbour. */
function webhookRows(world: PermissionWorld, { token }: Caller): PeopleRows {
  const { w } = world
  const send = sender(world, token)
  const kinds = ['self', 'tenant']
  const id = () => crypto.randomUUID()
  const endpoint = async (kind: string) => {
    const row = { tenant: kind === 'tenant' ? 'neighbour' : tenant, id: id(), url: 'https://receiver.example' }
    const rest = { types: '["*"]', internal: 0, disabled_reason: null, failing_since: null, created_at: 0 }
    const secret = { generation: 1, secret_at: w.now() }
    await w.database.kysely
      .insertInto('webhook_endpoints')
      .values({ ...row, ...rest, ...secret })
      .execute()
    return row.id
  }
  const below = (what: string) => async (kind: string) => send('POST', `/webhooks/${await endpoint(kind)}/${what}`, {})
  const reading = (what: string) => async (kind: string) => send('GET', `/webhooks/${await endpoint(kind)}/${what}`)
  return {
    listWebhooks: [
      kinds,
      async (kind) => {
        const there = await endpoint(kind)
        const { status, body } = await w.send('GET', '/webhooks', { token })
        if (status !== 200) return status
        return body.items.some((item: { id: string }) => item.id === there) ? 'present' : 'absent'
      },
    ],
    createWebhook: [
      ['self'],
      () => send('POST', '/webhooks', { id: id(), url: 'https://receiver.example', types: ['ticket.*'] }),
    ],
    changeWebhook: [kinds, async (kind) => send('PATCH', `/webhooks/${await endpoint(kind)}`, { enabled: false })],
    removeWebhook: [kinds, async (kind) => send('DELETE', `/webhooks/${await endpoint(kind)}`)],
    rotateWebhook: [kinds, below('rotations')],
    readWebhookSecret: [kinds, reading('secret')],
    testWebhook: [kinds, below('tests')],
    listWebhookDeliveries: [kinds, reading('deliveries')],
    replayWebhook: [kinds, below('replays')],
  }
}

/** A macro of a tenant that says hello. */
async function macroOf({ w }: PermissionWorld, of: string): Promise<string> {
  const id = crypto.randomUUID()
  const times = { created_at: 0, updated_at: 0 }
  const row = { tenant: of, id, name: `Hello ${id}`, reply: '{"en":"Hello"}', actions: '[]', ...times }
  await w.database.kysely.insertInto('macros').values(row).execute()
  return id
}

/** A view: one's own, another's that is shared with a team of the caller, another's private one, one of another tenant. */
async function viewOf({ w }: PermissionWorld, { column, id: owner = 'nobody' }: Caller, kind: string): Promise<string> {
  const id = crypto.randomUUID()
  const team = column === 'security' ? 'security' : 'technical_support'
  const row = { id, name: 'Queue', filters: '{}', created_at: 0, updated_at: 0 }
  const whose = { owner_id: kind === 'self' ? owner : 'somebody', team: kind === 'shared' ? team : null }
  const of = { tenant: kind === 'tenant' ? 'neighbour' : tenant }
  await w.database.kysely
    .insertInto('ticket_views')
    .values({ ...of, ...row, ...whose })
    .execute()
  return id
}

async function checkActions(world: PermissionWorld, tables: PermissionTables, caller: Caller, check: Check) {
  const send = sender(world, caller.token)
  const reading = tables.tickets.get('readTicket')!.get(caller.column)!
  const seen = reading === '–' ? [] : reading.split(' ')
  // Whoever sees the whole account acts for what it watches, too.
  const watched = caller.side === 'requester' && !seen.includes('account')
  for (const [action, row] of tables.actions) {
    for (const kind of kindsOf(caller)) {
      const pair = caller.tickets[kind]!
      await reset(world, pair, statusBefore[action] ?? 'in_progress')
      const body = { id: crypto.randomUUID(), action: { action, ...(await membersOf(world, caller, action, pair)) } }
      const expected = expectedOfAction(row.get(caller.column)!, { seen, watched }, kind)
      const found = await send('POST', `/tickets/${pair.id}/actions`, body)
      check(`${action} ${caller.column} ${kind}`, expected, found)
    }
  }
}

const statusBefore: Readonly<Record<string, string>> = {
  withdraw: 'new',
  verify: 'resolved',
  reject: 'resolved',
  reopen: 'closed',
  triage: 'new',
  start: 'triaged',
  take_back: 'resolved',
}

/** What an action says besides its name, with whatever has to be there before it. */
async function membersOf(world: PermissionWorld, caller: Caller, action: string, pair: Pair): Promise<object> {
  const { w, bystander } = world
  const db = w.database.kysely
  const at = (milliseconds: number) => new Date(w.now() + milliseconds).toISOString()
  const of = { tenant: pair.tenant, ticket_id: pair.id, created_at: 0 }
  const fix = { state: 'available', date: null, text: 'Print from the browser.' }
  const slots = [{ from: at(1), to: at(1000) }]
  const reason = 'Because.'
  const visit = async (state: string) => {
    const id = crypto.randomUUID()
    const none = {
      accepted_slot: 0,
      started_at: null,
      stopped_at: null,
      report: null,
      signed_by: null,
      signed_at: null,
    }
    const row = { ...of, ...none, id, state, mode: 'on_site' as const, purpose: 'Look', slots: JSON.stringify(slots) }
    await db.insertInto('ticket_visits').values(row).execute()
    return id
  }
  switch (action) {
    case 'reject':
    case 'reopen':
    case 'wait_for_requester':
    case 'wait_for_third_party':
    case 'take_back':
    case 'retriage':
      return { reason }
    case 'watch':
      return { person: bystander[pair.base.account ?? ''] ?? world.named.account }
    case 'unwatch':
      return caller.side === 'agent' ? { person: world.named.account } : {}
    case 'accept_visit':
      return { visit: await visit('offered'), slot: 0 }
    case 'sign_visit':
      return { visit: await visit('reported'), name: 'M. Lindqvist' }
    case 'start_visit':
      return { visit: await visit('accepted') }
    case 'stop_visit':
      return { visit: await visit('started') }
    case 'report_visit':
      return { visit: await visit('started'), report: 'Done.' }
    case 'offer_visit':
      return { visit: crypto.randomUUID(), mode: 'remote', purpose: 'Look', slots }
    case 'assign':
      return { team: pair.base.team }
    case 'name_date':
      return { date: at(86_400_000) }
    case 'analyse':
    case 'progress':
      return { text: 'We look.' }
    case 'set_workaround':
    case 'set_permanent_fix':
      return { fix }
    case 'resolve':
      return { cause: 'A defect.', solution: 'Repaired.', prevention: 'A test.' }
    case 'merge':
      return { into: pair.other }
    case 'link':
      return { ticket: pair.other, relation: 'related' }
    case 'unlink': {
      const { created_at, tenant: there } = of
      const ends = [
        { ticket_id: pair.id, other_id: pair.other },
        { ticket_id: pair.other, other_id: pair.id },
      ]
      const rows = ends.map((ids) => ({ ...ids, tenant: there, relation: 'related', created_at }))
      await db.insertInto('ticket_links').values(rows).execute()
      return { ticket: pair.other }
    }
    case 'add_task':
      return { task: crypto.randomUUID(), title: 'Look', team: pair.base.team }
    case 'finish_task': {
      const task = { ...of, id: crypto.randomUUID(), title: 'Look', team: null, assignee_id: 'nobody', due_at: null }
      await db
        .insertInto('ticket_tasks')
        .values({ ...task, finished_at: null, result: null })
        .execute()
      return { task: task.id }
    }
    default:
      return {}
  }
}

/** Puts a pair of tickets back as they were set up, in a status. */
async function reset({ w }: PermissionWorld, pair: Pair, status: string): Promise<void> {
  const { tenant: of, id, other, base, watchers } = pair
  const closed = status === 'closed' ? { closed_at: w.now(), close_reason: 'verified' } : {}
  const { tenant: _, id: __, number: ___, ...row } = base
  await w.database.kysely.transaction().execute(async (tx) => {
    const both = [id, other]
    await tx.deleteFrom('ticket_links').where('tenant', '=', of).where('ticket_id', 'in', both).execute()
    await tx.deleteFrom('ticket_visits').where('tenant', '=', of).where('ticket_id', '=', id).execute()
    const tasks = tx.deleteFrom('ticket_tasks').where('tenant', '=', of).where('ticket_id', 'in', both)
    await tasks.where('id', 'not like', 'tie-%').execute()
    await tx.deleteFrom('ticket_watchers').where('tenant', '=', of).where('ticket_id', 'in', both).execute()
    for (const ticket_id of both) {
      for (const person_id of watchers) {
        await tx.insertInto('ticket_watchers').values({ tenant: of, ticket_id, person_id, created_at: 0 }).execute()
      }
    }
    await tx
      .updateTable('tickets')
      .set({ ...row, status, ...closed })
      .where('tenant', '=', of)
      .where('id', '=', id)
      .execute()
    const { changed_seq: ____, ...alike } = row
    await tx
      .updateTable('tickets')
      .set({ ...alike, status: 'in_progress' })
      .where('tenant', '=', of)
      .where('id', '=', other)
      .execute()
  })
}

/** The ticket, if a count of what its subject alone says holds it. */
async function countedAs({ w }: PermissionWorld, { token }: Caller, { id, base }: Pair) {
  const { status, body } = await w.send('GET', `/tickets/counts?q=${base.subject}`, { token })
  return status === 200 ? new Set(body.total > 0 ? [id] : []) : status
}

const kindsOf = ({ side }: Caller): readonly string[] => (side === 'requester' ? customerKinds : staffKinds)

/** Ids of all that the caller's list holds, or what it is refused with. */
async function allListed({ w }: PermissionWorld, { token }: Caller): Promise<ReadonlySet<string> | number> {
  const ids = new Set<string>()
  for (let cursor = ''; ; ) {
    const { status, body } = await w.send('GET', `/tickets?limit=100${cursor}`, { token })
    if (status !== 200) return status
    for (const { id } of body.items) ids.add(id)
    if (body.next === null) return ids
    cursor = `&cursor=${body.next}`
  }
}

/** Ids of the tickets that the caller's stream tells of when something happens to each of its kinds. */
async function allHeard(world: PermissionWorld, caller: Caller): Promise<ReadonlySet<string> | number> {
  const { w, chief } = world
  const headers = { authorization: `Bearer ${caller.token}` }
  const response = await w.server.fetch(new Request('http://127.0.0.1/support/events', { headers }))
  if (response.status !== 200) {
    await response.body?.cancel()
    return response.status
  }
  let told = ''
  const reader = response.body!.getReader()
  const listening = (async () => {
    for (;;) {
      const { done, value } = await reader.read()
      if (done) return
      told += new TextDecoder().decode(value)
    }
  })()
  while (!told.includes('event: ready')) await wait(2)
  const reply = async (pair: Pair, body: string) => {
    await reset(world, pair, 'in_progress')
    const answer = await w.send('POST', `/tickets/${pair.id}/messages`, {
      token: chief[pair.tenant]!,
      body: w.newMessage({ body }),
    })
    if (answer.status !== 201) throw new Error(`The chief could not reply: ${JSON.stringify(answer.body)}`)
  }
  for (const kind of kindsOf(caller)) await reply(caller.tickets[kind]!, 'something happened')
  // What comes last is heard by this caller for certain, so that everything before it was told or passed over.
  const last = caller.column === 'security' || caller.side === 'agent' ? 'held' : 'own'
  await reply(caller.tickets[last]!, 'the end of it')
  for (let tries = 0; !told.includes('the end of it'); tries++) {
    if (tries > 2000) throw new Error(`${caller.column} hears nothing`)
    await wait(5)
  }
  await reader.cancel()
  await listening
  const ids = [...told.matchAll(/^data: (\{.*"ticket".*\})$/gm)].map(
    ([, json]) => JSON.parse(json!).ticket.id as string,
  )
  return new Set(ids)
}

async function checkPeople(world: PermissionWorld, { people }: PermissionTables, caller: Caller, check: Check) {
  const { w, named, staff } = world
  const send = sender(world, caller.token)
  const customer = caller.side === 'requester'
  const accountOf: Record<string, string> = {
    account: 'harbor',
    served: 'shipyard',
    other: 'island',
    tenant: 'only-there',
  }
  const everyKind = customer ? ['account'] : ['account', 'tenant']
  const asAccount = (kind: string) => `/accounts/${accountOf[kind]}`
  const listed = async (path: string, has: (item: { id: string }) => boolean): Promise<Expected> => {
    const { status, body } = await w.send('GET', path, { token: caller.token })
    if (status !== 200) return status
    return body.items.some(has) ? 'present' : 'absent'
  }
  const match = async (kind: string) => {
    const { headers } = await w.send('GET', asAccount(kind), { token: caller.token })
    return { 'if-match': headers.get('etag') ?? '"nothing"' }
  }
  const deployment = async (kind: string) => {
    const id = crypto.randomUUID()
    const row = {
      tenant: kind === 'tenant' ? 'neighbour' : tenant,
      id,
      account: accountOf[kind]!,
      product: 'Tidewater',
    }
    const rest = { environment: 'production', version: '1', version_since: 0, retired_at: null, created_at: 0 }
    await w.database.kysely
      .insertInto('deployments')
      .values({ ...row, ...rest })
      .execute()
    return `${asAccount(kind)}/deployments/${id}`
  }
  const id = () => crypto.randomUUID()
  const viewKinds = ['self', 'shared', 'private', 'tenant']
  const macroKinds = ['self', 'tenant']
  const tenantOf = (kind: string) => (kind === 'tenant' ? 'neighbour' : tenant)
  const at = new Date(w.now()).toISOString()
  const rows: PeopleRows = {
    createTicket: [
      customer ? ['self', 'account', 'served', 'other', 'tenant'] : ['self', 'account', 'tenant'],
      (kind) => {
        const onBehalfOf = kind === 'self' ? {} : { onBehalfOf: named[kind as keyof typeof named] }
        return send('POST', '/tickets', w.newTicket({ ...onBehalfOf, ...(!customer && { channel: 'phone' }) }))
      },
    ],
    uploadFile: [['self'], async () => (await w.upload(caller.token, 'bytes')).status],
    createUpload: [['self'], async () => (await beginUpload(w, caller.token)).status],
    ...uploadRows(world, caller.token),
    readService: [['self'], () => send('GET', '/service')],
    readOwnAccount: [['account'], () => send('GET', '/account')],
    listColleagues: [
      customer ? ['account', 'served', 'other', 'tenant'] : ['account'],
      (kind) => send('GET', `/account/people?account=${accountOf[kind]}`),
    ],
    listAccounts: [everyKind, (kind) => listed('/accounts?limit=100', ({ id }) => id === accountOf[kind])],
    readAccount: [everyKind, (kind) => send('GET', asAccount(kind))],
    createAccount: [['self'], () => send('POST', '/accounts', { id: `new-${id()}`, name: 'New' })],
    updateAccount: [everyKind, async (kind) => send('PATCH', asAccount(kind), { tier: 'key' }, await match(kind))],
    setServedAccounts: [
      everyKind,
      (kind) =>
        send('POST', `${asAccount(kind)}/serves`, { id: id(), accounts: kind === 'account' ? ['shipyard'] : [] }),
    ],
    addDeployment: [
      everyKind,
      (kind) =>
        send('POST', `${asAccount(kind)}/deployments`, {
          ...{ id: id(), product: 'Tidewater', environment: 'test', version: '1', since: at },
        }),
    ],
    updateDeployment: [
      everyKind,
      async (kind) => {
        const path = await deployment(kind)
        return send('PATCH', path, { environment: 'test' }, await match(kind))
      },
    ],
    recordUpgrade: [
      everyKind,
      async (kind) => send('POST', `${await deployment(kind)}/upgrades`, { id: id(), version: '2', at, backup: null }),
    ],
    listAccountNotes: [everyKind, (kind) => send('GET', `${asAccount(kind)}/notes`)],
    addAccountNote: [everyKind, (kind) => send('POST', `${asAccount(kind)}/notes`, { id: id(), body: 'Careful.' })],
    listPeople: [
      everyKind,
      (kind) => listed('/people?limit=100', (person) => person.id === named[kind as 'account' | 'tenant']),
    ],
    setMembership: [
      everyKind,
      (kind) =>
        send('POST', `/people/${named[kind as 'account' | 'tenant']}/memberships`, {
          ...{ id: id(), account: 'harbor', role: 'requester' },
        }),
    ],
    listStaff: [
      everyKind,
      (kind) => listed('/staff?limit=100', (member) => member.id === staff[kind as 'account' | 'tenant']),
    ],
    listViews: [
      viewKinds,
      async (kind) => {
        const view = await viewOf(world, caller, kind)
        return listed('/views', (each) => each.id === view)
      },
    ],
    createView: [
      ['self', 'shared'],
      (kind) => {
        const team = kind === 'self' ? null : caller.column === 'security' ? 'security' : 'technical_support'
        return send('POST', '/views', { id: id(), name: 'Queue', team, filters: {} })
      },
    ],
    changeView: [
      viewKinds,
      async (kind) => send('PATCH', `/views/${await viewOf(world, caller, kind)}`, { name: 'X' }),
    ],
    removeView: [viewKinds, async (kind) => send('DELETE', `/views/${await viewOf(world, caller, kind)}`)],
    listMacros: [
      macroKinds,
      async (kind) => {
        const macro = await macroOf(world, tenantOf(kind))
        return listed('/macros', (each) => each.id === macro)
      },
    ],
    createMacro: [
      ['self'],
      () => send('POST', '/macros', { id: id(), name: `Hello ${id()}`, reply: { en: 'Hello' }, actions: [] }),
    ],
    changeMacro: [
      macroKinds,
      async (kind) => send('PATCH', `/macros/${await macroOf(world, tenantOf(kind))}`, { reply: { en: 'Hi' } }),
    ],
    mergeVisitor: [
      macroKinds,
      async (kind) => send('POST', '/visitors/merge', { visitorToken: await visitorOf(world, tenantOf(kind)) }),
    ],
    ...webhookRows(world, caller),
    removeMacro: [macroKinds, async (kind) => send('DELETE', `/macros/${await macroOf(world, tenantOf(kind))}`)],
  }
  for (const [what, row] of people) {
    const [kinds, found] = rows[what]!
    for (const kind of kinds) {
      check(`${what} ${caller.column} ${kind}`, expectedOf(row, caller.column, kind), await found(kind))
    }
  }
}

/** A visitor's token, as if it had solved something. */
async function visitorOf({ w }: PermissionWorld, of: string): Promise<string> {
  const token = `acv_${Buffer.from(crypto.getRandomValues(new Uint8Array(32))).toString('base64url')}`
  const token_hash = createHash('sha256').update(token).digest('hex')
  const person_id = crypto.randomUUID()
  const row = {
    tenant: of,
    person_id,
    token_hash,
    challenge: person_id,
    created_at: w.now(),
    expires_at: w.now() + 1e9,
  }
  await w.database.kysely
    .insertInto('visitors')
    .values({ ...row, ended_at: null, merged_into: null })
    .execute()
  return token
}

/** Each verb on an upload of one's own, of somebody else in the tenant, and of another tenant. */
function uploadRows({ w, strangers }: PermissionWorld, token: string): PeopleRows {
  const at = async (kind: string): Promise<string> => {
    const whose = { self: token, ...strangers }[kind]
    const { headers } = await beginUpload(w, whose)
    // Who may not upload has none of its own: the address of any will do.
    return headers.get('location')?.replace('/support', '') ?? `/uploads/${crypto.randomUUID()}`
  }
  const spoken = { [tusHeaders.resumable]: tusVersion }
  const next = { ...spoken, [tusHeaders.offset]: '0', 'content-type': uploadBytesType }
  const verb = async (method: string, kind: string, headers: Record<string, string>, body?: Uint8Array) =>
    (await w.send(method, await at(kind), { token, headers, body })).status
  const kinds = ['self', 'other', 'tenant']
  return {
    readUpload: [kinds, (kind) => verb('HEAD', kind, spoken)],
    appendUpload: [kinds, (kind) => verb('PATCH', kind, next, new Uint8Array(4))],
    endUpload: [kinds, (kind) => verb('DELETE', kind, spoken)],
  }
}

/** Without a token nothing is answered but that one is needed. */
async function checkNobody(world: PermissionWorld, tables: PermissionTables, check: Check): Promise<void> {
  const { routes } = await import('@aftercare/protocol/routes')
  const { permissions } = await import('@aftercare/protocol/permissions')
  const { pathOf } = await import('@aftercare/protocol')
  for (const route of Object.values(routes)) {
    if (permissions[route.id as keyof typeof routes] === 'public') continue
    const id = crypto.randomUUID()
    const path = pathOf(route, {
      ticketId: id,
      fileId: id,
      account: 'harbor',
      deployment: id,
      person: id,
      viewId: id,
      macroId: id,
      articleId: id,
      slug: 'any',
      locale: 'en',
      revision: 1,
    })
    const body = route.kind === 'write' ? {} : undefined
    check(`${route.id} nobody`, 401, await sender(world, undefined)(route.method, path, body))
  }
  for (const action of tables.actions.keys()) {
    const path = `/tickets/${crypto.randomUUID()}/actions`
    check(
      `${action} nobody`,
      401,
      await sender(world, undefined)('POST', path, { id: crypto.randomUUID(), action: { action } }),
    )
  }
}
