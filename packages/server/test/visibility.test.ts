import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { type CustomerRole, permissions, type StaffRole } from '@aftercare/protocol/permissions'
import { softwareAfterSales } from '@aftercare/protocol/service'
import fc from 'fast-check'
import type { Principal } from '../src/identity/principal.ts'
import { filterOf } from '../src/tickets/queues/filter.ts'
import { countTickets, listTickets, orders } from '../src/tickets/queues/list-store.ts'
import { seesTicket, sightOf, type VisibilityRules } from '../src/tickets/visibility.ts'
import { tiesOf } from '../src/tickets/visibility-store.ts'
import { tenant, world } from './world.ts'

const { types, teams } = softwareAfterSales()
const rules: VisibilityRules = { types, teams }

const people = ['mara', 'tomas', 'wu'] as const
const accounts = ['harbor', 'nordkai', 'hengtai'] as const
const staff = ['ines', 'jonas'] as const
const teamIds = [
  'customer_service',
  'technical_support',
  'product_support',
  'security',
  'service',
  'engineering',
] as const

const some = <Value extends string>(values: readonly Value[]) => fc.subarray([...values])
const maybe = <Value extends string>(values: readonly Value[]) => fc.constantFrom(null, ...values)

const customer = fc.record({
  side: fc.constant('requester' as const),
  visitor: fc.constant(false),
  role: fc.constantFrom<CustomerRole>('requester', 'account_admin', 'account_auditor', 'partner'),
  tenant: fc.constant(tenant),
  id: fc.constantFrom(...people),
  name: fc.constant(null),
  account: maybe(accounts),
  served: some(accounts),
  expiresAt: fc.constant(0),
})
const member = fc.record({
  side: fc.constant('agent' as const),
  role: fc.constantFrom<StaffRole>('agent', 'lead', 'manager', 'auditor'),
  tenant: fc.constant(tenant),
  id: fc.constantFrom(...staff),
  name: fc.constant('Somebody'),
  teams: fc.oneof(fc.constant(null), some(teamIds)),
  cleared: fc.constant(true),
  expiresAt: fc.constant(undefined),
})
const principal: fc.Arbitrary<Principal> = fc.oneof(customer, member)

const ticket = fc.record({
  requester_id: fc.constantFrom(...people),
  account: maybe(accounts),
  type: fc.constantFrom('incident', 'question', 'vulnerability', 'complaint'),
  team: maybe(teamIds),
  assignee_id: maybe(staff),
  watchers: some(people),
  tasks: fc.array(
    fc.record({ team: maybe(teamIds), assignee_id: maybe(staff), finished_at: fc.constantFrom(null, 1) }),
    { maxLength: 2 },
  ),
})

type Row = typeof ticket extends fc.Arbitrary<infer Value> ? Value : never

/** Lists as they are asked for, each with which tickets fit. */
const queries: readonly { filters: Parameters<typeof filterOf>[2]; fits(row: Row): boolean }[] = [
  { filters: {}, fits: () => true },
  { filters: { type: 'incident' }, fits: ({ type }) => type === 'incident' },
  { filters: { account: 'harbor' }, fits: ({ account }) => account === 'harbor' },
  { filters: { requester: 'mara' }, fits: ({ requester_id }) => requester_id === 'mara' },
]
const staffQueries: typeof queries = [
  { filters: { team: 'security' }, fits: ({ team }) => team === 'security' },
  { filters: { assignee: 'none', open: 'true' }, fits: ({ assignee_id }) => assignee_id === null },
  { filters: { assignee: 'ines' }, fits: ({ assignee_id }) => assignee_id === 'ines' },
]

