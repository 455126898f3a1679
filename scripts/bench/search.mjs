// what is found, in English and Chinese, beside MiniSearch, FlexSearch and Orama: `--corpus FILE --queries FILE`
import { basename } from 'node:path'
import { parseArgs } from 'node:util'
import { seeded } from '../../packages/protocol/test/seeded.ts'
import { readCorpus, readQueries } from './search/corpus.mjs'
import { flexSearch, miniSearch, oramaSearch } from './search/engines.mjs'
import { ask, hitAt, lowerBoundOfGain, mean, prepare, quantile, reciprocal } from './search/figures.mjs'
import { homes } from './search/homes.mjs'
import { askKnownItems } from './search/known-items.mjs'

const { values: flags } = parseArgs({
  options: {
    /** JSON Lines of `{ id, title, body, lang }`; once for each language. */
    corpus: { type: 'string', multiple: true, default: [] },
    /** JSON Lines of `{ query, relevant, lang }`, those of several corpora with `corpus` as well. */
    queries: { type: 'string' },
    side: { type: 'string', default: 'client' },
    seed: { type: 'string', default: '1' },
  },
})
if (flags.corpus.length === 0 || flags.queries === undefined) {
  console.error(
    'The bench needs `--corpus FILE` (JSON Lines of articles, `{ id, title, body, lang }`; may be given once per language) and ' +
      '`--queries FILE` (JSON Lines, `{ query, relevant: [id, …] }`, with `corpus` where queries of several corpora are in one file).',
  )
  process.exit(2)
}

/** Goals of the mean reciprocal rank by language; at most one query of a hundred finds nothing. */
const goals = { en: 0.62, zh: 0.65 }
const mostEmpty = 0.01
const ours = homes[flags.side]
if (ours === undefined) {
  console.error('`--side` is client or server.')
  process.exit(2)
}

const figures = []
const columns =
  '            hit@1   hit@5  MRR@10  better by ≥  zero    p50 ms  p95 ms  index kB  brotli kB  build ms  load ms  heap MB'
let broken = false
for (const file of flags.corpus) {
  const { documents, language } = readCorpus(file)
  const queries = readQueries(flags.queries, basename(file))
  if (queries.length === 0) {
    console.error(`${flags.queries} has no query whose \`corpus\` is ${basename(file)}.`)
    process.exit(2)
  }
  console.log(
    `\n${basename(file)}: ${documents.length} articles, ${queries.length} queries, as the ${flags.side} searches\n${columns}`,
  )
  let reference
  let ourIndex
  const home = ours(language)
  for (const engine of [home, miniSearch(), flexSearch, oramaSearch]) {
    const prepared = await prepare(engine, documents)
    await ask(engine, prepared.index, queries.slice(0, 200))
    const { places, times, empty } = await ask(engine, prepared.index, queries)
    const mrr = mean(places.map(reciprocal))
    const gain = reference && lowerBoundOfGain(reference, places, seeded(Number(flags.seed)))
    if (reference === undefined) {
      reference = places
      ourIndex = prepared.index
      figures.push({ language, mrr, empty })
      if (mrr < (goals[language] ?? 0) || empty > mostEmpty) broken = true
    } else if (gain <= 0) broken = true
    const cells = [
      [hitAt(places, 1).toFixed(3), 7],
      [hitAt(places, 5).toFixed(3), 7],
      [mrr.toFixed(4), 8],
      [gain?.toFixed(4) ?? '', 13],
      [empty.toFixed(3), 6],
      [quantile(times, 0.5).toFixed(2), 10],
      [quantile(times, 0.95).toFixed(2), 8],
      [(prepared.raw / 1000).toFixed(0), 10],
      [(prepared.brotli / 1000).toFixed(0), 11],
      [prepared.build.toFixed(0), 10],
      [prepared.load.toFixed(1), 9],
      [(prepared.peak / 1e6).toFixed(1), 9],
    ]
    console.log(`${engine.name.padEnd(12)}${cells.map(([text, width]) => text.padStart(width)).join('')}`)
  }
  console.log('')
  if (!(await askKnownItems(home, ourIndex, documents, language, Number(flags.seed)))) broken = true
  await home.end(ourIndex)
}
if (broken) process.exitCode = 1
const said = (name, digits) =>
  figures.map(
    ({ language, [name]: value }) => `${name === 'empty' ? 'zero' : name}_${language}=${value.toFixed(digits)}`,
  )
console.log(`\nsearch ${[...said('mrr', 4), ...said('empty', 4)].join(' ')}`)
