// the first question after a server's start over ten thousand articles: how long it waits, and how long everybody else does
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { importArticles } from '../../packages/server/src/administration/import-articles.ts'
import { readPortable } from '../../packages/server/src/knowledge/portable-article.ts'
import { openSqlite } from '../../packages/server/src/node/index.ts'
import { articleNumber } from '../../packages/server/test/many-articles.ts'
import { migratedInFile } from '../../packages/server/test/migrated-database.ts'
import { tenant, world } from '../../packages/server/test/world.ts'

const { values: flags } = parseArgs({ options: { articles: { type: 'string', default: '10000' } } })
const articles = Number(flags.articles)
/** Longest pause of the event loop, in milliseconds. */
const bar = 50

const folder = mkdtempSync(join(tmpdir(), 'search-start-'))
const path = join(folder, 'aftercare.db')

async function fill() {
  const w = await world({ database: await migratedInFile(path), create: true })
  const began = process.cpuUsage()
  for (let from = 0; from < articles; from += 100) {
    const some = Array.from({ length: Math.min(100, articles - from) }, (_, at) => articleNumber(from + at))
    const portable = some.map((each) => readPortable(each, { locale: 'en' }).article)
    await importArticles(w.journal, tenant, portable, { kind: 'manual', audience: 'public' })
  }
  const { user, system } = process.cpuUsage(began)
  await w.close()
  console.log(`${articles} articles, taken in with ${((user + system) / 1e6).toFixed(1)} s of a processor`)
}

/**
 * Watches for how long the thread is held at once: in time, and in time of a processor, which says the same of an idle
 * machine and does not count what other programs take of a busy one. In milliseconds.
 */
function watched() {
  const longest = { held: 0, passed: 0 }
  const used = () => {
    const { user, system } = process.threadCpuUsage()
    return (user + system) / 1000
  }
  const processor = process.cpuUsage()
  let [cpu, at] = [used(), performance.now()]
  let timer = setTimeout(function look() {
    const [before, since] = [cpu, at]
    cpu = used()
    at = performance.now()
    longest.held = Math.max(longest.held, cpu - before)
    longest.passed = Math.max(longest.passed, at - since)
    timer = setTimeout(look)
  })
  return () => {
    clearTimeout(timer)
    const { user, system } = process.cpuUsage(processor)
    return { ...longest, cpu: (user + system) / 1e6 }
  }
}

/** A server that has just started, with what it does watched until the work is over. */
async function started(work) {
  const w = await world({ database: await openSqlite(path), server: { limits: { rate: false, searchWait: 600_000 } } })
  const token = await w.customer('mara')
  const ask = async () => {
    const began = performance.now()
    const { status, body } = await w.send('GET', '/search/articles?q=paper%20roll&locale=en', { token })
    if (status !== 200 || body.items.length === 0) throw new Error(`${status} ${JSON.stringify(body)}`)
    return performance.now() - began
  }
  // What runs for the first time is compiled first: that is not the index.
  await w.send('GET', '/tickets', { token })
  const end = watched()
  let busy = true
  const waits = []
  const others = (async () => {
    while (busy) {
      const began = performance.now()
      await w.send('GET', '/tickets', { token })
      waits.push(performance.now() - began)
      await new Promise((resolve) => setTimeout(resolve, 20))
    }
  })()
  const first = await work(ask, w)
  busy = false
  await others
  const seen = end()
  const again = await ask()
  await w.close()
  return { ...seen, first, again, slowest: Math.max(...waits), answered: waits.length }
}

try {
  await fill()
  const asked = await started((ask) => ask())
  console.log(
    `Asked at once: answered after ${asked.first.toFixed(0)} ms (${asked.cpu.toFixed(1)} s of a processor), the next after ${asked.again.toFixed(1)} ms. ` +
      `Meanwhile ${asked.answered} lists of tickets, the slowest in ${asked.slowest.toFixed(0)} ms.`,
  )
  const prepared = await started(async (ask, { server, log }) => {
    server.work.start()
    while (!log.some(({ message }) => message === 'the search of articles is prepared')) {
      await new Promise((resolve) => setTimeout(resolve, 50))
    }
    return ask()
  })
  console.log(
    `Prepared by the work: answered after ${prepared.first.toFixed(0)} ms (${prepared.cpu.toFixed(1)} s of a processor, all languages); meanwhile ${prepared.answered} lists of tickets, the slowest in ${prepared.slowest.toFixed(0)} ms.`,
  )
  const longest = (name) => Math.max(asked[name], prepared[name])
  console.log(
    `The thread was held for ${longest('held').toFixed(0)} ms of a processor at most, ${longest('passed').toFixed(0)} ms by the clock.`,
  )
  const [first, prompt] = [asked.first, prepared.first].map(Math.round)
  const [cpu, every, held] = [asked.cpu * 1000, prepared.cpu * 1000, longest('held')].map(Math.round)
  console.log(
    `search-start articles=${articles} first_ms=${first} first_cpu_ms=${cpu} prepared_cpu_ms=${every} prepared_first_ms=${prompt} longest_pause_ms=${held}`,
  )
  if (longest('held') > bar) process.exitCode = 1
} finally {
  rmSync(folder, { recursive: true })
}
