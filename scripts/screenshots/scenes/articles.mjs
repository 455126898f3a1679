// `<aftercare-article>`: every kind of article, and what keeps one from being read.
import { answer, never, problem } from '../on-page.mjs'

const article = (page) => page.locator('aftercare-article')

/** The article has come. */
const shown = (page) => article(page).locator('[part=title]').waitFor()

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

export const articlesScenes = {
  articles: { at: '/articles.html' },
  article: { at: '/articles.html#article/raise-a-ticket/', act: shown },
  'article-tables': { at: '/articles.html#article/how-priority-is-set/', act: shown },
  'article-code': { at: '/articles.html#article/webhook-deliveries-time-out/', act: shown },
  'article-video': { at: '/articles.html#article/your-first-ticket-video/', act: shown },
  'article-release': { at: '/articles.html#article/release-4-2-1/', act: shown },
  'article-language': { at: '/articles.html#article/drafts-on-your-device/', prepare: inTheOtherLanguage, act: shown },
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
    act: (page) => shown(page).then(() => page.emulateMedia({ media: 'print' })),
  },
  'article-forced-colors': {
    at: '/articles.html#article/webhook-deliveries-time-out/',
    act: (page) => shown(page).then(() => page.emulateMedia({ forcedColors: 'active' })),
  },
}
