// Screenshots of every widget in every state that can be reached, in both languages, light and dark, at 360
// and 1280 px, and from right to left: `.artefacts/screenshots/`. Names given as arguments pick scenes, `en.light.360` and the like combinations.
// `--readme` renews docs/images/quick-start.png instead.
import { mkdir, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { startQuickStart } from '../examples/quick-start/server.mjs'
import { makePng } from '../tests/end-to-end/png.mjs'
import { browserFlags, launchBrowser } from './browser.mjs'
import { build } from './build.mjs'
import { raiseCases } from './screenshots-cases.mjs'
import { captureReadme } from './screenshots-readme.mjs'
import { raiseSamples } from './screenshots-samples.mjs'

const root = join(import.meta.dirname, '..')
const folder = join(root, '.artefacts/screenshots')

const languages = ['en', 'zh-CN']
const themes = ['light', 'dark']
const widths = [1280, 360]

const fields = {
  en: [
    'incident',
    'Containers of TW-48213 show no position',
    'Since Sunday 02:00 UTC the map stays empty. The API answers with the last port only.',
  ],
  'zh-CN': ['incident', 'TW-48213 的集装箱没有位置信息', '自周日 10:00 起地图一直为空，API 只返回上一个港口。'],
}

const problem = (status, code) => ({
  status,
  contentType: 'application/problem+json',
  body: JSON.stringify({ type: `urn:aftercare:problem:${code}`, title: code, status, code }),
})

const form = (page) => page.locator('aftercare-ticket-form')
const reply = (page) => page.locator('aftercare-ticket')

async function write(page, language) {
  const [type, subject, description] = fields[language]
  await form(page).locator('#type').selectOption(type)
  await form(page).locator('#subject').fill(subject)
  await form(page).locator('#description').fill(description)
  await form(page)
    .locator('[type=file]')
    .setInputFiles({ name: 'map.png', mimeType: 'image/png', buffer: makePng(640, 400) })
  for (const answer of ['#f-environment', '#f-frequency-2']) await form(page).locator(answer).check()
  await form(page).locator('#f-component').selectOption({ index: 3 })
  await form(page).locator('#f-happened_at').fill('2026-11-22T10:00')
  await page.waitForTimeout(700)
}

const send = (page) => form(page).locator('[part=submit]').click()
const answer = (path, how) => (page) => page.route(path, how)
const article = (page) => page.locator('aftercare-article')
const finder = (page) => page.locator('aftercare-search').getByRole('combobox').first()
/** Types what is looked for, and waits for what stands there then. */
async function lookFor(page, text, wanted = '[part=result]') {
  await finder(page).pressSequentially(text)
  await page.locator('aftercare-search').locator(wanted).first().waitFor()
}
/** A subject that articles may answer. */
async function writeSubject(page, language) {
  await form(page)
    .locator('#subject')
    .pressSequentially(language === 'en' ? 'How is the priority of a ticket set?' : '工单的优先级怎么定')
  await page.locator('aftercare-suggestions li').first().waitFor()
}
const help = (page) => article(page).locator('.feedback button')
/** The article as one that is there in the other language alone. */
const inTheOtherLanguage = (page) =>
  page.route(/\/support\/articles\/[\w-]+\?/, async (route) => {
    const url = new URL(route.request().url())
    const other = url.searchParams.get('locale') === 'en' ? 'zh-CN' : 'en'
    url.searchParams.set('locale', other)
    const response = await route.fetch({ url: url.href })
    await route.fulfill({ response, json: { ...(await response.json()), locales: [other] } })
  })
const openMail = (page) => page.locator('.mails a').last().click()
const never = () => new Promise(() => {})

/** The second piece of a large file does not come back. */
const stopAfterOnePiece = (page) => {
  let pieces = 0
  return page.route('**/support/uploads/*', (route) => (pieces++ < 1 ? route.continue() : never()))
}

async function sendLarge(page, language) {
  await write(page, language)
  const buffer = Buffer.alloc(3 * 1024 * 1024)
  await form(page).locator('[type=file]').setInputFiles({ name: 'recording.webm', mimeType: 'video/webm', buffer })
  await page.waitForTimeout(300)
  await send(page)
  await form(page).locator('progress').waitFor()
  await page.waitForTimeout(500)
}

/** `prepare` comes before the page is opened, `act` after; `at` is the page, with `{ticket}` filled in. */
const scenes = {
  start: { at: '/' },
  help: { at: '/help.html' },
  articles: { at: '/articles.html' },
  article: { at: '/articles.html#article/raise-a-ticket/' },
  'article-tables': { at: '/articles.html#article/how-priority-is-set/' },
  'article-code': { at: '/articles.html#article/webhook-deliveries-time-out/' },
  'article-video': { at: '/articles.html#article/your-first-ticket-video/' },
  'article-release': { at: '/articles.html#article/release-4-2-1/' },
  'article-language': { at: '/articles.html#article/drafts-on-your-device/', prepare: inTheOtherLanguage },
  'article-loading': {
    at: '/articles.html#article/raise-a-ticket/',
    prepare: answer(/\/support\/articles\/[\w-]+\?/, never),
    wait: 1000,
  },
  'article-not-found': { at: '/articles.html#article/nowhere/' },
  'article-failed': {
    at: '/articles.html#article/raise-a-ticket/',
    prepare: answer(/\/support\/articles\/[\w-]+\?/, (route) => route.fulfill(problem(500, 'internal'))),
  },
  'article-offline-copy': {
    at: '/articles.html#article/drafts-on-your-device/',
    act: async (page) => {
      await article(page).locator('[part=title]').waitFor()
      await page.context().setOffline(true)
      await article(page).evaluate((element) => element.refresh())
    },
  },
  'article-why-not': {
    at: '/articles.html#article/drafts-on-your-device/',
    act: (page) => help(page).nth(1).click(),
  },
  'article-helped': { at: '/articles.html#article/drafts-on-your-device/', act: (page) => help(page).first().click() },
  'article-feedback-failed': {
    at: '/articles.html#article/drafts-on-your-device/',
    prepare: answer('**/feedback', (route) => route.fulfill(problem(503, 'unavailable'))),
    act: (page) => help(page).first().click(),
  },
  'article-print': {
    at: '/articles.html#article/webhook-deliveries-time-out/',
    act: (page) => page.emulateMedia({ media: 'print' }),
  },
  'article-forced-colors': {
    at: '/articles.html#article/webhook-deliveries-time-out/',
    act: (page) => page.emulateMedia({ forcedColors: 'active' }),
  },
  'search-focus': { at: '/articles.html', act: (page) => finder(page).focus() },
  search: {
    at: '/articles.html',
    act: async (page, language) => {
      await lookFor(page, language === 'en' ? 'priority' : '优先级')
      await finder(page).press('ArrowDown')
    },
  },
  'search-recent': {
    at: '/articles.html',
    act: async (page, language) => {
      await lookFor(page, language === 'en' ? 'priority' : '优先级')
      await finder(page).press('Enter')
      await finder(page).fill('')
      await page.locator('aftercare-search #recent-0').waitFor()
    },
  },
  'search-nothing': { at: '/articles.html', act: (page) => lookFor(page, 'zeppelin', '[part=notice]') },
  'search-failed': {
    at: '/articles.html',
    prepare: answer('**/support/search/**', (route) => route.fulfill(problem(500, 'internal'))),
    act: (page) => lookFor(page, 'zeppelin', '[role=alert]'),
  },
  suggestions: { at: '/help.html', act: writeSubject },
  'suggestions-solved': {
    at: '/help.html',
    act: async (page, language) => {
      await writeSubject(page, language)
      await page.locator('aftercare-suggestions button').first().click()
    },
  },
  agents: { at: '/agents.html', staff: true },
  'agents-conversation': { at: '/agents.html#ticket/{ticket}', staff: true },
  'mailbox-empty': {
    at: '/mailbox.html',
    prepare: answer('**/mailbox/mails', (route) => route.fulfill({ json: { sent: false, mails: [] } })),
  },
  mailbox: { at: '/mailbox.html' },
  'mailbox-mail': { at: '/mailbox.html', act: openMail },
  'mailbox-text': {
    at: '/mailbox.html',
    act: async (page) => {
      await openMail(page)
      await page.locator('[value=text]').check()
      await page.locator('.headers summary').click()
    },
  },
  'person-menu': { at: '/help.html', act: (page) => page.locator('.person summary').click() },
  'form-focus': { at: '/help.html', act: (page) => form(page).locator('#subject').focus() },
  'form-errors': { at: '/help.html', act: send },
  'form-too-long': {
    at: '/help.html',
    act: async (page) => {
      await form(page).locator('#subject').fill('x'.repeat(207))
      await form(page).locator('#description').focus()
    },
  },
  'form-written': { at: '/help.html', act: write },
  'form-sending': {
    at: '/help.html',
    prepare: answer('**/support/tickets', (route) =>
      route.request().method() === 'POST' ? never() : route.continue(),
    ),
    act: (page, language) => write(page, language).then(() => send(page)),
  },
  'form-uploading': { at: '/help.html', prepare: stopAfterOnePiece, act: sendLarge },
  'form-paused': {
    at: '/help.html',
    prepare: stopAfterOnePiece,
    act: (page, language) => sendLarge(page, language).then(() => form(page).locator('[part=sending] button').click()),
  },
  'form-offline': {
    at: '/help.html',
    act: async (page, language) => {
      await write(page, language)
      await page.context().setOffline(true)
      await send(page)
    },
  },
  'form-unavailable': {
    at: '/help.html',
    prepare: answer('**/support/tickets', (route) =>
      route.request().method() === 'POST' ? route.fulfill(problem(503, 'unavailable')) : route.continue(),
    ),
    act: (page, language) => write(page, language).then(() => send(page)),
  },
  'form-refused': {
    at: '/help.html',
    prepare: answer('**/support/tickets', (route) =>
      route.request().method() === 'POST' ? route.fulfill(problem(403, 'forbidden')) : route.continue(),
    ),
    act: (page, language) => write(page, language).then(() => send(page)),
  },
  'form-received': { at: '/help.html', act: (page, language) => write(page, language).then(() => send(page)) },
  'list-loading': { at: '/help.html', prepare: answer('**/support/tickets?*', never), wait: 1000 },
  'list-found': {
    at: '/help.html',
    act: (page, language) =>
      page
        .locator('aftercare-ticket-list')
        .locator('[type=search]')
        .fill(language === 'en' ? 'sunday' : '周日'),
  },
  'list-waiting': {
    at: '/help.html',
    act: (page) => page.locator('aftercare-ticket-list').locator('.choice').nth(1).click(),
  },
  'list-nothing': {
    at: '/help.html',
    act: (page) => page.locator('aftercare-ticket-list').locator('[type=search]').fill('zeppelin'),
  },
  'list-empty': {
    at: '/help.html',
    prepare: answer('**/support/tickets?*', (route) => route.fulfill({ json: { items: [], next: null } })),
  },
  'list-failed': {
    at: '/help.html',
    prepare: answer('**/support/tickets?*', (route) => route.fulfill(problem(500, 'internal'))),
  },
  'list-forbidden': {
    at: '/help.html',
    prepare: answer('**/support/tickets?*', (route) => route.fulfill(problem(403, 'forbidden'))),
  },
  'signed-out': {
    at: '/help.html',
    prepare: answer('**/session/support-token', (route) => route.fulfill({ status: 401, body: '' })),
  },
  offline: {
    at: '/help.html#ticket/{ticket}',
    // An open stream outlives Playwright's "offline", so that there must not be one.
    prepare: answer('**/support/events', (route) => route.abort('internetdisconnected')),
    act: (page) => page.context().setOffline(true),
    wait: 1500,
  },
  conversation: { at: '/help.html#ticket/{ticket}' },
  'conversation-held': {
    at: '/help.html#ticket/{ticket}',
    // As a server with a scan hook says it.
    prepare: answer(/\/support\/tickets\/[\w-]+$/, async (route) => {
      const response = await route.fetch()
      const file = { fileId: crypto.randomUUID(), mediaType: 'image/png', size: 48_213, sha256: 'a'.repeat(64) }
      const attachments = [
        { ...file, name: 'map.png', scan: 'waiting' },
        { ...file, name: 'invoice.scr', scan: 'refused' },
      ]
      await route.fulfill({ response, json: { ...(await response.json()), attachments } })
    }),
  },
  'conversation-pictures': {
    at: '/help.html#ticket/{ticket}',
    prepare: async (page) => {
      const file = (name, mediaType, size) => ({
        ...{ fileId: crypto.randomUUID(), name, mediaType, size, sha256: 'a'.repeat(64) },
      })
      const attachments = [
        file('map.png', 'image/png', 48_213),
        file('the-whole-screen-with-the-map-of-gothenburg-2026-11-28T10-00-00Z.png', 'image/png', 1_048_213),
        file('console.log', 'text/plain', 2_100),
      ]
      await page.route(/\/support\/tickets\/[\w-]+$/, async (route) => {
        const response = await route.fetch()
        await route.fulfill({ response, json: { ...(await response.json()), attachments } })
      })
      const url = '/support/files/picture?expires=1&signature=s'
      await page.route('**/support/files/*/link', (route) =>
        route.fulfill({ json: { url, expiresAt: new Date(Date.now() + 300_000).toISOString() } }),
      )
      await page.route('**/support/files/picture?*', (route) =>
        route.fulfill({ contentType: 'image/png', body: makePng(640, 400) }),
      )
    },
    act: (page) => reply(page).locator('.picture').last().scrollIntoViewIfNeeded(),
  },
  ...Object.fromEntries(
    [
      'new',
      'progress',
      'waiting',
      'third',
      'resolved',
      'rejected',
      'visit',
      'report',
      'closed',
      'withdrawn',
      'merged',
      'long',
    ].map((state) => [`ticket-${state}`, { at: `/help.html#ticket/{${state}}` }]),
  ),
  'ticket-staff': { at: '/agents.html#ticket/{progress}', staff: true },
  'ticket-history': {
    at: '/help.html#ticket/{progress}',
    act: (page) => reply(page).locator('.rest .more').click(),
  },
  'ticket-menu': { at: '/help.html#ticket/{progress}', act: (page) => reply(page).locator('.menu summary').click() },
  'ticket-correct': {
    at: '/help.html#ticket/{progress}',
    act: (page) =>
      reply(page)
        .locator('.menu summary')
        .click()
        .then(() => reply(page).locator('[data-asks=correct]').click()),
  },
  'ticket-not-yet': {
    at: '/help.html#ticket/{resolved}',
    act: async (page) => {
      await reply(page).locator('[part=reject]').click()
      await reply(page).locator('.ask .primary').click()
    },
  },
  'ticket-on-its-way': {
    at: '/help.html#ticket/{resolved}',
    prepare: answer('**/actions', (route) => route.fulfill(problem(503, 'unavailable'))),
    act: (page) => reply(page).locator('[part=verify]').click(),
  },
  'ticket-refused': {
    at: '/help.html#ticket/{resolved}',
    prepare: answer('**/actions', (route) => route.fulfill(problem(409, 'action_not_possible'))),
    act: (page) => reply(page).locator('[part=verify]').click(),
  },
  'conversation-loading': {
    at: '/help.html#ticket/{ticket}',
    prepare: answer('**/support/tickets/**', never),
    wait: 1000,
  },
  'conversation-failed': {
    at: '/help.html#ticket/{ticket}',
    prepare: answer('**/support/tickets/**', (route) => route.fulfill(problem(500, 'internal'))),
  },
  'conversation-not-found': { at: '/help.html#ticket/00000000-0000-4000-8000-000000000000' },
  'conversation-waiting': {
    at: '/help.html#ticket/{ticket}',
    act: async (page, language) => {
      await reply(page).locator('textarea').fill(fields[language][2])
      await page.waitForTimeout(700)
      await page.context().setOffline(true)
      await reply(page).locator('[part=submit], button.primary').first().click()
    },
  },
}

/** These are drawn from right to left as well. */
const rightToLeft = [
  'help',
  'article-code',
  'article-why-not',
  'search',
  'suggestions',
  'conversation',
  'conversation-pictures',
  'form-uploading',
  'form-paused',
  'form-errors',
  'ticket-progress',
  'ticket-resolved',
]

async function take(browser, host, samples, name, { language, theme, width, rtl }) {
  const scene = scenes[name]
  const context = await browser.newContext({
    viewport: { width, height: width < 500 ? 740 : 800 },
    deviceScaleFactor: 1,
    locale: language,
    reducedMotion: 'reduce',
    hasTouch: width < 500,
    isMobile: width < 500,
  })
  const cookie = (key, value) => ({ name: key, value, url: host.url })
  await context.addCookies([
    cookie('tidewater_person', language === 'en' ? 'mara' : 'siyuan'),
    cookie('tidewater_language', language),
    cookie('tidewater_theme', theme),
  ])
  const page = await context.newPage()
  try {
    await scene.prepare?.(page)
    await page.goto(host.url + scene.at.replace(/\{(\w+)\}/, (_, name) => samples[language][name]))
    if (rtl) await page.evaluate(() => document.documentElement.setAttribute('dir', 'rtl'))
    await page.waitForTimeout(500)
    await scene.act?.(page, language)
    await page.waitForTimeout(scene.wait ?? 600)
    const file = `${name}.${language}.${theme}.${width}${rtl ? '.rtl' : ''}.png`
    // As tall as what is on it: a full-page screenshot would leave what is sticky halfway.
    const height = await page.evaluate(() => document.documentElement.scrollHeight)
    await page.setViewportSize({ width, height: Math.max(height, page.viewportSize().height) })
    await page.waitForTimeout(100)
    await page.screenshot({ path: join(folder, file) })
  } finally {
    await context.close()
  }
}

const given = process.argv.slice(2).filter((argument) => !argument.startsWith('--'))
/** `en.light.1280` and the like pick combinations, everything else scenes. */
const isCombination = (argument) => argument.includes('.')
const wanted = given.filter((argument) => !isCombination(argument))
const wantedCombinations = given.filter(isCombination)
const unknown = wanted.find((name) => !Object.hasOwn(scenes, name))
if (unknown !== undefined) {
  console.error(`There is no scene "${unknown}"; there are ${Object.keys(scenes).join(', ')}.`)
  process.exit(2)
}
const names = wanted.length > 0 ? wanted : Object.keys(scenes)
await build()
const browser = await launchBrowser()
// Blink's own words for "a finger, and nothing hovers": Playwright's touch emulation leaves them as they are.
const finger = 'primaryPointerType=2,availablePointerTypes=2,primaryHoverType=1,availableHoverTypes=1'
const phone = await launchBrowser({ args: [...browserFlags, `--blink-settings=${finger}`] })
const host = await startQuickStart({ port: 0 })
let taken = 0
const failed = []
try {
  if (process.argv.includes('--readme')) {
    const png = await captureReadme(browser, host)
    await mkdir(join(root, 'docs/images'), { recursive: true })
    await writeFile(join(root, 'docs/images/quick-start.png'), png)
    console.log(`docs/images/quick-start.png, ${png.length} bytes`)
  } else {
    const conversations = await raiseSamples(host.world)
    const cases = await raiseCases(host.world)
    const samples = Object.fromEntries(
      languages.map((language) => [language, { ticket: conversations[language], ...cases[language] }]),
    )
    if (wanted.length === 0) await rm(folder, { recursive: true, force: true })
    await mkdir(folder, { recursive: true })
    const matrix = languages.flatMap((language) =>
      themes.flatMap((theme) => widths.map((width) => ({ language, theme, width, rtl: false }))),
    )
    for (const name of names) {
      const rtl = rightToLeft.includes(name)
        ? widths.map((width) => ({ language: 'en', theme: 'light', width, rtl: true }))
        : []
      for (const combination of [...matrix, ...rtl]) {
        const called = Object.values({ ...combination, rtl: combination.rtl ? 'rtl' : [] })
          .flat()
          .join('.')
        if (wantedCombinations.length > 0 && !wantedCombinations.includes(called)) continue
        try {
          await take(combination.width < 500 ? phone : browser, host, samples, name, combination)
          taken++
        } catch (error) {
          failed.push(`${name} ${Object.values(combination).join(' ')}: ${error.message.split('\n')[0]}`)
        }
      }
      console.log(`${name} …`)
    }
    console.log(`${taken} screenshots in .artefacts/screenshots`)
  }
} finally {
  await browser.close()
  await phone.close()
  await host.close()
}
for (const line of failed) console.error(line)
process.exit(failed.length > 0 ? 1 : 0)
