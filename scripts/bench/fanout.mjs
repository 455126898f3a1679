// one event to many live connections, beside a naive Hono streamSSE server
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { startPart } from './processes/start-part.mjs'

const { values: flags } = parseArgs({
  options: {
    connections: { type: 'string', default: '5000' },
    rounds: { type: 'string', default: '3' },
    events: { type: 'string', default: '20' },
  },
})
const connections = Number(flags.connections)
const rounds = Number(flags.rounds)
const events = Number(flags.events)
const bars = { ratio: 0.65, kilobytes: 40 }

const processes = {
  server: import.meta.resolve('./fanout/server.mjs'),
  naive: import.meta.resolve('./fanout/naive.mjs'),
  listeners: import.meta.resolve('./fanout/listeners.mjs'),
}

const start = (part) => startPart(processes[part], ['--expose-gc'])
const median = (numbers) => numbers.toSorted((a, b) => a - b)[Math.floor(numbers.length / 2)]
const folder = mkdtempSync(join(tmpdir(), 'aftercare-bench-'))
let example

/** Everybody connects, hears some events, then a burst of as many; what they have is counted. */
async function measure(part, round) {
  const [server, listeners] = [start(part), start('listeners')]
  try {
    const { url, tokens } = await server.ask({ folder: join(folder, `${part}-${round}`), connections })
    // A first few so that what is only made once is made.
    await listeners.ask({ ask: 'open', url, tokens, connections: 50 })
    await listeners.ask({ ask: 'publish', events: 20, example })
    if (part === 'server') example ??= await listeners.ask({ ask: 'example' })
    await listeners.ask({ ask: 'close' })
    const before = await server.ask({})
    await listeners.ask({ ask: 'open', url, tokens, connections })
    const kilobytes = ((await server.ask({})) - before) / 1024 / connections
    const { p50, p99, heard } = await listeners.ask({ ask: 'publish', events, example })
    await listeners.ask({ ask: 'burst', events, example })
    const { lost, told } = await listeners.ask({ ask: 'close' })
    if (heard !== connections * events) throw new Error(`${heard} of ${connections * events} were heard`)
    console.log(
      `${String(round).padStart(5)}   ${part.padEnd(8)} ${p50.toFixed(0).padStart(7)} ${p99.toFixed(0).padStart(7)} ${kilobytes.toFixed(1).padStart(18)} ${String(told).padStart(8)} ${String(lost).padStart(6)}`,
    )
    return { p99, kilobytes, lost }
  } finally {
    server.stop()
    listeners.stop()
  }
}

try {
  console.log(`${connections} connections, each a person of their own, all of whom hear every event.\n`)
  console.log('round   server    p50 ms  p99 ms  KB per connection   events   lost')
  const measured = []
  for (let round = 1; round <= rounds; round++) {
    measured.push({ ours: await measure('server', round), naive: await measure('naive', round) })
  }
  // Each round against its own neighbour: what else the machine does changes from one round to the next.
  const ratio = median(measured.map(({ ours, naive }) => ours.p99 / naive.p99))
  const kilobytes = median(measured.map(({ ours }) => ours.kilobytes))
  const lost = measured.reduce((sum, { ours }) => sum + ours.lost, 0)
  const held = ratio <= bars.ratio && kilobytes <= bars.kilobytes && lost === 0
  console.log(`\nThe bars are ${bars.ratio} of naive and ${bars.kilobytes} KB: ${held ? 'held' : 'BROKEN'}.`)
  if (!held) process.exitCode = 1
  console.log(
    `fanout connections=${connections} lost=${lost} p99_vs_naive=${ratio.toFixed(2)} kb_per_connection=${kilobytes.toFixed(1)}`,
  )
} finally {
  rmSync(folder, { recursive: true, force: true })
}
