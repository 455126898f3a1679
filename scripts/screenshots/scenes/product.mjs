// The pages of the quick start, its desk and its mailbox.
import { answer } from '../on-page.mjs'

const openMail = (page) => page.locator('.mails a').last().click()

export const productScenes = {
  start: { at: '/' },
  help: { at: '/help.html' },
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
  'signed-out': {
    at: '/help.html',
    prepare: answer('**/session/support-token', (route) => route.fulfill({ status: 401, body: '' })),
  },
}
