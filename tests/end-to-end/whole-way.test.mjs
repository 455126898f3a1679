import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { after, before, describe, it } from 'node:test'
import { launchWindowless } from '../../scripts/browser.mjs'
import { readStored } from './database.mjs'
import { focusIsVisible, openObserved, tabTo } from './observed-page.mjs'
import { createRecorder } from './recorder.mjs'
import { startTidewater } from './tidewater.mjs'

const subject = 'Customs: the declaration is refused'
const summary = {
  cause: 'The tariff import of the first had a gap.',
  solution: 'The commodity code is complete again.',
  prevention: 'The import is compared with the customs office’s list.',
}
const notYet = 'Two of the three pass. TW-48219 is still refused.'

describe('A ticket on its whole way, by keyboard on the customer’s side', { timeout: 180_000 }, () => {
  let browser, tidewater, recorder, customer, staffKey, ticket

  before(async () => {
    tidewater = await startTidewater()
    recorder = createRecorder(tidewater.url)
    browser = await launchWindowless()
    customer = await openObserved(browser)
    recorder.watch(customer.context)
    staffKey = await (await fetch(`${tidewater.url}/session/staff-key`)).text()
    await customer.page.goto(`${tidewater.url}/help.html`)
  })

  after(async () => {
    await browser?.close()
    await tidewater?.stop()
  })

  const element = () => customer.page.locator('aftercare-ticket')
  const part = (name) => element().locator(`[part~=${name}]`)
  const act = async (action) => {
    const { status } = await recorder.call(staffKey, 'POST', `/tickets/${ticket.id}/actions`, {
      id: randomUUID(),
      action,
    })
    assert.equal(status, 201)
  }

  it('is raised with what its topic asks for, and opens', async () => {
    const { page } = customer
    const form = page.locator('aftercare-ticket-form')
    await tabTo(page, form.getByRole('combobox').first())
    await page.keyboard.type('Something')
    await tabTo(page, form.getByRole('textbox', { name: 'Subject' }))
    await page.keyboard.type(subject)
    await tabTo(page, form.getByRole('textbox', { name: 'Description' }))
    await page.keyboard.type('Bookings TW-48213, TW-48216, TW-48219.')
    await tabTo(page, form.getByRole('combobox', { name: 'Which part' }))
    await page.keyboard.type('Interfaces')
    await tabTo(page, form.getByLabel('When did it happen'))
    await page.keyboard.type('11232026')
    await page.keyboard.press('Tab')
    await page.keyboard.type('0930AM')
    await tabTo(page, form.getByRole('radio', { name: 'Production' }))
    await page.keyboard.press('Space')
    await tabTo(page, form.getByRole('radio', { name: 'Each time' }))
    await page.keyboard.press('ArrowDown')
    await form.getByText('What you can expect').waitFor()
    const acknowledged = page.evaluate(
      () =>
        new Promise((resolve) => {
          document.addEventListener('aftercare-ticket-acknowledged', (event) => resolve(event.detail.ticket))
        }),
    )
    await tabTo(page, form.getByRole('button', { name: 'Send' }))
    await page.keyboard.press('Enter')
    ticket = await acknowledged
    const link = page.locator('aftercare-ticket-list').getByRole('link', { name: subject })
    await tabTo(page, link)
    await page.keyboard.press('Enter')
    await part('next').getByText('Next, we answer').waitFor()
    await part('promises').getByText('left').first().waitFor()
  })

  it('is taken over, and waits for the customer: it says so, and that the promises stand still', async () => {
    await act({ action: 'claim' })
    await act({ action: 'wait_for_requester', reason: 'Which of the three is refused?' })
    await part('next').getByText('We are waiting for your answer').waitFor()
    await part('next').getByText('Which of the three is refused?').waitFor()
    await part('promises').getByText('while we wait for your answer').first().waitFor()
  })

  it('goes on with the answer', async () => {
    const { page } = customer
    await tabTo(page, element().getByRole('textbox', { name: 'Reply' }))
    await page.keyboard.type('All of them.')
    await page.keyboard.press('Control+Enter')
    await part('status').getByText('In progress').waitFor()
  })

  it('is reported as solved, and rejected with a reason', async () => {
    const { page } = customer
    await act({ action: 'resolve', ...summary })
    const no = element().getByRole('button', { name: 'No, not yet' })
    await no.waitFor()
    await tabTo(page, no)
    assert.ok(await focusIsVisible(no))
    await page.keyboard.press('Enter')
    await page.keyboard.type(notYet)
    await tabTo(page, element().getByRole('button', { name: 'Send and reopen' }))
    await page.keyboard.press('Enter')
    await part('status').getByText('In progress').waitFor()
    await part('history').getByText(notYet).waitFor()
  })

  it('is solved, and verified: only then it is closed', async () => {
    const { page } = customer
    await act({ action: 'resolve', ...summary })
    const yes = element().getByRole('button', { name: 'Yes, it is solved' })
    await yes.waitFor()
    await tabTo(page, yes)
    assert.ok(await focusIsVisible(yes))
    await page.keyboard.press('Enter')
    await part('next').getByText('Closed: you confirmed the solution').waitFor()
    await part('status').getByText('Closed').waitFor()
    assert.ok(await part('next').evaluate((panel) => panel.matches(':focus')), 'the focus stays at what became of it')
  })

  it('tells what happened, in both languages', async () => {
    const { page } = customer
    await element()
      .getByRole('button', { name: /Show all/ })
      .click()
    const told = async () => (await part('entry').allInnerTexts()).map((text) => text.split('\n')[0])
    const english = await told()
    for (const sentence of [
      'You confirmed the solution',
      'Ines Carvalho reported it as solved',
      'You said that it is not solved yet',
      'You replied',
      'Ines Carvalho asked for your answer',
      'Ines Carvalho took over the ticket',
      'You raised the ticket',
    ]) {
      assert.ok(english.includes(sentence), `${sentence} is not among ${english.join(' | ')}`)
    }
    await page.getByRole('combobox', { name: 'Language' }).selectOption('zh-CN')
    await part('history').getByText('您确认问题已解决').waitFor()
    const chinese = await told()
    assert.equal(chinese.length, english.length)
    for (const sentence of chinese) assert.match(sentence, /\p{sc=Han}/u)
  })

  it('is in the SQLite file as it was told', async () => {
    const stored = await readStored(tidewater.dataDir, ticket.id)
    assert.equal(stored.ticket.status, 'closed')
    assert.equal(stored.ticket.close_reason, 'verified')
    assert.equal(stored.ticket.solution, summary.solution)
    const types = stored.history.map(({ type }) => type)
    assert.equal(types.filter((type) => type === 'resolved').length, 2)
    const rejected = stored.history.find(({ type }) => type === 'rejected')
    assert.equal(JSON.parse(rejected.data).reason, notYet)
    assert.deepEqual(
      stored.messages.map(({ author_side, body }) => [author_side, body]),
      [['requester', 'All of them.']],
    )
  })

  it('gave every answer as the OpenAPI document says', async () => {
    const { operations } = await recorder.check()
    for (const operation of ['actOnTicket', 'readTicketDetails', 'listTimeline', 'readService']) {
      assert.ok(operations.has(operation), `${operation} was not among ${[...operations].join(', ')}`)
    }
  })

  it('violates no policy and throws nothing on the way', () => {
    assert.deepEqual([...customer.violations, ...customer.errors], [])
  })
})
