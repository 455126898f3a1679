// The two homes of our engine, as they are: a real server with the articles, asked over its routes, and a real client that
// has loaded the index from it. Each behind the functions of an engine, all of which may be waited for.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createCore, knowledge } from '@aftercare/client'
import { readSearchManifest, searchArticles } from '@aftercare/protocol'
import { createDevelopmentWorld } from '@aftercare/server/development'
import { runCli } from '@aftercare/server/node'

const patience = 600_000
const slugOf = (at) => `article-${at}`
const locales = { en: 'en', zh: 'zh-CN' }

const wordsOf = (keywords) =>
  keywords
    .map((word) => word.replace(/\s+/g, ' ').trim().slice(0, 60).trim())
    .filter((word) => /[\p{L}\p{N}]/u.test(word))
    .slice(0, 30)

/** Brings articles to a new server the way a vendor does; what is known of a text besides goes into it. */
async function serverWith(documents, language) {
  const dataDir = mkdtempSync(join(tmpdir(), 'search-bench-'))
  const options = { seed: false, dataDir, limits: { rate: false, searchIndex: 1e9, searchWait: patience } }
  await (await createDevelopmentWorld(options)).close()
  const file = join(dataDir, 'articles.jsonl')
  const articles = documents.map(({ title, headings, keywords, body }, at) => ({
    ...{
      slug: slugOf(at),
      locale: locales[language],
      title,
      keywords: wordsOf(keywords),
    },
    // Plain already: what looks like Markdown in it is meant.
    body: [...headings.map((heading) => `## ${heading}`), body].join('\n\n'),
  }))
  writeFileSync(file, articles.map((article) => JSON.stringify(article)).join('\n'))
  const said = []
  const code = await runCli(
    ['knowledge', 'import', file, '--tenant', 'tidewater', '--audience', 'public', '--data-dir', dataDir],
    {
      print: (line) => void said.push(line),
      complain: (line) => void said.push(line),
      environment: {},
      clock: Date.now,
      random: (bytes) => void crypto.getRandomValues(bytes),
      untilStopped: () => Promise.resolve(),
    },
  )
  console.log(`  ${said.at(-1)}`)
  if (code !== 0)
    console.log(
      said
        .filter((line) => line.startsWith('skipped'))
        .slice(0, 5)
        .join('\n'),
    )
  const world = await createDevelopmentWorld(options)
  const end = async () => {
    await world.close()
    rmSync(dataDir, { recursive: true })
  }
  // The index is written with the first question: that is part of building it.
  const core = coreOn({ world, locale: locales[language] })
  await core.call(searchArticles, { query: { q: 'one', locale: locales[language] } }, { timeout: patience })
  await core.call(readSearchManifest, { query: { locale: locales[language] } }, { timeout: patience })
  await core.close()
  const idOf = new Map(documents.map(({ id }, at) => [slugOf(at), id]))
  return { world, locale: locales[language], idsOf: (hits) => hits.map(({ slug }) => idOf.get(slug)), end }
}

const coreOn = ({ world, locale }) =>
  createCore({
    url: 'http://support.test/support',
    getToken: () => world.customerToken(),
    fetch: world.server.fetch,
    locale,
  })

/** Waits for a state of a search. */
function stateOf(results, isWanted) {
  return new Promise((resolve, reject) => {
    const stop = results.$state.subscribe((state) => {
      if (state.status === 'failed') reject(new Error(JSON.stringify(state.reason)))
      if (state.status !== 'ready' || !isWanted(state)) return
      resolve(state)
      queueMicrotask(() => stop())
    })
  })
}

const serverHome = (language) => ({
  name: 'our server',
  build: (documents) => serverWith(documents, language),
  files: () => [],
  async load(built) {
    const index = { built, core: coreOn(built) }
    await this.search(index, 'one', 1)
    return index
  },
  async search({ built, core }, query, limit) {
    const asked = { q: query.slice(0, 200), locale: built.locale, limit: String(limit) }
    return built.idsOf((await core.call(searchArticles, { query: asked })).items)
  },
  end: ({ built }) => built.end(),
})

const clientHome = (language) => ({
  ...serverHome(language),
  name: 'our client',
  async load(built) {
    const core = coreOn(built)
    for (;;) {
      const results = knowledge(core).search('one')
      await results.refresh()
      if ((await stateOf(results, () => true)).by === 'device') return { built, core }
    }
  },
  async search({ built, core }, query, limit) {
    const results = knowledge(core).search(query.slice(0, 200), { limit })
    return built.idsOf((await stateOf(results, ({ by }) => by === 'device')).hits)
  },
})

export const homes = { server: serverHome, client: clientHome }
