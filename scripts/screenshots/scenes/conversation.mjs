// `<aftercare-ticket>` as a conversation: what is said, what is attached, and what keeps it from being read.
import { makePng } from '../../../tests/end-to-end/png.mjs'
import { answer, fields, never, problem, reply } from '../on-page.mjs'

export const conversationScenes = {
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
