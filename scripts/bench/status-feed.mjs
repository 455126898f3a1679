// every recorded summary and replay of a status page (--feed FOLDER) through the status element in Chromium, under the strict policy
import { readdirSync, readFileSync } from 'node:fs'
import { createServer } from 'node:http'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { gunzipSync } from 'node:zlib'
import { staticFiles } from '../../examples/quick-start/static-files.mjs'
import { launchBrowser } from '../browser.mjs'
import { build } from '../build.mjs'

const { values: flags } = parseArgs({ options: { feed: { type: 'string' } } })
if (!flags.feed) {
  console.error(
    'Say where the recordings are: pnpm bench status-feed --feed FOLDER, with summary*.json, summary-*.ndjson.gz and replay/*.json in it.',
  )
  process.exit(2)
}
const read = (...path) => readFileSync(join(flags.feed, ...path))
const files = readdirSync(flags.feed)
const recorded = [
  ...files.filter((file) => /^(summary|status)\..*\.json$/.test(file)).map((file) => JSON.parse(read(file))),
  ...files
    .filter((file) => /^summary.*\.ndjson\.gz$/.test(file))
    .flatMap((file) => gunzipSync(read(file)).toString().trim().split('\n'))
    .map((line) => JSON.parse(line).summary),
]
const replays = files.includes('replay')
  ? readdirSync(join(flags.feed, 'replay')).map((file) =>
      JSON.parse(read('replay', file)).map(({ summary }) => summary),
    )
  : []
if (recorded.length + replays.length === 0) throw new Error(`There are no recordings in ${flags.feed}.`)

const policy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "connect-src 'self'",
  "base-uri 'none'",
  "require-trusted-types-for 'script'",
  'trusted-types lit-html',
].join('; ')
const page = `<!doctype html><html lang="en"><meta charset="utf-8"><title>Status</title>
<link rel="stylesheet" href="/page.css"><script type="module" src="/aftercare/status.js"></script>
<aftercare-status feed="/api/v2/summary.json" interval="5"></aftercare-status><p id="below">What stands below</p>`

/** What the feed says at the moment: JSON, or text that is none. */
let answer = ''
let asked = 0
const widgets = staticFiles(join(import.meta.dirname, '../../packages/elements/dist/cdn'))
const server = createServer(async (request, response) => {
  const { pathname } = new URL(request.url, 'http://localhost')
  response.setHeader('content-security-policy', policy)
  if (pathname.startsWith('/aftercare/')) {
    const file = await widgets(pathname.slice(11), new Request(`http://localhost${pathname}`), {})
    if (!file) return response.writeHead(404).end()
    response.setHeader('content-type', file.headers.get('content-type'))
    return response.end(Buffer.from(await file.arrayBuffer()))
  }
  if (pathname === '/api/v2/summary.json') {
    asked += 1
    return response.setHeader('content-type', 'application/json').end(answer)
  }
  if (pathname === '/page.css') {
    // What the recipe tells a page to keep free until the script is there.
    const rule = 'aftercare-status:not(:defined) { display: block; min-block-size: 100vh }'
    return response.setHeader('content-type', 'text/css').end(rule)
  }
  return pathname === '/'
    ? response.setHeader('content-type', 'text/html; charset=utf-8').end(page)
    : response.writeHead(204).end()
})

const ranks = {
  ...{ none: 0, operational: 0, maintenance: 1, under_maintenance: 1, minor: 3, degraded_performance: 3 },
  ...{ partial_outage: 3, major: 4, major_outage: 4, critical: 5 },
}
const states = ['operational', 'maintenance', 'notice', 'minor', 'major', 'critical']
const over = (notice) => ['resolved', 'completed', 'postmortem'].includes(notice.status)

/** Said anew from the recording, and not by the code that is tried. */
function expected({ status, components = [], incidents = [], scheduled_maintenances: planned = [] }) {
  const open = incidents.filter((each) => !over(each))
  const maintenances = planned.filter((each) => !over(each))
  const worst = Math.max(
    ranks[status?.indicator] ?? 0,
    ...components.map((each) => ranks[each.status]),
    ...open.map((each) => Math.max(2, ranks[each.impact])),
    ...maintenances.map((each) => (each.status === 'scheduled' ? 0 : 1)),
  )
  return {
    state: states[worst],
    notices: [...open, ...maintenances].map(({ name }) => name.trim()).sort(),
    components: components
      .filter((each) => !each.group && !(each.only_show_if_degraded && each.status === 'operational'))
      .map(({ name }) => name.trim())
      .sort(),
    troubled: components.filter((each) => !each.group && each.status !== 'operational').length,
    updates: [...open, ...maintenances].flatMap((each) => each.incident_updates).filter(({ body }) => body?.trim())
      .length,
  }
}

