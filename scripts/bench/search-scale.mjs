// size and speed of the search index beside MiniSearch and FTS5, with bodies: `--corpus FILE`, once for each language
import { basename } from 'node:path'
import { parseArgs } from 'node:util'
import { seeded } from '../../packages/protocol/test/seeded.ts'
import { readCorpus } from './search/corpus.mjs'
import { engineBytes } from './search/engine-bytes.mjs'
import { miniSearch, own, ownServer } from './search/engines.mjs'
import { ask, lowerBoundOfGain, mean, prepare, quantile, reciprocal } from './search/figures.mjs'
import { fts5 } from './search/fts5.mjs'
import { plainTerms } from './search/plain-terms.mjs'
import { queriesOf } from './search/sections.mjs'

const { values: flags } = parseArgs({
  options: {
    /** JSON Lines of `{ id, title, body }`; once for each language. */
    corpus: { type: 'string', multiple: true, default: [] },
    queries: { type: 'string', default: '600' },
    rounds: { type: 'string', default: '3' },
    seed: { type: 'string', default: '1' },
  },
})
if (flags.corpus.length === 0) {
  console.error(
    'The bench needs `--corpus FILE` (JSON Lines of sections, `{ id, title, body }`; once per language, English and Chinese).',
  )
  process.exit(2)
}

const bars = { index_en: 0.55, index_zh: 0.8, load: 0.2, p95: 0.2, server_p95_vs_fts5: 0.8, engine_bytes: 7 * 1024 }
const titleTierBar = 250_000
const figures = {}
const worst = (name, value) => {
  figures[name] = Math.max(figures[name] ?? 0, value)
}
let broken = false

for (const file of flags.corpus) {
  const { documents, language } = readCorpus(file)
  const random = seeded(Number(flags.seed))
  const queries = queriesOf(documents, Number(flags.queries), random)
  console.log(`\n${basename(file)}: ${documents.length} sections, ${queries.length} queries`)
  console.log(
    '                          MRR@10   p50 ms   p95 ms   load ms   build ms   index kB   brotli kB   heap MB',
  )
  const engines = { own, mini: miniSearch(), plain: miniSearch(plainTerms), server: ownServer, fts5 }
  const names = { mini: 'MiniSearch, our terms', plain: 'MiniSearch, plain terms' }
  const measured = {}
  for (const [key, engine] of Object.entries(engines))
    measured[key] = { ...(await prepare(engine, documents)), rounds: [] }
  // Interleaved, since the machine is now busier, now idler.
  for (let round = 0; round <= Number(flags.rounds); round++) {
    for (const [key, engine] of Object.entries(engines)) {
      const asked = await ask(engine, measured[key].index, queries)
      if (round > 0) measured[key].rounds.push(asked)
    }
  }
  for (const [key, engine] of Object.entries(engines)) {
    const each = measured[key]
    each.places = each.rounds[0].places
    each.p95 = Math.min(...each.rounds.map(({ times }) => quantile(times, 0.95)))
    const p50 = Math.min(...each.rounds.map(({ times }) => quantile(times, 0.5)))
    const cells = [
      [mean(each.places.map(reciprocal)).toFixed(4), 8],
      [p50.toFixed(3), 9],
      [each.p95.toFixed(3), 9],
      [each.load.toFixed(1), 10],
      [each.build.toFixed(0), 11],
      [(each.raw / 1000).toFixed(0), 11],
      [(each.brotli / 1000).toFixed(0), 12],
      [(each.peak / 1e6).toFixed(1), 10],
    ]
    console.log(
      `${(names[key] ?? engine.name).padEnd(24)}${cells.map(([text, width]) => text.padStart(width)).join('')}`,
    )
  }
  // Of both ways to use MiniSearch, the harder one to beat.
  const peers = [measured.mini, measured.plain]
  const least = (name) => Math.min(...peers.map(({ [name]: value }) => value))
  figures[`index_${language}`] = measured.own.brotli / least('brotli')
  worst('load', measured.own.load / least('load'))
  worst('p95', measured.own.p95 / least('p95'))
  worst('server_p95_vs_fts5', measured.server.p95 / measured.fts5.p95)
  const titleTier = measured.own.sizes[0]
  const ours = mean(measured.own.places.map(reciprocal))
  const gains = peers.map(({ places }) => ours - mean(places.map(reciprocal)))
  const least95 = peers.map(({ places }) => lowerBoundOfGain(measured.own.places, places, seeded(Number(flags.seed))))
  console.log(
    `Title tier ${(titleTier / 1000).toFixed(0)} kB brotli (bar ${titleTierBar / 1000}); MRR@10 beside MiniSearch ${gains.map((gain, at) => `${gain.toFixed(4)} (at least ${least95[at].toFixed(4)})`).join(' and ')}.`,
  )
  if (titleTier > titleTierBar || gains.some((gain) => gain < 0)) broken = true
}
figures.engine_bytes = await engineBytes()
const table = await engineBytes('traditional.js')
console.log(
  `\nEngine and tokenizer ${figures.engine_bytes} bytes brotli, the table of traditional characters ${table} (bar 6144).`,
)
for (const [name, bar] of Object.entries(bars)) {
  if (figures[name] === undefined) continue
  const held = figures[name] <= bar
  if (!held) broken = true
  console.log(`${name.padEnd(20)} ${figures[name].toFixed(3).padStart(9)}  bar ${bar}  ${held ? 'held' : 'BROKEN'}`)
}
if (broken || table > 6144) process.exitCode = 1
console.log(
  `search-scale ${Object.keys(bars)
    .filter((name) => figures[name] !== undefined)
    .map((name) => `${name}=${name === 'engine_bytes' ? figures[name] : figures[name].toFixed(3)}`)
    .join(' ')}`,
)
