// The backend of the example's host: its pages, its session, and the support server mounted at /support.
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { createDevelopmentWorld } from '@aftercare/server/development'
import { serve } from '@aftercare/server/node'
import { openMailbox } from './mailbox.mjs'
import { announce } from './notices.mjs'
import { languageOf } from './pages/words.js'
import { renderPage } from './pages.mjs'
import { people } from './people.mjs'
import { staticFiles } from './static-files.mjs'

const widgets = fileURLToPath(new URL('../dist/cdn', import.meta.resolve('@aftercare/elements')))

/** What every page of ours is sent with. Nothing inline, nothing from elsewhere, no HTML sinks but Lit's own templates. */
const security = {
  'content-security-policy': [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "connect-src 'self'",
    "img-src 'self' blob:",
    "form-action 'self'",
    "base-uri 'none'",
    "frame-ancestors 'none'",
    "require-trusted-types-for 'script'",
    'trusted-types lit-html aftercare',
  ].join('; '),
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'same-origin',
}

const agent = { name: 'Ines Carvalho', initials: 'IC' }
const noStore = { 'cache-control': 'no-store' }

function cookiesOf(request) {
  const pairs = (request.headers.get('cookie') ?? '').split(/;\s*/).map((pair) => pair.split('='))
  return Object.fromEntries(pairs.filter((pair) => pair.length === 2))
}

const personOf = (cookies) => (Object.hasOwn(people, cookies.tidewater_person) ? cookies.tidewater_person : 'mara')
const themeOf = (cookies) => (['light', 'dark'].includes(cookies.tidewater_theme) ? cookies.tidewater_theme : 'auto')

/** The mailbox's page has a mail in a frame, which is a page of ours with a policy of its own. */
const framing = {
  ...security,
  'content-security-policy': `${security['content-security-policy']}; frame-src 'self'`,
}

async function page(name, request, policy = security) {
  const cookies = cookiesOf(request)
  const person = people[personOf(cookies)]
  const language = languageOf(cookies.tidewater_language ?? person.locale)
  const html = await renderPage(name, { language, theme: themeOf(cookies), person, agent })
  return new Response(html, { headers: { ...policy, ...noStore, 'content-type': 'text/html; charset=utf-8' } })
}

/** Signs in as somebody else; a real product asks for a password here. */
async function changePerson(request) {
  const wanted = (await request.formData()).get('person')
  const headers = new Headers({ location: '/help.html', ...noStore })
  headers.append(
    'set-cookie',
    `tidewater_person=${personOf({ tidewater_person: wanted })}; Path=/; HttpOnly; SameSite=Lax`,
  )
  headers.append('set-cookie', 'tidewater_language=; Path=/; Max-Age=0')
  return new Response(null, { status: 303, headers })
}

/** The development world, with mail that leads back to the page of help. */
async function openWorld({ url, dataDir, smtpUrl, log }) {
  const mailbox = await openMailbox({ smtpUrl, dataDir })
  const mail = {
    sender: mailbox.sender,
    from: 'support@tidewater.example',
    ticketUrl: `${url}/help.html#ticket/{id}`,
    timeZone: Intl.DateTimeFormat().resolvedOptions().timeZone,
  }
  const articles = join(import.meta.dirname, 'knowledge')
  const world = await createDevelopmentWorld({ dataDir, log, mail, articles })
  await announce(world)
  return { mailbox, world }
}

/**
 * Starts the example.
 *
 * @param options `port` (0 takes a free one), `host`, `name` (what people call the host), `dataDir` (absent: everything
 *   in memory), `smtpUrl` (absent: mails are caught in the mailbox), `log`, `moreRoutes` (handlers by method and path,
 *   for pages of one's own).
 * @returns Its address, the development world behind it, and `close()`.
 */
export async function startQuickStart(options = {}) {
  const { port: wanted = 4400, host = '127.0.0.1', name = host, dataDir, smtpUrl, log, moreRoutes } = options
  // Listening comes first, because the links in mails name the port; who is early waits.
  const opened = Promise.withResolvers()
  const listening = await serve({ fetch: async (request) => (await opened.promise)(request), port: wanted, host, log })
  const { port } = listening
  const url = `http://${name.includes(':') ? `[${name}]` : name}:${port}`
  const { world, mailbox } = await openWorld({ url, dataDir, smtpUrl, log }).catch(async (error) => {
    opened.reject(error)
    await listening.close()
    throw error
  })
  const ownFiles = staticFiles(join(import.meta.dirname, 'pages'))
  const widgetFiles = staticFiles(widgets)
  const started = crypto.randomUUID()

  const routes = {
    'GET /': (request) => page('index.html', request),
    'GET /help.html': (request) => page('help.html', request),
    'GET /articles.html': (request) => page('articles.html', request),
    'GET /status.html': (request) => page('status.html', request),
    'GET /agents.html': (request) => page('agents.html', request),
    'GET /mailbox.html': (request) => page('mailbox.html', request, framing),
    ...mailbox.routes,
    'GET /started': async () => new Response(started, { headers: noStore }),
    'POST /session/person': changePerson,
    // The only thing a host has to provide: a short-lived token for whoever is signed in.
    'GET /session/support-token': async (request) =>
      new Response(await world.customerToken(people[personOf(cookiesOf(request))]), { headers: noStore }),
    // The example has no sign-in for staff. A real desk hands a key only to a member of staff.
    'GET /session/staff-key': async () => new Response(world.staffKey, { headers: noStore }),
    ...moreRoutes,
  }

  async function fetch(request) {
    const { pathname } = new URL(request.url)
    if (pathname === '/support' || pathname.startsWith('/support/')) return world.server.fetch(request)
    const route = routes[`${request.method === 'HEAD' ? 'GET' : request.method} ${pathname}`]
    if (route) return route(request)
    const file = /^\/aftercare\//.test(pathname)
      ? widgetFiles(pathname.slice('/aftercare/'.length), request, security)
      : !pathname.endsWith('.html') && ownFiles(pathname.slice(1), request, security)
    return (await file) || new Response('There is nothing here.\n', { status: 404, headers: security })
  }

  opened.resolve(fetch)
  return {
    url,
    port,
    world,
    async close() {
      await listening.close()
      await world.close()
    },
  }
}
