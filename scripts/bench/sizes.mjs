// What a page pays for the ticket form, for the headless client and for the status, in bytes as Chromium transfers them.
import { createServer } from 'node:http'
import { startQuickStart } from '../../examples/quick-start/server.mjs'
import { launchBrowser } from '../browser.mjs'
import { build } from '../build.mjs'
import { bundleClient } from './sizes/client.mjs'
import { countBytes, kilobytes } from './sizes/page.mjs'

/** Bars, in bytes. */
export const bars = {
  form_initial: 13 * 1024,
  form_total: 23 * 1024,
  form_service: 47 * 1024,
  client_initial: 6 * 1024,
  status: 11 * 1024,
}

const settled = 2000
const empty = '<!doctype html><html lang="en"><meta charset="utf-8"><link rel="icon" href="data:,"><title>Sizes</title>'
const pageOf = (attributes) => `${empty}
<script type="module" src="/aftercare/ticket-form.js"></script>
<aftercare-provider url="/support" token-url="/session/support-token" subject="mara-lindqvist" locale="en">
  <aftercare-ticket-form ${attributes}></aftercare-ticket-form>
</aftercare-provider>`

/** What a person fills in: the short way with the built-in topics, and the incident's form by the preset. */
async function writeQuestion(page) {
  await page.getByRole('combobox').first().selectOption('question')
  await page.getByRole('textbox', { name: 'Subject' }).fill('How do I change the discharge port?')
  await page.getByRole('textbox', { name: 'Description' }).fill('The booking is confirmed already.')
}

async function writeIncident(page) {
  const form = page.locator('aftercare-ticket-form')
  await page.getByRole('textbox', { name: 'Subject' }).fill('Containers show no position')
  await form.locator('[part=environment]').waitFor()
  await page.getByRole('combobox').first().selectOption('incident')
  await form.locator('#f-component').selectOption('application')
  await form.locator('#f-happened_at').fill('2026-11-20T09:30')
  for (const answer of ['i-scope', 'i-hindrance', 'f-environment', 'f-frequency'])
    await form.locator(`#${answer}`).check()
  await form.locator('#f-steps').fill('Open the map of a booking that is under way.')
}

/** Serves a page that loads `client.js`, and the files it is made of, all of them brotli already. */
async function serveClient(files) {
  const server = createServer((request, response) => {
    const file = files.get(request.url.slice(1))
    if (file) response.writeHead(200, { 'content-type': 'text/javascript', 'content-encoding': 'br' }).end(file)
    else response.setHeader('content-type', 'text/html').end(`${empty}<script type="module" src="/client.js"></script>`)
  })
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve))
  return { url: `http://127.0.0.1:${server.address().port}/`, close: () => server.close() }
}

/** The form, from an empty cache: until it has stood ready for two seconds, then until the ticket has its number. */
async function measureForm(browser, attributes, write) {
  const answer = () => new Response(pageOf(attributes), { headers: { 'content-type': 'text/html; charset=utf-8' } })
  const host = await startQuickStart({ port: 0, moreRoutes: { 'GET /measure': answer } })
  const context = await browser.newContext()
  try {
    const page = await context.newPage()
    const counted = await countBytes(page)
    await page.goto(`${host.url}/measure`)
    await page.getByRole('textbox', { name: 'Subject' }).waitFor()
    await page.waitForTimeout(settled)
    const initial = counted.total()
    const initialFiles = counted.list().length

    await write(page)
    const acknowledged = page.evaluate(
      () => new Promise((resolve) => document.addEventListener('aftercare-ticket-acknowledged', () => resolve(true))),
    )
    await page.getByRole('button', { name: 'Send' }).click()
    await acknowledged
    await page.waitForTimeout(settled)
    return { initial, total: counted.total(), files: counted.list(), initialFiles }
  } finally {
    await context.close()
    await host.close()
  }
}

/** The headless client in a page of its own, made but not used. */
async function measureClient(browser) {
  const files = await bundleClient()
  const host = await serveClient(files)
  const page = await browser.newPage()
  try {
    const counted = await countBytes(page)
    await page.goto(host.url)
    await page.waitForFunction('globalThis.client')
    await page.waitForTimeout(settled)
    return { initial: counted.total(), files: counted.list() }
  } finally {
    await page.close()
    host.close()
  }
}

const feedOf = {
  page: { id: 'p', name: 'Tidewater', url: '' },
  status: { indicator: 'none' },
  components: [],
  incidents: [],
}

/** The status element alone on a page, with a feed of anybody's: what it loads to show it, and not what the feed says. */
async function measureStatus(browser) {
  const answer = () =>
    new Response(
      `${empty}<script type="module" src="/aftercare/status.js"></script><aftercare-status feed="/feed.json"></aftercare-status>`,
      { headers: { 'content-type': 'text/html; charset=utf-8' } },
    )
  const feed = () => Response.json(feedOf)
  const host = await startQuickStart({ port: 0, moreRoutes: { 'GET /measure': answer, 'GET /feed.json': feed } })
  const page = await browser.newPage()
  try {
    const counted = await countBytes(page)
    await page.goto(`${host.url}/measure`)
    await page.waitForFunction(() => document.querySelector('aftercare-status').state)
    await page.waitForTimeout(settled)
    const files = counted.list().filter(([address]) => address !== '/feed.json')
    return { total: files.reduce((sum, [, bytes]) => sum + bytes, 0), files }
  } finally {
    await page.close()
    await host.close()
  }
}

/** Builds what changed and measures all of it, in bytes. */
export async function measureSizes() {
  await build(() => {})
  const browser = await launchBrowser()
  try {
    const form = await measureForm(browser, '', writeQuestion)
    const byService = await measureForm(browser, 'service product="Tidewater" product-version="4.2.1"', writeIncident)
    const client = await measureClient(browser)
    const status = await measureStatus(browser)
    return {
      figures: {
        form_initial: form.initial,
        form_total: form.total,
        form_service: byService.total,
        client_initial: client.initial,
        status: status.total,
      },
      files: {
        ...{ byService: byService.files, form: form.files, formInitial: form.initialFiles },
        ...{ client: client.files, status: status.files },
      },
    }
  } finally {
    await browser.close()
  }
}

if (import.meta.main) {
  const { figures, files } = await measureSizes()
  const row = ([address, bytes]) => console.log(`${kilobytes(bytes).padStart(9)}  ${address}`)
  console.log('Ticket form, until it can be typed into:')
  files.form.slice(0, files.formInitial).forEach(row)
  console.log('Ticket form, from then until the ticket is submitted:')
  files.form.slice(files.formInitial).forEach(row)
  console.log('Ticket form by a service definition, until an incident is submitted:')
  files.byService.forEach(row)
  console.log('Headless client, before first use:')
  files.client.forEach(row)
  console.log('Status of the service, from a feed:')
  files.status.forEach(row)
  console.log('')
  for (const [name, bar] of Object.entries(bars)) {
    const held = figures[name] <= bar
    console.log(
      `${name.padEnd(15)} ${kilobytes(figures[name]).padStart(9)}  bar ${kilobytes(bar)}  ${held ? 'held' : 'BROKEN'}`,
    )
    if (!held) process.exitCode = 1
  }
  console.log(
    `sizes ${Object.entries(figures)
      .map((pair) => pair.join('='))
      .join(' ')}`,
  )
}
