// `<aftercare-ticket-form>`, from the first letter to the receipt.
import { makePng } from '../../../tests/end-to-end/png.mjs'
import { answer, fields, form, never, problem } from '../on-page.mjs'

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

export const formScenes = {
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
}
