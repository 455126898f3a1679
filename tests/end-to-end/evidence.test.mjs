import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { browserFlags, launchBrowser } from '../../scripts/browser.mjs'
import { readStored } from './database.mjs'
import { openObserved, tabTo } from './observed-page.mjs'
import { plantSecrets } from './planted-secrets.mjs'
import { startTidewater } from './tidewater.mjs'

/** A white picture with a patch of one colour in its middle: what has to be gone. */
const secretColour = [193, 27, 211]

describe('Evidence', { timeout: 180_000 }, () => {
  let browser, tidewater, customer, ticket, planted
  const requests = []

  before(async () => {
    tidewater = await startTidewater()
    browser = await launchBrowser({ args: [...browserFlags, '--auto-accept-this-tab-capture'] })
    customer = await openObserved(browser)
    customer.context.on('request', (request) => {
      const body = request.postDataBuffer()
      requests.push({ url: request.url(), headers: request.allHeaders(), body: body ?? Buffer.alloc(0) })
    })
    await customer.page.goto(`${tidewater.url}/help.html`)
  })

  after(async () => {
    await browser?.close()
    await tidewater?.stop()
  })

  const form = () => customer.page.locator('aftercare-ticket-form')

  it('is offered at first focus, and the page is noted from then on', async () => {
    const { page } = customer
    await form().locator('#subject').focus()
    await page.locator('aftercare-diagnostics .add').waitFor()
    await page.waitForFunction(() => !/native code/.test(Function.prototype.toString.call(console.log)))
    planted = await page.evaluate(`(${plantSecrets})()`)
    assert.ok(planted.length >= 30, `${planted.length} places`)
    await page.waitForTimeout(1000)
  })

  it('is a picture of this very page, captured, with its middle blacked out by keys', async () => {
    const { page } = customer
    const screenshot = page.locator('aftercare-screenshot')
    await screenshot.locator('.begin').click()
    await screenshot.locator('.capture').click()
    await screenshot.locator('canvas').waitFor()
    const [width, height] = await screenshot.locator('canvas').evaluate(({ width, height }) => [width, height])
    assert.ok(width > 300 && height > 200, `${width} × ${height}`)
    await page.keyboard.press('Enter')
    await tabTo(page, screenshot.locator('.done'))
    await page.keyboard.press('Enter')
    await form().locator('.file').first().waitFor()
  })

  it('is a chosen picture, in which what was secret is blacked out', async () => {
    const { page } = customer
    const bytes = await page.evaluate(async (colour) => {
      const canvas = new OffscreenCanvas(640, 400)
      const context = canvas.getContext('2d')
      context.fillStyle = '#fff'
      context.fillRect(0, 0, 640, 400)
      context.fillStyle = `rgb(${colour})`
      context.fillRect(256, 160, 128, 80)
      return [...new Uint8Array(await (await canvas.convertToBlob()).arrayBuffer())]
    }, secretColour)
    assert.ok(await hasColour(Buffer.from(bytes)), 'the colour is there before')
    const screenshot = page.locator('aftercare-screenshot')
    await screenshot.locator('.begin').click()
    const picture = { name: 'secret.png', mimeType: 'image/png', buffer: Buffer.from(bytes) }
    await screenshot.locator('#picture').setInputFiles(picture)
    await screenshot.locator('canvas').waitFor()
    await page.keyboard.press('Enter')
    await screenshot.locator('.done').click()
    await form().locator('.file').nth(1).waitFor()
  })

  it('is seen line by line, and is what arrives', async () => {
    const { page } = customer
    await page.locator('aftercare-diagnostics .add').click()
    const lines = page.locator('aftercare-diagnostics .line textarea')
    await lines.first().waitFor()
    const shown = await lines.evaluateAll((all) => all.map(({ value }) => value))
    assert.ok(shown.length >= 30, `${shown.length} lines:\n${shown.join('\n')}`)
    await page.evaluate(() => history.replaceState({}, '', '#here'))
    await form().locator('#type').selectOption('question')
    await form().locator('#subject').fill('What is wrong with this page?')
    const acknowledged = page.evaluate(
      () =>
        new Promise((resolve) => {
          document.addEventListener('aftercare-ticket-acknowledged', (event) => resolve(event.detail.ticket))
        }),
    )
    await form().getByRole('button', { name: 'Send' }).click()
    await page.waitForTimeout(300)
    if (await form().locator('.summary').count()) assert.fail(await form().locator('.summary').textContent())
    ticket = await acknowledged
    const key = await (await fetch(`${tidewater.url}/session/staff-key`)).text()
    const answer = await fetch(`${tidewater.url}/support/tickets/${ticket.id}/diagnostics`, {
      headers: { authorization: `Bearer ${key}`, 'aftercare-protocol': '1.0' },
    })
    const { lines: read } = await answer.json()
    assert.deepEqual(
      read.map(({ text }) => text),
      shown,
    )
  })

  it('holds no planted secret, in no body, header or address of any request of ours', async () => {
    let looked = 0
    // Whoever looks finds them where they are.
    assert.ok(requests.some(({ url }) => url.includes('planted-query-8')))
    assert.ok(requests.some(({ body }) => body.includes('planted-body-9')))
    for (const { url, headers, body } of requests) {
      const { pathname } = new URL(url)
      // The host's own, in which they were planted.
      if (pathname.startsWith('/planted/')) continue
      looked += 1
      const own = pathname.startsWith('/support/')
      const sent = `${url}\n${own ? JSON.stringify(await headers) : ''}\n${body.toString('utf8')}`
      for (const { place, secret } of planted) {
        for (const form of [
          secret,
          encodeURIComponent(secret),
          JSON.stringify(secret).slice(1, -1),
          btoa(encodeURIComponent(secret)),
        ])
          assert.ok(!sent.includes(form), `${place}: ${secret} is in ${url}\n${sent.slice(0, 4000)}`)
      }
    }
    console.log(`  ${planted.length} secrets are in none of ${looked} requests`)
    assert.ok(
      requests.some(({ body }) => body.includes('"diagnostics"')),
      'the ticket is among them',
    )
  })

  it('has no pixel of what was blacked out', async () => {
    const { files } = await readStored(tidewater.dataDir, ticket.id)
    assert.equal(files.length, 2)
    for (const { bytes } of files) assert.ok(!(await hasColour(bytes)), 'the colour is gone')
    for (const { body } of requests) {
      const begin = body.indexOf(Buffer.from([0x89, 0x50, 0x4e, 0x47]))
      if (begin >= 0) assert.ok(!(await hasColour(body.subarray(begin))), 'nor was it in what was sent')
    }
  })

  it('violates no policy on the way', () => assert.deepEqual(customer.violations, []))

  /** Whether a picture has the secret colour, or one near it, anywhere. */
  async function hasColour(bytes) {
    return customer.page.evaluate(
      async ([data, [red, green, blue]]) => {
        const bitmap = await createImageBitmap(new Blob([Uint8Array.from(atob(data), (each) => each.charCodeAt(0))]))
        const context = new OffscreenCanvas(bitmap.width, bitmap.height).getContext('2d')
        context.drawImage(bitmap, 0, 0)
        const pixels = context.getImageData(0, 0, bitmap.width, bitmap.height).data
        for (let at = 0; at < pixels.length; at += 4) {
          const distance =
            Math.abs(pixels[at] - red) + Math.abs(pixels[at + 1] - green) + Math.abs(pixels[at + 2] - blue)
          if (distance < 40) return true
        }
        return false
      },
      [Buffer.from(bytes).toString('base64'), secretColour],
    )
  }
})
