// pages of a hundred thousand tickets, narrowed and sorted, beside the same rows fetched by their keys
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { openPostgres, openSqlite } from '../../packages/server/src/node/index.ts'
import { ServiceBook } from '../../packages/server/src/service/service-book.ts'
import { filterOf } from '../../packages/server/src/tickets/queues/filter.ts'
import { orders } from '../../packages/server/src/tickets/queues/list-store.ts'
import { listSought } from '../../packages/server/src/tickets/queues/sought-store.ts'
import { TicketSearch } from '../../packages/server/src/tickets/search/ticket-search.ts'
import { withAttachments } from '../../packages/server/src/tickets/with-attachments.ts'
import { missingPostgres, startPostgres } from '../../packages/server/test/node/embedded-postgres.ts'
import { gatherCrowd, listsOf, searches } from '../../packages/server/test/ticket-crowd.ts'
import { tenant, world } from '../../packages/server/test/world.ts'
import { bareReader } from './ticket-list/bare.mjs'

const { values: flags } = parseArgs({
  options: { tickets: { type: 'string', default: '100000' }, rounds: { type: 'string', default: '12' } },
})
const tickets = Number(flags.tickets)
const rounds = Number(flags.rounds)
/** The slowest of twenty pages, beside the slowest of twenty that are fetched by key. */
const bar = 3
const pageSize = 25
/** Pages that somebody turns, one after the other. */
const pages = 3

setFlagsFromString('--expose-gc')
const collectGarbage = runInNewContext('gc')

const quantile = (numbers, share) => numbers.toSorted((a, b) => a - b)[Math.floor((numbers.length - 1) * share)]
const shown = (milliseconds) => milliseconds.toFixed(2).padStart(8)

/** Of this thread's processor, in milliseconds. */
function used() {
  const { user, system } = process.threadCpuUsage()
  return (user + system) / 1000
}

async function timed(times, work, processor = []) {
  const [began, before] = [performance.now(), used()]
  const result = await work()
  processor.push(used() - before)
  times.push(performance.now() - began)
  return result
}

/** What a work needs of a processor, and for how long it holds the thread at once by the processor's time, in milliseconds. */
async function held(work) {
  let [longest, last, over] = [0, used(), false]
  const look = () => {
    const now = used()
    longest = Math.max(longest, now - last)
    last = now
    if (!over) setTimeout(look)
  }
  setTimeout(look)
  const began = process.cpuUsage()
  await work()
  over = true
  const { user, system } = process.cpuUsage(began)
  return { held: longest, cpu: (user + system) / 1e6 }
}