describe('who sees which tickets', () => {
  it('is the same for one ticket, for a list, and for a count, whoever looks', async () => {
    const w = await world()
    const db = w.database.kysely
    let round = 0
    await fc.assert(
      fc.asyncProperty(
        fc.array(ticket, { minLength: 1, maxLength: 12 }),
        fc.array(principal, { minLength: 4, maxLength: 8 }),
        async (tickets, callers) => {
          const of = `round-${++round}`
          const rows = tickets.map((each, index) => ({ ...each, id: `${of}-${index}`, changed_seq: index + 1 }))
          for (const { watchers, tasks, ...row } of rows) {
            await db
              .insertInto('tickets')
              .values({ ...blank, ...row, tenant: of, number: row.changed_seq })
              .execute()
            for (const person_id of watchers) {
              await db
                .insertInto('ticket_watchers')
                .values({ tenant: of, ticket_id: row.id, person_id, created_at: 0 })
                .execute()
            }
            for (const [index, task] of tasks.entries()) {
              await db
                .insertInto('ticket_tasks')
                .values({
                  ...task,
                  tenant: of,
                  id: `${row.id}-${index}`,
                  ticket_id: row.id,
                  title: '',
                  due_at: null,
                  result: null,
                  created_at: 0,
                })
                .execute()
            }
          }
          for (const caller of callers) {
            const grants = permissions.listTickets
            const reach = grants === 'public' ? undefined : grants[caller.role]
            assert.ok(reach)
            const sight = sightOf({ ...caller, tenant: of }, reach, rules)
            const seen: string[] = []
            for (const row of rows) {
              if (seesTicket(sight, row, await tiesOf(db, { tenant: of, ticket: row.id }))) seen.push(row.id)
            }
            const context = { principal: { ...caller, tenant: of } }
            for (const query of caller.side === 'agent' ? [...queries, ...staffQueries] : queries) {
              const fitting = seen.filter((id) => query.fits(rows.find((row) => row.id === id)!))
              const filter = filterOf(context, sight, query.filters)
              const said: string = JSON.stringify({ caller, reach, query })
              assert.deepEqual(await pages(filter), fitting.toReversed(), said)
              const counts = await countTickets(db, filter)
              assert.equal(
                counts.reduce((sum, { count }) => sum + count, 0),
                fitting.length,
                said,
              )
            }
          }
        },
      ),
      { numRuns: 60 },
    )
    await w.close()

    /** All that is listed, read in pages of two. */
    async function pages(filter: ReturnType<typeof filterOf>): Promise<string[]> {
      const ids: string[] = []
      for (let after: readonly number[] | undefined; ; ) {
        const page = await listTickets(db, { filter, order: 'changed', after, limit: 2 })
        ids.push(...page.map(({ id }) => id))
        if (page.length < 2) return ids
        after = orders.changed.placeOf(page.at(-1)!)
      }
    }
  })

  it('reaches for a manager down to the teams below, and for nobody else', () => {
    const teamsOf = (role: StaffRole, own: readonly string[] | null) => {
      const caller = {
        side: 'agent',
        role,
        tenant,
        id: 'x',
        name: 'X',
        teams: own,
        cleared: true,
        expiresAt: undefined,
      }
      const sight = sightOf(caller as Principal, 'teams', rules)
      return sight.side === 'agent' && sight.teams && [...sight.teams].sort()
    }
    assert.deepEqual(teamsOf('manager', ['service']), ['customer_service', 'service', 'technical_support'])
    assert.deepEqual(teamsOf('manager', ['engineering']), ['engineering', 'product_support', 'research', 'security'])
    assert.deepEqual(teamsOf('lead', ['service']), ['service'])
    assert.equal(teamsOf('manager', null), null)
  })

  it('ends at a type for one team, for everybody above it and for auditors too', () => {
    const hides = (role: StaffRole, own: readonly string[] | null) => {
      const caller = {
        side: 'agent',
        role,
        tenant,
        id: 'x',
        name: 'X',
        teams: own,
        cleared: true,
        expiresAt: undefined,
      }
      return sightOf(caller as Principal, role === 'auditor' ? 'tenant' : 'teams', rules).hidden.includes(
        'vulnerability',
      )
    }
    assert.equal(hides('agent', ['product_support']), true)
    assert.equal(hides('manager', ['engineering']), true)
    assert.equal(hides('auditor', null), true)
    assert.equal(hides('agent', ['security']), false)
    assert.equal(hides('auditor', ['security']), false)
    assert.equal(hides('agent', null), false, 'the whole desk is every team, so that nothing is seen by nobody')
  })
})

const blank = {
  subject: '',
  description: '',
  status: 'new',
  priority: null,
  locale: 'en',
  channel: 'http',
  service_version: '1',
  fields: '{}',
  impact: '{}',
  environment: '{}',
  clocks: '[]',
  clocks_wake_at: null,
  replies: 0,
  created_at: 0,
  updated_at: 0,
}
