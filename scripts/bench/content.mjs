// hostile and odd texts (--data FOLDER: dompurify-expect.json, commonmark-tests-*.json) from import to the element, in Chromium under the strict policy
import { createHash } from 'node:crypto'
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { createDevelopmentWorld } from '@aftercare/server/development'
import { serve } from '@aftercare/server/node'
import { staticFiles } from '../../examples/quick-start/static-files.mjs'
import { launchBrowser } from '../browser.mjs'
import { build } from '../build.mjs'

const { values: flags } = parseArgs({ options: { data: { type: 'string' } } })
if (!flags.data) {
  console.error(
    'Say where the cases are: pnpm bench content --data FOLDER, with dompurify-expect.json and commonmark-tests-*.json in it.',
  )
  process.exit(2)
}
const json = (file) => JSON.parse(readFileSync(join(flags.data, file), 'utf8'))
const hostile = json('dompurify-expect.json').map(({ payload }) => payload)
const [markdown] = readdirSync(flags.data).filter((file) => /^commonmark-tests.*\.json$/.test(file))
if (!markdown) throw new Error(`There is no commonmark-tests-*.json in ${flags.data}.`)
const cases = [
  ...hostile,
  // The same where HTML does not end a paragraph, in a cell, in a heading, in an address, and in code.
  ...hostile.map((payload) => {
    const line = payload.replace(/\s+/g, ' ')
    return `| ${line} |\n| - |\n| ${line} |\n\n## ${line}\n\n[x](<${line.replace(/[<>\\]/g, '')}>)\n\n![${line}](https://media.example/a.mp4 "video")\n\n\`\`\`${line}\n${payload}\n\`\`\``
  }),
  ...json(markdown).map((each) => each.markdown),
]
const nameOf = (index) => `case-${String(index + 1).padStart(4, '0')}`
/** A title is shown too: the hostile ones are tried there as well. */
const titleOf = (text, index) =>
  (index < hostile.length && [...text.replace(/\p{C}+/gu, ' ').trim()].slice(0, 200).join('').trim()) ||
  `Case ${index + 1}`

const policy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "connect-src 'self'",
  "img-src 'self' blob:",
  "base-uri 'none'",
  "require-trusted-types-for 'script'",
  'trusted-types lit-html',
].join('; ')
const html = `<!doctype html><html lang="en"><meta charset="utf-8"><title>Content</title>
<script type="module" src="/aftercare/aftercare.js"></script><script type="module" src="/page.js"></script>`

/** So many articles are read by one person: a limit of the server counts the requests of each. */
const ofOnePerson = 150

/** Imports, serves and shows every case. */
async function run(folder, browser) {
  const refused = []
  const log = { info() {}, error() {}, warn: (_, message) => refused.push(message) }
  const world = await createDevelopmentWorld({ seed: false, log, articles: folder })
  const own = staticFiles(join(import.meta.dirname, 'content'))
  const widgets = staticFiles(join(import.meta.dirname, '../../packages/elements/dist/cdn'))
  const headers = { 'content-security-policy': policy }
  const listening = await serve({
    async fetch(request) {
      const { pathname, searchParams } = new URL(request.url)
      if (pathname.startsWith('/support/')) return world.server.fetch(request)
      if (pathname === '/token') return new Response(await world.customerToken({ subject: searchParams.get('person') }))
      if (pathname === '/') {
        const person = searchParams.get('person')
        const provider = `<aftercare-provider url="/support" token-url="/token?person=${person}" tenant="tidewater" subject="${person}" locale="en"><main></main></aftercare-provider>`
        return new Response(html + provider, { headers: { ...headers, 'content-type': 'text/html; charset=utf-8' } })
      }
      const file = pathname.startsWith('/aftercare/')
        ? widgets(pathname.slice(11), request, headers)
        : own(pathname.slice(1), request, headers)
      return (await file) || new Response('', { status: 404, headers })
    },
  })
  const trees = createHash('sha256')
  const shapes = createHash('sha256')
  const seen = { executed: [], violations: [], unexpected: [], requests: [] }
  const url = `http://127.0.0.1:${listening.port}`
  const context = await browser.newContext({ viewport: { width: 800, height: 1000 } })
  try {
    const page = await context.newPage()
    page.on('dialog', (dialog) => {
      seen.executed.push(dialog.message())
      void dialog.dismiss()
    })
    context.on('request', (request) => {
      if (!request.url().startsWith(`${url}/`)) seen.requests.push(request.url())
    })
    const there = []
    for (const [index] of cases.entries()) {
      const read = new Request(`http://bench.invalid/support/articles/${nameOf(index)}`, {
        headers: {
          authorization: `Bearer ${await world.customerToken({ subject: `reader-${Math.floor(index / ofOnePerson)}` })}`,
        },
      })
      const answer = await world.server.fetch(read)
      if (!answer.ok) continue
      there.push(nameOf(index))
      trees.update(JSON.stringify((await answer.json()).content))
    }
    for (let from = 0; from < there.length; from += ofOnePerson) {
      await page.goto(`${url}/?person=person-${from}`)
      await page.waitForFunction(() => window.ready)
      const shown = await page.evaluate((slugs) => window.showArticles(slugs), there.slice(from, from + ofOnePerson))
      for (const shape of shown) shapes.update(shape)
      const part = await page.evaluate(() => window.seen)
      for (const [what, found] of Object.entries(part)) seen[what].push(...found)
    }
    const provoked = await page.evaluate(() => window.provoke())
    if (!(provoked.violations >= 2 && provoked.unexpected >= 1))
      throw new Error(`A violation would not be seen: ${JSON.stringify(provoked)}`)
    return {
      shown: there.length,
      refused: cases.length - there.length,
      seen,
      trees: trees.digest('hex'),
      shapes: shapes.digest('hex'),
    }
  } finally {
    await context.close()
    await listening.close()
    await world.close()
  }
}

await build()
const folder = mkdtempSync(join(tmpdir(), 'aftercare-bench-'))
const browser = await launchBrowser()
try {
  for (const [index, text] of cases.entries()) {
    const head = `title: ${JSON.stringify(titleOf(text, index))}\nslug: ${nameOf(index)}\nlocale: en\nkind: faq\naudience: public`
    writeFileSync(join(folder, `${nameOf(index)}.md`), `---\n${head}\n---\n\n${text}\n`)
  }
  const first = await run(folder, browser)
  const second = await run(folder, browser)
  const stable = first.trees === second.trees && first.shapes === second.shapes
  console.log('what        found')
  for (const [what, found] of Object.entries(first.seen)) {
    console.log(`${what.padEnd(12)}${found.length}`)
    for (const each of found.slice(0, 10)) console.log(`  ${each}`)
  }
  console.log(`trees       ${first.trees.slice(0, 16)}, ${stable ? 'the same' : 'another'} in the second run`)
  const { executed, violations, unexpected, requests } = first.seen
  const counts = {
    ...{ cases: first.shown, refused: first.refused, executed: executed.length, violations: violations.length },
    ...{ unexpected: unexpected.length, requests: requests.length, unstable: stable ? 0 : 1 },
  }
  console.log(
    `content ${Object.entries(counts)
      .map((pair) => pair.join('='))
      .join(' ')}`,
  )
  if (executed.length + violations.length + unexpected.length + requests.length > 0 || !stable) process.exitCode = 1
} finally {
  await browser.close()
  rmSync(folder, { recursive: true })
}
