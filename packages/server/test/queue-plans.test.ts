import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { CompiledQuery } from 'kysely'
import { announcedOfVisitors, unusedOfVisitors } from '../src/files/quota-store.ts'
import { openPostgres } from '../src/node/index.ts'
import type { Database } from '../src/storage/database.ts'
import type { Queryable } from '../src/storage/prepared.ts'
import { filterOf } from '../src/tickets/queues/filter.ts'
import { seenThat, waysThrough } from '../src/tickets/queues/filter-store.ts'
import { orders, pageBy, pageOf } from '../src/tickets/queues/list-store.ts'
import { messagesOfTickets, textsOfTickets } from '../src/tickets/search/segment-store.ts'
import type { Sight } from '../src/tickets/visibility.ts'
import { waysOf } from '../src/tickets/visibility-store.ts'
import { migratedInMemory } from './migrated-database.ts'
import { migratedPostgres, missingPostgres } from './node/embedded-postgres.ts'
import { type Crowd, gatherCrowd, listsOf } from './ticket-crowd.ts'
import { ticketSearchContract } from './ticket-search-contract.ts'
import { tenant, type World, world } from './world.ts'

type Query = ReturnType<typeof listsOf>[number]

/** How a database goes about a query, in one line a step. */
async function planIn(database: Database, { sql, parameters }: CompiledQuery): Promise<string> {
  if (database.kind === 'sqlite') {
    const { rows } = await database.reader.executeQuery<{ detail: string }>(
      CompiledQuery.raw(`explain query plan ${sql}`, [...parameters]),
    )
    return rows.map(({ detail }) => detail).join('\n')
  }
  return database.kysely.transaction().execute(async (tx) => {
    // A few thousand rows are read as a whole sooner than by any index: the question is whether there is one.
    for (const way of ['seqscan', 'bitmapscan', 'sort', 'incremental_sort']) {
      await tx.executeQuery(CompiledQuery.raw(`set local enable_${way} = off`))
    }
    const { rows } = await tx.executeQuery<{ 'QUERY PLAN': string }>(
      CompiledQuery.raw(`explain ${sql}`, [...parameters]),
    )
    return rows.map((row) => row['QUERY PLAN']).join('\n')
  })
}

/** Whole tables read, and rows sorted after they were read, as each database calls it. */
const forbidden = {
  sqlite: /SCAN (?!CONSTANT)|USE TEMP B-TREE/,
  postgres: /Seq Scan on (tickets|messages)|\bSort\b/,
}

