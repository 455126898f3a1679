// business time and clocks against an oracle that looks at every minute, in a million random cases; deadlines per second
import { parseArgs } from 'node:util'
import { OffsetCache } from '../../packages/protocol/test/sla/oracle.ts'
import { compare, seeded, someWindow, zones } from '../../packages/protocol/test/sla/random-cases.ts'
import { compareClocks } from '../../packages/protocol/test/sla/random-clocks.ts'
import { calendarsOf } from './sla/corpus.mjs'
import { deadlinesPerSecond, readingsPerSecond } from './sla/speed.mjs'

const { values: flags } = parseArgs({
  options: {
    cases: { type: 'string' },
    quick: { type: 'boolean', default: false },
    seed: { type: 'string', default: '1' },
    /** A folder with holidays of countries and China's moved working days; without it all calendars are random. */
    corpus: { type: 'string' },
  },
})
const cases = Number(flags.cases ?? (flags.quick ? 20_000 : 1_000_000))
const casesPerWindow = 500
/** Deadlines per second on one core, over a business calendar with holidays. */
const bar = 200_000

const real = flags.corpus === undefined ? [] : calendarsOf(flags.corpus)
const all = [...new Set([...zones, ...real.map(({ zone }) => zone)])].sort()
const random = seeded(Number(flags.seed))
const offsets = new OffsetCache()
const counted = new Map(all.map((zone) => [zone, { windows: 0, real: 0, cases: 0, differences: 0 }]))
const began = performance.now()

for (let done = 0, window = 0; done < cases; window++) {
  const zone = all[window % all.length]
  const row = counted.get(zone)
  const looked = someWindow(random, zone, offsets, real)
  row.windows += 1
  if (real.includes(looked.calendar)) row.real += 1
  const here = Math.min(casesPerWindow, cases - done)
  const ofClocks = Math.floor(here / 10)
  for (const results of [compare(looked, random, here - ofClocks), compareClocks(looked, random, ofClocks)]) {
    for (const difference of results) {
      row.cases += 1
      if (difference === undefined) continue
      row.differences += 1
      if (row.differences <= 3) console.error(`${zone}: ${difference}`)
    }
  }
  done += here
}
const seconds = (performance.now() - began) / 1000

const width = Math.max(...all.map((zone) => zone.length))
console.log(`${'zone'.padEnd(width)}   windows   with real holidays   cases   differences`)
for (const [zone, row] of counted) {
  console.log(
    `${zone.padEnd(width)} ${String(row.windows).padStart(9)} ${String(row.real).padStart(20)} ${String(row.cases).padStart(7)} ${String(row.differences).padStart(13)}`,
  )
}
const sum = (key) => [...counted.values()].reduce((total, row) => total + row[key], 0)
const differences = sum('differences')
const perSecond = deadlinesPerSecond(random)
console.log(
  `\n${sum('cases').toLocaleString('en')} cases in ${all.length} zones and ${sum('windows')} windows, seed ${flags.seed}, in ${seconds.toFixed(0)} s; a tenth of them read a ticket's clocks.`,
)
console.log(
  `Time-zone data ${process.versions.tz}. Deadlines over China's business hours: ${perSecond.toLocaleString('en')} a second, ` +
    `the bar of ${bar.toLocaleString('en')} is ${perSecond >= bar ? 'held' : 'BROKEN'}; whole tickets read: ${readingsPerSecond().toLocaleString('en')} a second.`,
)
if (differences > 0 || perSecond < bar) process.exitCode = 1
console.log(`sla cases=${sum('cases')} differences=${differences} per_second=${perSecond}`)
