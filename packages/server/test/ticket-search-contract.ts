import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import type { TicketOrder } from '@aftercare/protocol'
import { tokenize } from '@aftercare/protocol/search'
import { demandsOf } from '@aftercare/protocol/search/demand'
import { simplify } from '@aftercare/protocol/search/traditional'
import { seeded } from '../../protocol/test/seeded.ts'
import { createSupportServer } from '../src/index.ts'
import { ServiceBook } from '../src/service/service-book.ts'
import type { Queryable } from '../src/storage/prepared.ts'
import type { TicketFilter } from '../src/tickets/queues/filter.ts'
import { listTickets, orders } from '../src/tickets/queues/list-store.ts'
import { countSought, listSought } from '../src/tickets/queues/sought-store.ts'
import type { SearchParts } from '../src/tickets/search/sought.ts'
import { TicketSearch } from '../src/tickets/search/ticket-search.ts'
import type { Sight } from '../src/tickets/visibility.ts'
import { naiveFinds, saidIn } from './naive-ticket-search.ts'
import type { Crowd } from './ticket-crowd.ts'
import { answerOf, tenant, type World } from './world.ts'

/** The search of a crowd of tickets, in whatever database they are. */
export function ticketSearchContract(of: () => { readonly w: World; readonly crowd: Crowd }): void {
  describe('the search of tickets', () => {
    let parts: SearchParts
    let db: Queryable
    const searches: TicketSearch[] = []
    const search = (wait = 60_000) => {
      const { database } = of().w
      const log = { info() {}, warn() {}, error: (fields: object) => assert.fail(JSON.stringify(fields)) }
      const made = new TicketSearch({ database, log, wait })
      searches.push(made)
      return made
    }
    before(async () => {
      const { database } = of().w
      db = database.kysely
      parts = { database, book: new ServiceBook(), ticketSearch: search() }
      await discuss()
    })
    after(() => Promise.all(searches.map((each) => each.close())))

    /** Replies and internal notes, some with words of their own; who watches what, and what whose task is. */
    async function discuss() {
      const chance = seeded(11)
      const { w, crowd } = of()
      const [agent] = crowd.agents
      for (let number = 1; number <= 2000; number += 1 + Math.floor(chance() * 30)) {
        const ticket = idOf(number)
        const kind = chance() < 0.5 ? ('internal_note' as const) : ('reply' as const)
        const body = `${chance() < 0.5 ? 'zirconium' : 'gantry'} ${kind === 'reply' ? 'answered' : 'confidential'} ${number}-77`
        const author = { author_side: 'agent' as const, author_id: agent! }
        const message = { tenant, id: crypto.randomUUID(), ticket_id: ticket, kind, body, ...author }
        await db
          .insertInto('messages')
          .values({ ...message, seq: number, created_at: w.now() })
          .execute()
        if (chance() < 0.3) {
          const person_id = crowd.requesters[Math.floor(chance() * 5)]!
          await db
            .insertInto('ticket_watchers')
            .values({ tenant, ticket_id: ticket, person_id, created_at: 0 })
            .onConflict((conflict) => conflict.doNothing())
            .execute()
        }
      }
    }

    const everything = {
      ...{ requester: undefined, account: undefined, statuses: undefined, open: undefined, type: undefined },
      ...{ priority: undefined, team: undefined, assignee: undefined, dueBefore: undefined },
    }
    const filterOf = (sight: Sight, search: string | undefined, more: Partial<TicketFilter> = {}): TicketFilter => ({
      ...{ tenant, sight, ...everything, search, ...more },
    })
    /** Those who look: the whole desk, a desk with types that are not for it, one team; a requester, one who watches, an account's admin. */
    function viewers(): readonly Sight[] {
      const { requesters, accounts, agents } = of().crowd
      const customer = { side: 'requester', hidden: ['complaint', 'billing'] } as const
      const member = { side: 'agent', staff: agents[0]! } as const
      return [
        { ...member, teams: null, hidden: [] },
        { ...member, teams: null, hidden: ['complaint', 'incident', 'setup'] },
        { ...member, staff: requesters[0]!, teams: ['research'], hidden: ['complaint'] },
        { ...customer, person: requesters[7]!, account: null, accounts: [] },
        { ...customer, person: requesters[1]!, account: accounts[1]!, accounts: [] },
        { ...customer, person: requesters[2]!, account: accounts[2]!, accounts: [accounts[2]!, accounts[3]!] },
      ]
    }
    async function whole(
      query: (after: readonly number[] | undefined) => ReturnType<typeof listSought>,
      of: TicketOrder,
    ) {
      const numbers: number[] = []
      for (let after: readonly number[] | undefined; ; ) {
        const page = await query(after)
        numbers.push(...page.map(({ number }) => number))
        if (page.length === 0) return numbers
        after = orders[of].placeOf(page.at(-1)!)
      }
    }

    it('finds what looking through each text that somebody sees would find, whoever looks', async () => {
      const chance = seeded(5)
      // What is found depends little on the database.
      const rounds = of().w.database.kind === 'sqlite' ? 8 : 3
      for (const sight of viewers()) {
        const filter = filterOf(sight, undefined)
        const seen = await listTickets(db, { filter, order: 'changed', after: undefined, limit: 5_000 })
        assert.ok(seen.length > 5)
        const texts = await saidIn(db, seen, sight.side === 'agent')
        for (let round = 0; round < rounds; round++) {
          const q = questionOf(texts, chance)
          const list = { filter: filterOf(sight, q), order: 'changed', after: undefined, limit: 50 } as const
          const found = (await listSought(parts, list)).map(({ number }) => number)
          const expected = naiveFinds(texts, demandsOf(simplify(q)))
          assert.deepEqual(found, expected.slice(0, 50), `${q} as ${JSON.stringify(sight)}`)
          const counts = await countSought(parts, list.filter)
          assert.equal(
            counts.reduce((sum, { count }) => sum + Number(count), 0),
            expected.length,
          )
        }
      }
    })

    it('finds nothing for signs without a word, and leaves out nothing where nothing is sought', async () => {
      for (const sight of viewers()) {
        const listed = async (q: string | undefined) => {
          const filter = filterOf(sight, q)
          const rows = await listSought(parts, { filter, order: 'changed', after: undefined, limit: 50 })
          return { numbers: rows.map(({ number }) => number), counts: await countSought(parts, filter) }
        }
        assert.deepEqual(await listed('!!!'), { numbers: [], counts: [] })
        assert.deepEqual(await listed('  '), await listed(undefined))
      }
    })

    it('keeps the order of a list, and its pages without gap or double, whatever it is narrowed to', async () => {
      const [desk, , team, , , admin] = viewers() as [Sight, Sight, Sight, Sight, Sight, Sight]
      const closed = { statuses: ['closed'] } as const
      for (const [sight, q, order, more] of [
        [desk, 'na', 'changed', {}],
        [desk, '仓', 'due', { open: true }],
        [desk, 'zirconum', 'created', {}],
        [team, 'na', 'due', closed],
        [team, 'pa na', 'changed', { open: true }],
        [admin, 'na', 'created', {}],
        [admin, 'answered', 'changed', {}],
      ] as const) {
        const query = { filter: filterOf(sight, q, more), order }
        const once = await listSought(parts, { ...query, after: undefined, limit: 5_000 })
        const numbers = once.map(({ number }) => number)
        assert.ok(numbers.length > 0, q)
        const turned = await whole((after) => listSought(parts, { ...query, after, limit: 83 }), order)
        assert.deepEqual(turned, numbers)
        const without = { filter: { ...query.filter, search: undefined }, order, after: undefined, limit: 5_000 }
        const all = (await listTickets(db, without)).map(({ number }) => number)
        const found = new Set(numbers)
        assert.deepEqual(
          numbers,
          all.filter((number) => found.has(number)),
        )
      }
    })

    it('knows what another process wrote, and what was put right', async (t) => {
      const { w } = of()
      const other = await createSupportServer(w.serverOptions)
      t.after(() => other.close())
      const { key } = await w.staff('agent')
      const mara = await w.customer('mara')
      const found = async (q: string, token = key) => {
        const headers = { authorization: `Bearer ${token}` }
        const request = new Request(`http://127.0.0.1/support/tickets?${new URLSearchParams({ q })}`, { headers })
        const { status, body } = await answerOf(await other.fetch(request))
        assert.equal(status, 200, JSON.stringify(body))
        return body.items.map(({ id }: { id: string }) => id)
      }
      assert.deepEqual(await found('phosphorus'), [])
      const { id } = await w.raise(mara, { subject: 'Phosphorus on the quay', description: 'It glows.' })
      assert.deepEqual(await found('phosphorus'), [id])
      await w.send('POST', `/tickets/${id}/messages`, { token: mara, body: w.newMessage({ body: 'By the bollard.' }) })
      const note = w.newMessage({ kind: 'internal_note', body: 'A magnesium flare.' })
      await w.send('POST', `/tickets/${id}/messages`, { token: key, body: note })
      for (const q of ['bollard', 'glows magnesium', 'phosphorous']) assert.deepEqual(await found(q), [id], q)
      assert.deepEqual(await found('bollard', mara), [id])
      for (const q of ['magnesium', 'magnsium', 'glows magnesium']) assert.deepEqual(await found(q, mara), [], q)
      const { headers } = await w.send('GET', `/tickets/${id}/details`, { token: mara })
      const change = { body: { subject: 'Sulphur on the quay' }, headers: { 'if-match': headers.get('etag')! } }
      await w.send('PATCH', `/tickets/${id}`, { token: mara, ...change })
      assert.deepEqual(await found('phosphorus'), [])
      for (const q of ['sulphur', 'bollard', 'magnesium']) assert.deepEqual(await found(q), [id], q)
    })

    describe('after a start', () => {
      const find = async (ticketSearch: TicketSearch, q: string) => {
        const [desk] = viewers() as [Sight]
        const list = { filter: filterOf(desk, q), order: 'changed', after: undefined, limit: 10 } as const
        return (await listSought({ ...parts, ticketSearch }, list)).map(({ number }) => number)
      }
      const say = (number: number, words: object) =>
        db.updateTable('tickets').set(words).where('tenant', '=', tenant).where('number', '=', number).execute()

      it('loads what the work has kept, and reads only what was said since', async () => {
        const { w } = of()
        const first = search()
        await first.of(tenant).prepare(db)
        assert.equal(
          (await db.selectFrom('search_segments').select('block').execute()).length,
          0,
          'no question keeps it',
        )
        await first.of(tenant).tend(w.database)
        const kept = await db.selectFrom('search_segments').select(['circle', 'said_seq']).execute()
        assert.deepEqual(kept.map(({ circle }) => circle).sort(), ['everyone', 'staff'])
        // Behind the server's back: whoever reads the text anew would find it.
        await say(17, { subject: 'ununoctium' })
        const [last] = await db.selectFrom('counters').select('event_seq').where('tenant', '=', tenant).execute()
        await db
          .updateTable('counters')
          .set({ event_seq: last!.event_seq + 1 })
          .where('tenant', '=', tenant)
          .execute()
        await say(18, { subject: 'flerovium', said_seq: last!.event_seq + 1 })
        const started = search()
        assert.deepEqual(await find(started, 'ununoctium'), [])
        assert.deepEqual(await find(started, 'flerovium'), [18])
        assert.deepEqual(await find(started, '17'), await find(first, '17'))
      })

      it('is prepared by the work, before anybody asks', async (t) => {
        const { w } = of()
        const lines: string[] = []
        const log = { info: (_: object, line: string) => void lines.push(line), warn() {}, error() {} }
        const server = await createSupportServer({ ...w.serverOptions, log })
        t.after(() => server.close())
        server.work.start()
        while (!lines.includes('the search of tickets is prepared')) await new Promise((turn) => setTimeout(turn, 20))
        const { key } = await w.staff('lead')
        const headers = { authorization: `Bearer ${key}` }
        const { body } = await answerOf(
          await server.fetch(new Request('http://127.0.0.1/support/tickets?q=flerovium', { headers })),
        )
        assert.deepEqual(
          body.items.map(({ number }: { number: number }) => number),
          [18],
        )
      })

      it('writes anew what has changed much, and takes what another process has written', async () => {
        const { w } = of()
        const [one, other] = [search(), search()]
        await Promise.all([one.of(tenant).prepare(db), other.of(tenant).prepare(db)])
        const [last] = await db.selectFrom('counters').select('event_seq').where('tenant', '=', tenant).execute()
        const seq = last!.event_seq + 1
        await db.updateTable('counters').set({ event_seq: seq }).where('tenant', '=', tenant).execute()
        for (let number = 100; number < 170; number++)
          await say(number, { subject: `livermorium ${number}`, said_seq: seq })
        const place = async () => (await db.selectFrom('search_segments').select('said_seq').execute())[0]!.said_seq
        const before = await place()
        await one.of(tenant).tend(w.database)
        assert.ok((await place()) > before)
        await say(300, { subject: 'tennessine', said_seq: seq })
        const written = await place()
        await other.of(tenant).tend(w.database)
        assert.equal(await place(), written)
        for (const each of [one, other, search()]) {
          assert.equal((await find(each, 'livermorium')).length, 10)
          assert.deepEqual(await find(each, 'livermorium 107'), [107])
        }
      })

      it('tells who asks before the index is there to come again, and goes on', async (t) => {
        const { w } = of()
        const server = await createSupportServer({ ...w.serverOptions, limits: { searchWait: 0 } })
        t.after(() => server.close())
        const { key } = await w.staff('agent')
        const ask = async (query: string) =>
          answerOf(
            await server.fetch(
              new Request(`http://127.0.0.1/support/tickets${query}`, { headers: { authorization: `Bearer ${key}` } }),
            ),
          )
        const { status, body, headers } = await ask('?q=gantry')
        assert.deepEqual([status, body.code, headers.get('retry-after')], [503, 'unavailable', '5'])
        assert.equal((await ask('')).status, 200, 'a list that nothing is sought in needs no index')
        // Of another process no answer comes in no time at all.
        if (w.database.kind !== 'sqlite') return
        let again = await ask('?q=gantry')
        for (; again.status === 503; again = await ask('?q=gantry')) await new Promise((turn) => setTimeout(turn, 20))
        assert.ok(again.body.items.length > 0)
      })
    })
  })
}