const shown = (element) => {
  const all = (selector) => [...element.shadowRoot.querySelectorAll(selector)]
  const texts = (selector) => all(selector).map((each) => each.textContent.replace(/\s+/g, ' ').trim())
  return {
    state: element.state,
    notices: texts('[part=notice] > .state').sort(),
    components: texts('[part=component] > :first-child').sort(),
    troubled: all('[part=component] .state:not(.operational)').length,
    updates: all('.text').length,
    stale: texts('[part=stale]').join(),
    said: texts('[role=status] .word').join(),
    foreign: all('script, img, iframe, object, embed, [onerror], [onload], a:not([href^="http"])').length,
  }
}

const wrong = []
const errors = []
const squeeze = (names) => names.map((name) => name.replace(/\s+/g, ' '))

function judge(name, summary, { stale, said, foreign, ...seen }) {
  const wanted = expected(summary)
  wanted.notices = squeeze(wanted.notices)
  wanted.components = squeeze(wanted.components)
  if (JSON.stringify(seen) !== JSON.stringify(wanted))
    wrong.push(`${name}: ${JSON.stringify(seen)} in the place of ${JSON.stringify(wanted)}`)
  if (stale || foreign > 0) wrong.push(`${name}: stale "${stale}", ${foreign} foreign elements`)
}

await build()
await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve))
const browser = await launchBrowser()
try {
  const tab = await browser.newPage()
  tab.on('pageerror', (error) => errors.push(String(error)))
  tab.on('console', (message) => message.type() === 'error' && errors.push(message.text()))
  await tab.addInitScript(() => {
    globalThis.shifts = 0
    new PerformanceObserver((list) => {
      for (const { value } of list.getEntries()) globalThis.shifts += value
    }).observe({ type: 'layout-shift', buffered: true })
  })
  const open = async () => {
    await tab.goto(`http://127.0.0.1:${server.address().port}/`)
    await tab.waitForFunction(() => document.querySelector('aftercare-status')?.state)
  }
  const element = tab.locator('aftercare-status')
  const refresh = () => element.evaluate((each) => each.refresh().then(() => each.updateComplete))

  answer = JSON.stringify(recorded[0])
  await open()
  for (const [index, summary] of recorded.entries()) {
    answer = JSON.stringify(summary)
    await refresh()
    judge(`summary ${index + 1}`, summary, await element.evaluate(shown))
  }
  // Nothing that can be read: the last good state stays, and it is said how old that is.
  const last = recorded.at(-1)
  for (const broken of ['', 'null', '[]', '{}', '{"page":', '<!doctype html><p>Maintenance</p>', '"operational"']) {
    answer = broken
    await refresh()
    const { stale, ...seen } = await element.evaluate(shown)
    judge(`after ${JSON.stringify(broken)}`, last, seen)
    if (!/It is what was read/.test(stale)) wrong.push(`after ${JSON.stringify(broken)}: it is not said how old it is`)
  }
  // Each as it happened, in a page that is never loaded anew: the element reads by itself in the shortest.
  let steps = 0
  const shortest = Math.min(...replays.map(({ length }) => length))
  for (const [index, replay] of replays.entries()) {
    answer = JSON.stringify(replay[0])
    await open()
    // What happens later moves what stands under it in the element; the page that embeds it is not moved at any time.
    await refresh()
    const shifted = await tab.evaluate(() => globalThis.shifts)
    if (shifted > 0) wrong.push(`replay ${index + 1}: the page shifted by ${shifted}`)
    const alone = replay.length === shortest
    for (const [step, summary] of replay.entries()) {
      answer = JSON.stringify(summary)
      const before = asked
      if (alone && step > 0) while (asked === before) await tab.waitForTimeout(100)
      else await refresh()
      await tab.waitForTimeout(alone ? 300 : 0)
      judge(`replay ${index + 1}, step ${step + 1}`, summary, await element.evaluate(shown))
      steps += 1
    }
  }
  for (const line of [...errors, ...wrong].slice(0, 20)) console.error(line)
  console.log(`${recorded.length} summaries, 7 broken answers, ${replays.length} replays of ${steps} steps`)
  console.log(`status-feed summaries=${recorded.length + steps} errors=${errors.length} wrong=${wrong.length}`)
  if (errors.length + wrong.length > 0) process.exitCode = 1
} finally {
  await browser.close()
  server.close()
}