async function measure(name, database, bare) {
  const w = await world({ database, create: true, server: { limits: { rate: false } } })
  const agents = []
  for (let number = 0; number < 60; number++) agents.push(await w.staff('agent', `Agent ${number}`))
  const [me] = agents
  const began = performance.now()
  const crowd = await gatherCrowd({ database, tenant, now: w.now(), agents: agents.map(({ id }) => id) }, { tickets })
  console.log(`\n${name}: ${tickets} tickets, written in ${((performance.now() - began) / 1000).toFixed(0)} s`)
  const context = { principal: { side: 'agent', role: 'agent', tenant, id: me.id } }
  const sight = { side: 'agent', staff: me.id, teams: null, hidden: ['complaint'] }

  const search = () =>
    new TicketSearch({ database, log: { info() {}, warn() {}, error: console.error }, wait: 600_000 })
  const parts = { database, book: new ServiceBook(), ticketSearch: search() }
  const heap = () => {
    collectGarbage()
    const { heapUsed, arrayBuffers } = process.memoryUsage()
    return heapUsed + arrayBuffers
  }
  const before = heap()
  const written = await held(() => parts.ticketSearch.of(tenant).tend(database))
  const perTicket = (heap() - before) / tickets
  const again = search()
  const loaded = await held(() => again.of(tenant).tend(database))
  await again.close()
  console.log(
    `The index: written with ${written.cpu.toFixed(1)} s of a processor, loaded by a start with ${loaded.cpu.toFixed(1)} s; the thread held for ` +
      `${written.held.toFixed(0)} and ${loaded.held.toFixed(0)} ms of it at most; ${Math.round(perTicket)} bytes of memory a ticket.`,
  )

  /** One page as a route answers it: found, with names and files, written out. */
  async function page(query, after) {
    const order = query.sort ?? 'changed'
    const filter = filterOf(context, sight, query)
    const rows = await listSought(parts, { filter, order, after, limit: pageSize + 1 })
    const shown = rows.slice(0, pageSize)
    const items = await withAttachments(database.reader, tenant, shown, w.now())
    const last = rows.length > pageSize ? orders[order].placeOf(shown.at(-1)) : undefined
    return { ids: shown.map(({ id }) => id), last, text: JSON.stringify({ items, next: last }) }
  }

  async function run(queries) {
    const ours = new Map(queries.map((query) => [query, []]))
    const theirs = []
    const processor = []
    // The first rounds fill the caches and let the machine compile.
    for (let round = -2; round < rounds; round++) {
      for (const query of queries) {
        const [mine, keyed] = round < 0 ? [[], []] : [ours.get(query), theirs]
        let after
        for (let turned = 0; turned < pages; turned++) {
          const found = await timed(mine, () => page(query, after), round < 0 ? [] : processor)
          if (found.ids.length === pageSize) await timed(keyed, () => bare.byKeys(found.ids))
          after = found.last
          if (!after) break
        }
      }
    }
    return { ours, theirs, processor }
  }

  const lists = await run(listsOf(crowd, w.now()))
  const sought = await run(searches)
  console.log('\n  p50 ms   p95 ms   list')
  for (const [query, times] of [...lists.ours, ...sought.ours]) {
    const words = Object.entries(query).map(([member, value]) => `${member}=${value}`)
    console.log(`${shown(quantile(times, 0.5))} ${shown(quantile(times, 0.95))}   ${words.join(' ') || 'everything'}`)
  }
  const p95 = quantile([...lists.ours.values()].flat(), 0.95)
  const keyed = quantile(lists.theirs, 0.95)
  const searchP95 = quantile([...sought.ours.values()].flat(), 0.95)
  const searchCpu = quantile(sought.processor, 0.95)

  const served = []
  for (let round = 0; round < 20; round++) {
    await timed(served, () => w.send('GET', `/tickets?limit=${pageSize}`, { token: me.key }))
  }
  console.log(`\n${shown(keyed)} ms p95 for the same rows by their keys, ${shown(p95)} ms for a list of them`)
  console.log(
    `${shown(quantile(served, 0.95))} ms p95 as staff are served it, with the entry in the audit log on the disk`,
  )
  await parts.ticketSearch.close()
  await w.close()
  return { p95, ratio: p95 / keyed, search: searchP95, searchCpu }
}

const folder = mkdtempSync(join(tmpdir(), 'aftercare-bench-'))
const results = []
try {
  const file = join(folder, 'tickets.db')
  results.push(await measure('SQLite', await openSqlite(file), bareReader({ file, tenant })))
  const missing = missingPostgres()
  if (missing) console.log(`PostgreSQL is left out: ${missing}`)
  else {
    const postgres = await startPostgres()
    try {
      const address = await postgres.createDatabase('tickets')
      const bare = bareReader({ address, tenant })
      results.push(await measure('PostgreSQL', await openPostgres(address), bare))
      await bare.close()
    } finally {
      await postgres.stop()
    }
  }
} finally {
  rmSync(folder, { recursive: true, force: true })
}
const worst = (member) => Math.max(...results.map((result) => result[member]))
console.log(`The bar is ${bar} times the bare rows: ${worst('ratio') <= bar ? 'held' : 'BROKEN'}.`)
if (worst('ratio') > bar) process.exitCode = 1
console.log(
  `ticket-list tickets=${tickets} p95_vs_bare=${worst('ratio').toFixed(2)} p95_ms=${worst('p95').toFixed(2)} search_p95_ms=${worst('search').toFixed(2)} search_cpu_p95_ms=${worst('searchCpu').toFixed(2)}`,
)
