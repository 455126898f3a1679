import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { after, before, describe, it } from 'node:test'
import { launchBrowser } from '../../scripts/browser.mjs'
import { readStored } from './database.mjs'
import { focusIsVisible, openObserved, tabTo } from './observed-page.mjs'
import { makePng } from './png.mjs'
import { createRecorder } from './recorder.mjs'
import { runScript, startTidewater } from './tidewater.mjs'

const subject = 'Customs: the export declaration is refused'
const description = 'Booking TW-48213, Gothenburg to Ningbo. The code is on the screenshot. 报关单号也在图里。'
const picture = makePng(320, 200)

describe('A ticket, end to end', { timeout: 120_000 }, () => {
  let browser, tidewater, recorder, customer, agent, staffKey, ticket

  before(async () => {
    tidewater = await startTidewater()
    recorder = createRecorder(tidewater.url)
    browser = await launchBrowser()
    customer = await openObserved(browser)
    agent = await openObserved(browser)
    recorder.watch(customer.context)
    recorder.watch(agent.context)
    staffKey = await (await fetch(`${tidewater.url}/session/staff-key`)).text()
    await customer.page.goto(`${tidewater.url}/help.html`)
  })

  after(async () => {
    await browser?.close()
    await tidewater?.stop()
  })

  it('is written with the keyboard alone, with a screenshot', async () => {
    const { page } = customer
    const form = page.locator('aftercare-ticket-form')
    await tabTo(page, form.getByRole('combobox'))
    assert.ok(await focusIsVisible(form.getByRole('combobox')))
    await page.keyboard.type('How')
    await tabTo(page, form.getByRole('textbox', { name: 'Subject' }))
    await page.keyboard.type(subject)
    await tabTo(page, form.getByRole('textbox', { name: 'Description' }))
    await page.keyboard.type(description)
    await tabTo(page, form.locator('input[type=file]'))
    const chooser = page.waitForEvent('filechooser')
    await page.keyboard.press('Space')
    await (await chooser).setFiles({ name: 'refused 拒绝.png', mimeType: 'image/png', buffer: picture })
    await form.getByText('refused 拒绝.png', { exact: true }).waitFor()
    await tabTo(page, form.getByRole('button', { name: 'Send' }))
    assert.ok(await focusIsVisible(form.getByRole('button', { name: 'Send' })))
  })

  it('is saved on the device first, then has its number', async () => {
    const { page } = customer
    // What the status line says passes quickly, so it is written down as it changes.
    await page.evaluate(() => {
      globalThis.said = []
      const root = document.querySelector('aftercare-ticket-form').shadowRoot
      const note = () => globalThis.said.push(root.querySelector('[part=submission]')?.textContent ?? '')
      new MutationObserver(note).observe(root, { subtree: true, childList: true, characterData: true })
      document.addEventListener('aftercare-ticket-queued', (event) =>
        globalThis.said.push(`durable ${event.detail.durable}`),
      )
    })
    const acknowledged = page.evaluate(
      () =>
        new Promise((resolve) => {
          document.addEventListener('aftercare-ticket-acknowledged', (event) => resolve(event.detail.ticket))
        }),
    )
    await page.keyboard.press('Enter')
    ticket = await acknowledged
    await page.getByRole('heading', { name: `Ticket #${ticket.number} is with us` }).waitFor()
    const said = (await page.evaluate(() => globalThis.said)).join('\n')
    assert.match(said, /durable true/)
    assert.match(said, /Saved on this device/)
    const title = page.locator('aftercare-ticket-form').getByRole('heading')
    assert.ok(await title.evaluate((element) => element.matches(':focus')), 'the focus goes to the number')
  })

  it('stands in the list, and opens with the keyboard', async () => {
    const { page } = customer
    const link = page.locator('aftercare-ticket-list').getByRole('link', { name: subject })
    await tabTo(page, link)
    assert.ok(await focusIsVisible(link))
    await page.keyboard.press('Enter')
    await page.getByRole('log').getByText(description).waitFor()
    assert.ok(await page.locator('#ticket').evaluate((panel) => panel.matches(':focus')), 'the focus follows')
  })

  it('is answered by an agent over HTTP, and the answer is on the page within a second', async () => {
    const { page } = customer
    const body = 'The commodity code was shortened. It is corrected; please send the declaration again.'
    const seen = page.getByRole('log').getByText(body).waitFor({ timeout: 5000 })
    const reply = { id: randomUUID(), body, attachments: [] }
    const { status } = await recorder.call(staffKey, 'POST', `/tickets/${ticket.id}/messages`, reply)
    const began = performance.now()
    assert.equal(status, 201)
    await seen
    const elapsed = performance.now() - began
    console.log(`  the reply was on the page after ${Math.round(elapsed)} ms`)
    assert.ok(elapsed < 1000, `${elapsed} ms`)
  })

  it('does not show the customer an internal note', async () => {
    const note = { id: randomUUID(), body: 'Seen twice this week.', attachments: [], kind: 'internal_note' }
    const { status } = await recorder.call(staffKey, 'POST', `/tickets/${ticket.id}/messages`, note)
    assert.equal(status, 201)
    await customer.page.waitForTimeout(500)
    assert.equal(await customer.page.getByText(note.body).count(), 0)
  })

  it('is followed on the agents’ page, where a reply in the browser reaches the customer', async () => {
    const { page } = agent
    await page.goto(`${tidewater.url}/agents.html`)
    const link = page.locator('aftercare-ticket-list').getByRole('link', { name: subject })
    await link.waitFor()
    await tabTo(page, link)
    await page.keyboard.press('Enter')
    const conversation = page.locator('aftercare-ticket')
    await conversation.getByText('Seen twice this week.').waitFor()
    const answer = 'Did it pass this time?'
    await tabTo(page, conversation.getByRole('textbox'))
    await page.keyboard.type(answer)
    await tabTo(page, conversation.getByRole('button', { name: 'Send reply' }))
    await page.keyboard.press('Enter')
    await customer.page.getByRole('log').getByText(answer).waitFor({ timeout: 5000 })
  })

  it('is answered back by the customer, with the keyboard, and the agent sees it', async () => {
    const { page } = customer
    const words = 'It did, thank you.'
    await tabTo(page, page.locator('aftercare-ticket').getByRole('textbox', { name: 'Reply' }))
    await page.keyboard.type(words)
    await page.keyboard.press('Control+Enter')
    await agent.page.getByRole('log').getByText(words).waitFor({ timeout: 5000 })
  })

  it('is joined in the list, live, by one that a script raises', async () => {
    const wanted = 'Raised by a program, seen in the browser'
    const script = runScript('examples/quick-start/raise-ticket.mjs', [wanted], { TIDEWATER_URL: tidewater.url })
    const seen = customer.page.locator('aftercare-ticket-list').getByText(wanted).waitFor({ timeout: 20_000 })
    assert.equal(await script.exited, 0, script.output())
    assert.match(script.output(), /Ticket \d+ is with the support team/)
    await seen
  })

  it('is in the SQLite file, with its replies and the bytes of its screenshot', async () => {
    const stored = await readStored(tidewater.dataDir, ticket.id)
    assert.equal(stored.ticket.subject, subject)
    assert.equal(stored.ticket.description, description)
    assert.equal(stored.ticket.number, ticket.number)
    assert.deepEqual(
      stored.messages.map(({ kind, author_side }) => `${author_side} ${kind}`),
      ['agent reply', 'agent internal_note', 'agent reply', 'requester reply'],
    )
    assert.equal(stored.files.length, 1)
    assert.equal(stored.files[0].name, 'refused 拒绝.png')
    assert.ok(stored.files[0].bytes?.equals(picture), 'the bytes are the same')
  })

  it('gives every answer as the OpenAPI document says, also the refusals', async () => {
    const own = await (await fetch(`${tidewater.url}/session/support-token`)).text()
    assert.equal((await recorder.call(undefined, 'GET', '/tickets')).status, 401)
    assert.equal((await recorder.call(own, 'GET', `/tickets/${randomUUID()}`)).status, 404)
    assert.equal((await recorder.call(own, 'POST', '/tickets', { id: randomUUID() })).status, 400)
    assert.equal((await recorder.call(undefined, 'GET', '/version')).status, 200)
    assert.equal((await recorder.call(undefined, 'GET', '/healthz')).status, 200)
    const { responses, operations } = await recorder.check()
    console.log(`  ${responses} responses of ${operations.size} operations hold`)
    for (const operation of [
      'createTicket',
      'listTickets',
      'readTicket',
      'addMessage',
      'listMessages',
      'createUpload',
      'listen',
    ])
      assert.ok(operations.has(operation), `${operation} was not among ${[...operations].join(', ')}`)
  })

  it('violates no policy and throws nothing on the way', () => {
    for (const { violations, errors } of [customer, agent]) assert.deepEqual([...violations, ...errors], [])
  })
})