function plans(name: string, open: () => Promise<Database>): void {
  describe(`on ${name}`, () => {
    let w: World
    let crowd: Crowd
    let context: Parameters<typeof filterOf>[0]
    let sight: Sight
    before(async () => {
      w = await world({ database: await open(), create: true })
      const { id } = await w.staff('agent')
      crowd = await gatherCrowd({ database: w.database, tenant, now: w.now(), agents: [id] }, { tickets: 2000 })
      context = { principal: { side: 'agent', role: 'agent', tenant, id } } as never
      sight = { side: 'agent', staff: id, teams: null, hidden: ['complaint'] }
    })
    after(() => w.close())

    async function planOf(query: Query, after: readonly number[] | undefined): Promise<string> {
      const order = (query['sort'] ?? 'changed') as keyof typeof orders
      const filter = filterOf(context, sight, query)
      const page = pageBy(waysThrough(filter)!, { order, filter, after, limit: 26 })
      return planIn(w.database, pageOf(w.database.reader, ...page).compile())
    }

    it('the first page of every list is found by an index that has its order', async () => {
      for (const query of listsOf(crowd, w.now())) {
        const plan = await planOf(query, undefined)
        assert.doesNotMatch(plan, forbidden[w.database.kind], `${JSON.stringify(query)}\n${plan}`)
      }
    })

    it('and so is every page after it', async () => {
      for (const query of listsOf(crowd, w.now())) {
        const plan = await planOf(query, query['sort'] === 'due' ? [w.now(), 700] : [9_000])
        assert.doesNotMatch(plan, forbidden[w.database.kind], `${JSON.stringify(query)}\n${plan}`)
      }
    })

    it('each way in which tickets are seen has an index of its own, that the beginning of a list is read from', async () => {
      const { teams, accounts, requesters } = crowd
      const customer = {
        side: 'requester',
        person: requesters[9]!,
        account: accounts[3]!,
        hidden: ['complaint'],
      } as const
      const sights: readonly Sight[] = [
        { side: 'agent', staff: requesters[0]!, teams, hidden: ['complaint'] },
        { ...customer, accounts: [] },
        { ...customer, accounts: [accounts[3]!] },
      ]
      for (const looking of sights) {
        for (const way of waysOf(looking)) {
          // What ties somebody to a ticket is few, and sorted after it was found.
          const tied = ['watched', 'tasked', 'called'].includes(way.kind)
          const filter = { ...filterOf(context, looking, {}), sight: looking }
          const page = pageBy([way], { order: 'changed', filter, after: [9_000], limit: 26 })
          const plan = await planIn(w.database, pageOf(w.database.reader, ...page).compile())
          const wrong =
            tied && w.database.kind === 'sqlite'
              ? /SCAN t\b/
              : tied
                ? /Seq Scan on tickets/
                : forbidden[w.database.kind]
          assert.doesNotMatch(plan, wrong, `${way.kind}\n${plan}`)
          assert.match(plan, way.kind === 'own' ? /requester/ : way.kind === 'account' ? /account/ : /./, plan)
        }
      }
    })

    it('what was found by its words is looked up, or a list is walked in its order', async () => {
      const db = w.database.reader as Queryable
      for (const query of [{}, { open: 'true' }, { status: 'closed' }, { team: 'research' }] as const) {
        const seen = seenThat(db, filterOf(context, sight, query))
        const numbers = Array.from({ length: 128 }, (_, at) => at * 7)
        for (const found of [
          seen.where('t.number', 'in', numbers).select('t.number'),
          orders.changed.sorted(seen).select('t.number').limit(250),
          orders.changed
            .sorted(orders.changed.after(seen, [9_000]))
            .select('t.number')
            .limit(250),
        ]) {
          const plan = await planIn(w.database, found.compile())
          assert.doesNotMatch(plan, forbidden[w.database.kind], `${JSON.stringify(query)}\n${plan}`)
        }
      }
    })

    it('what was said since, and what stands in tickets, is found by indexes', async () => {
      const db = w.database.reader as Queryable
      const ids = Array.from({ length: 50 }, () => crypto.randomUUID())
      for (const query of [
        db.selectFrom('tickets').select('number').where('tenant', '=', tenant).where('said_seq', '>', 19_990),
        textsOfTickets(db, { tenant, numbers: [7, 8, 9] }),
        messagesOfTickets(db, { tenant, ids }),
      ]) {
        const plan = await planIn(w.database, query.compile())
        assert.doesNotMatch(plan, forbidden[w.database.kind], plan)
        assert.match(plan, /tickets_said|number|messages_conversation/, plan)
      }
    })

    it('what visitors have brought that is of no ticket is summed up from indexes', async () => {
      for (const query of [unusedOfVisitors, announcedOfVisitors]) {
        const plan = await planIn(w.database, query(w.database.reader as Queryable, { tenant }).compile())
        assert.doesNotMatch(plan, /SCAN|USE TEMP|Seq Scan/, plan)
        assert.match(plan, /files_unused|uploads_uploader/, plan)
        assert.match(plan, /visitors_pk|autoindex_visitors/, plan)
      }
    })

    ticketSearchContract(() => ({ w, crowd }))

    it('a list that has no index would be noticed', async () => {
      const { reader } = w.database
      const page = reader.selectFrom('tickets').select('id').where('tenant', '=', tenant).orderBy('subject').limit(26)
      assert.match(await planIn(w.database, page.compile()), forbidden[w.database.kind])
    })
  })
}

describe('the plans of lists', () => {
  plans('SQLite', migratedInMemory)

  describe('with PostgreSQL', { skip: missingPostgres() ?? false }, () => {
    plans('PostgreSQL', async () => openPostgres(await migratedPostgres()))
  })
})
