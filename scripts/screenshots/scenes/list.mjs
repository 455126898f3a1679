// `<aftercare-ticket-list>`.
import { answer, never, problem } from '../on-page.mjs'

export const listScenes = {
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
}
