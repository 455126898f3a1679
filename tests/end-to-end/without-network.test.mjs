import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { launchWindowless } from '../../scripts/browser.mjs'
import { openObserved } from './observed-page.mjs'
import { startTidewater } from './tidewater.mjs'

describe('Without a network, and before anybody means to write', { timeout: 120_000 }, () => {
  let browser, tidewater

  before(async () => {
    tidewater = await startTidewater()
    browser = await launchWindowless()
  })

  after(async () => {
    await browser?.close()
    await tidewater?.stop()
  })

  async function openHelp() {
    const window = await openObserved(browser)
    await window.page.goto(`${tidewater.url}/help.html`)
    const form = window.page.locator('aftercare-ticket-form')
    await form.getByRole('combobox').waitFor()
    return { ...window, form }
  }

  async function write(form, subject) {
    await form.getByRole('combobox').selectOption('question')
    await form.getByRole('textbox', { name: 'Subject' }).fill(subject)
    await form.getByRole('textbox', { name: 'Description' }).fill('Written without a network.')
  }

  it('stores nothing and requests nothing before focus', async () => {
    const { context, page, form, requests } = await openObserved(browser).then(async (window) => {
      // The list and the conversation show data of the service, and so fetch; here the form is alone.
      await window.page.route('**/help.html', async (route) => {
        const response = await route.fetch()
        const body = (await response.text()).replace(/<aftercare-(ticket-list|conversation)[^>]*>/g, '<div>')
        await route.fulfill({ response, body })
      })
      await window.page.goto(`${tidewater.url}/help.html`)
      return { ...window, form: window.page.locator('aftercare-ticket-form') }
    })
    await form.getByRole('combobox').waitFor()
    await page.waitForTimeout(1500)
    const stored = () =>
      page.evaluate(async () => ({
        databases: (await indexedDB.databases()).length,
        local: localStorage.length,
        session: sessionStorage.length,
        caches: (await caches.keys()).length,
        workers: (await navigator.serviceWorker.getRegistrations()).length,
      }))
    const none = { databases: 0, local: 0, session: 0, caches: 0, workers: 0 }
    assert.deepEqual(await stored(), none)
    assert.deepEqual(await context.cookies(), [])
    const data = (list) => list.filter((request) => /\/(support|session)\//.test(request))
    assert.deepEqual(data(requests), [])
    // The check can fail: at focus the draft is looked for.
    await form.getByRole('textbox', { name: 'Subject' }).pressSequentially('Now')
    await page.waitForFunction(async () => (await indexedDB.databases()).length > 0)
    assert.deepEqual(await context.cookies(), [])
    await context.close()
  })

  it('keeps a ticket on the device while offline, and sends it when the network is back', async () => {
    const { context, page, form, violations } = await openHelp()
    await write(form, 'Sent when the network is back')
    // What sending needs is loaded while the person types.
    await page.waitForTimeout(1000)
    await context.setOffline(true)
    await form.getByRole('button', { name: 'Send' }).click()
    await form
      .getByText(/saved on this device/i)
      .first()
      .waitFor()
    const acknowledged = page.evaluate(
      () =>
        new Promise((resolve) => {
          document.addEventListener('aftercare-ticket-acknowledged', (event) => resolve(event.detail.ticket.number))
        }),
    )
    await context.setOffline(false)
    const number = await acknowledged
    await form.getByRole('heading', { name: `Ticket #${number} is with us` }).waitFor()
    assert.deepEqual(violations, [])
    await context.close()
  })

  it('keeps a ticket although the host’s own backend gives no token, and sends it when it does', async () => {
    const { context, page, form } = await openHelp()
    await page.route('**/session/support-token', (route) => route.abort('internetdisconnected'))
    await page.reload()
    await form.getByRole('combobox').waitFor()
    await write(form, 'Written before anybody was signed in')
    await form.getByRole('button', { name: 'Send' }).click()
    await form
      .getByText(/saved on this device/i)
      .first()
      .waitFor()
    await page.unroute('**/session/support-token')
    await page.evaluate(() => dispatchEvent(new Event('online')))
    await form.getByRole('heading', { name: /^Ticket #\d+ is with us$/ }).waitFor()
    await context.close()
  })

  it('keeps a reply that was written offline, and sends it when the network is back', async () => {
    const { context, page } = await openHelp()
    await page.locator('aftercare-ticket-list').getByText('Webhook deliveries').click()
    const conversation = page.locator('aftercare-ticket')
    await conversation.getByRole('textbox', { name: 'Reply' }).fill('Written between two tunnels.')
    // What sending needs is loaded while the person types.
    await page.waitForTimeout(1000)
    await context.setOffline(true)
    await conversation.getByRole('button', { name: 'Send reply' }).click()
    await conversation
      .getByText(/saved on this device/i)
      .first()
      .waitFor()
    const acknowledged = page.evaluate(
      () => new Promise((resolve) => document.addEventListener('aftercare-message-acknowledged', () => resolve(true))),
    )
    await context.setOffline(false)
    await acknowledged
    assert.equal(await conversation.getByRole('textbox', { name: 'Reply' }).inputValue(), '')
    await context.close()
  })

  it('keeps what was done with a ticket offline, and does it when the network is back', async () => {
    const { context, page } = await openHelp()
    await page.locator('aftercare-ticket-list').getByText('Webhook deliveries').click()
    const ticket = page.locator('aftercare-ticket')
    await ticket.getByText('More', { exact: true }).click()
    await ticket.getByRole('button', { name: 'Withdraw the ticket …' }).click()
    // What doing needs is loaded while the person reads the question.
    await page.waitForTimeout(1000)
    await context.setOffline(true)
    await ticket.getByRole('textbox', { name: 'Reason' }).fill('It came meanwhile.')
    await ticket.getByRole('button', { name: 'Withdraw', exact: true }).click()
    await ticket
      .getByText(/saved on this device/i)
      .first()
      .waitFor()
    await context.setOffline(false)
    await ticket.locator('[part=status]').getByText('Closed').waitFor()
    await context.close()
  })

  it('has the text again after a reload in the middle of typing', async () => {
    const { context, page, form } = await openHelp()
    await write(form, 'Half a sentence')
    await form.getByText('Kept on this device as you type').waitFor()
    await page.reload()
    const subject = form.getByRole('textbox', { name: 'Subject' })
    await subject.focus()
    const deadline = Date.now() + 5000
    while ((await subject.inputValue()) === '' && Date.now() < deadline) await page.waitForTimeout(50)
    assert.equal(await subject.inputValue(), 'Half a sentence')
    assert.equal(await form.locator('#type').inputValue(), 'question')
    assert.equal(await form.getByRole('textbox', { name: 'Description' }).inputValue(), 'Written without a network.')
    await context.close()
  })
})
