// `<aftercare-ticket>` in each status, and what can be done with it.
import { answer, problem, reply } from '../on-page.mjs'

export const ticketScenes = {
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
}