const idOf = (number: number) => `00000000-0000-4000-8000-${number.toString(16).padStart(12, '0')}`

/** A question about some of the texts: words and their beginnings, with errors, Chinese, numbers, or several. */
function questionOf(texts: ReadonlyMap<number, readonly string[]>, chance: () => number): string {
  const all = [...texts.values()]
  const pick = <Item>(items: readonly Item[]): Item => items[Math.floor(chance() * items.length)]!
  const word = (): string => {
    const kind = chance()
    if (kind < 0.1) return pick(['zirconium', 'zirconum', 'confidential', 'confidental', '77', 'gantry', 'answered'])
    const words = pick(all)
      .join(' ')
      .split(/[\s.,]+/u)
      .filter((each) => each !== '')
    const one = pick(words)
    const letters = [...one]
    const at = Math.floor(chance() * letters.length)
    if (/\p{sc=Han}/u.test(one)) return letters.slice(at, at + 1 + Math.floor(chance() * 3)).join('')
    if (kind < 0.5) return one
    if (kind < 0.75) return letters.slice(0, at + 1).join('')
    return [...letters.slice(0, at), pick([...'aeioukrst', '']), ...letters.slice(at + 1)].join('')
  }
  const q = chance() < 0.6 ? word() : `${word()} ${word()}`
  return tokenize(q).length > 0 ? q : 'na'
}
