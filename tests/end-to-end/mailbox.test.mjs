import assert from 'node:assert/strict'
import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { after, before, describe, it } from 'node:test'
import { launchWindowless } from '../../scripts/browser.mjs'
import { openObserved } from './observed-page.mjs'
import { newDataDir, startTidewater } from './tidewater.mjs'

const require = createRequire(import.meta.url)

describe('The mailbox', { timeout: 240_000 }, () => {
  let browser, tidewater, dataDir, axe

  before(async () => {
    dataDir = await newDataDir()
    tidewater = await startTidewater({ dataDir })
    browser = await launchWindowless()
    axe = await readFile(require.resolve('axe-core/axe.min.js'), 'utf8')
  })

  after(async () => {
    await browser?.close()
    await tidewater?.stop()
  })

  const text = async (path) => (await fetch(`${tidewater.url}${path}`)).text()
  async function write(path, token, body) {
    const headers = {
      authorization: `Bearer ${token}`,
      'content-type': 'application/json',
      'idempotency-key': body.id,
    }
    const answer = await fetch(`${tidewater.url}/support${path}`, {
      method: 'POST',
      headers,
      body: JSON.stringify(body),
    })
    assert.equal(answer.status, 201, await answer.clone().text())
    return answer.json()
  }
  const raise = async (subject) =>
    write('/tickets', await text('/session/support-token'), {
      ...{ id: crypto.randomUUID(), type: 'question', subject, description: '', attachments: [], locale: 'en' },
    })

  it('begins empty, and shows each mail as it comes, as its reader would see it', async () => {
    const { context, page, violations, errors } = await openObserved(browser)
    await page.goto(`${tidewater.url}/mailbox.html`)
    await page.getByText('No mail yet.').waitFor()
    const ticket = await raise('<b>Where</b> is MSKU 482119-0?')
    const mails = page.getByRole('list', { name: 'Mails' }).getByRole('link')
    await mails.filter({ hasText: 'We have your ticket' }).click()
    const frame = page.frameLocator('iframe')
    await frame.getByRole('heading', { name: `We have your ticket ${ticket.number}` }).waitFor()
    await frame.getByText('<b>Where</b> is MSKU 482119-0?').waitFor()
    await page.getByText('All headers').click()
    await page.getByText('Auto-Submitted: auto-generated').waitFor()
    await page.getByRole('radio', { name: 'Text' }).check()
    const body = page.getByLabel('Mail', { exact: true }).locator('pre.text')
    assert.match(await body.textContent(), new RegExp(`#ticket/${ticket.id}`))

    await write(`/tickets/${ticket.id}/messages`, await text('/session/staff-key'), {
      ...{ id: crypto.randomUUID(), body: 'Off Skagen.', attachments: [] },
    })
    await mails.filter({ hasText: 'has a new answer' }).waitFor()
    assert.equal(await mails.count(), 2)

    await page.evaluate(axe)
    const found = await page.evaluate(() =>
      globalThis.axe.run({ exclude: ['iframe'] }, { resultTypes: ['violations'] }),
    )
    assert.deepEqual(
      found.violations.map(({ id }) => id),
      [],
    )
    assert.deepEqual([violations, errors], [[], []])
    await context.close()
  })

  it('leads from a mail to its ticket, in a window of its own', async () => {
    const { context, page } = await openObserved(browser)
    await page.goto(`${tidewater.url}/mailbox.html`)
    await page.getByRole('link', { name: 'has a new answer' }).click()
    const [opened] = await Promise.all([
      context.waitForEvent('page'),
      page.frameLocator('iframe').getByRole('link', { name: 'Open the ticket' }).click(),
    ])
    await opened.getByText('Off Skagen.').waitFor()
    assert.match(opened.url(), /\/help\.html#ticket\//)
    await context.close()
  })

  it('runs nothing that a mail holds, and fetches nothing for it', async () => {
    const { mails } = JSON.parse(await text('/mailbox/mails'))
    const answer = await fetch(`${tidewater.url}/mailbox/html?id=${mails[0].id}`)
    const policy = answer.headers.get('content-security-policy')
    assert.match(policy, /default-src 'none'/)
    assert.match(policy, /sandbox allow-popups allow-popups-to-escape-sandbox$/)
    assert.doesNotMatch(policy, /script|img-src|allow-same-origin/)
    for (const id of ['', 'nobody', '../../secrets', `${mails[0].id}%00`]) {
      assert.equal((await fetch(`${tidewater.url}/mailbox/html?id=${id}`)).status, 404)
    }
  })

  it('is worked with the keyboard alone, and speaks Chinese', async () => {
    const { context, page } = await openObserved(browser, { viewport: { width: 360, height: 740 } })
    await page.goto(`${tidewater.url}/mailbox.html`)
    await page.locator('#language').selectOption('zh-CN')
    await page.getByRole('heading', { name: '邮箱' }).waitFor()
    await page.getByRole('list', { name: '邮件' }).getByRole('link').first().focus()
    await page.keyboard.press('Enter')
    const mail = page.locator('#mail')
    await mail.waitFor()
    assert.equal(await mail.evaluate((element) => element === document.activeElement), true)
    assert.match(await mail.locator('time').textContent(), /年.*月.*日/)
    await page.getByRole('link', { name: '全部邮件' }).click()
    await page.getByRole('list', { name: '邮件' }).waitFor()
    await context.close()
  })

  it('keeps its mails between two starts', async () => {
    await tidewater.stop()
    tidewater = await startTidewater({ dataDir })
    assert.equal(JSON.parse(await text('/mailbox/mails')).mails.length, 2)
  })
})
