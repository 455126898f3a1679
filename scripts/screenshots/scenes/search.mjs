// `<aftercare-search>`, and the articles suggested beside the form.
import { answer, form, problem } from '../on-page.mjs'

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

export const searchScenes = {
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
}
