import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { launchWindowless } from '../../scripts/browser.mjs'
import { openObserved } from './observed-page.mjs'
import { startTidewater } from './tidewater.mjs'

describe('The articles', { timeout: 240_000 }, () => {
  let browser, tidewater

  before(async () => {
    tidewater = await startTidewater()
    browser = await launchWindowless()
  })

  after(async () => {
    await browser?.close()
    await tidewater?.stop()
  })

  it('are listed, lead to each other, follow the language, and hear whether they helped', async () => {
    const { context, page, violations, errors } = await openObserved(browser)
    await page.goto(`${tidewater.url}/articles.html`)
    await page.getByRole('link', { name: 'How is the priority of my ticket set?' }).click()
    await page.getByRole('heading', { name: 'How is the priority of my ticket set?' }).waitFor()
    await page.getByRole('cell', { name: 'Critical' }).waitFor()
    // A heading of another article.
    await page.locator('aftercare-article').getByRole('link', { name: 'clocks' }).click()
    await page.getByRole('heading', { name: 'The times that we promise' }).waitFor()
    assert.equal(new URL(page.url()).hash, '#article/promises-and-clocks/when-the-priority-changes')
    await page.locator('aftercare-article :focus').getByText('When the priority changes').waitFor()
    await page.getByLabel('Language').selectOption('zh-CN')
    await page.getByRole('heading', { name: '我们承诺的时间' }).waitFor()
    await page.getByRole('button', { name: '有帮助', exact: true }).click()
    await page.getByText('感谢反馈，很高兴能帮到您。').waitFor()
    await page.goBack()
    await page.getByRole('heading', { name: '工单的优先级是怎么定的？' }).waitFor()
    assert.deepEqual(violations, [])
    assert.deepEqual(errors, [])
    await context.close()
  })

  it('are searched in a worker of the page build, under the policy of the page', async () => {
    const { context, page, violations, errors } = await openObserved(browser)
    await page.goto(`${tidewater.url}/articles.html`)
    await page.getByRole('combobox', { name: 'Search for help' }).pressSequentially('priority')
    await page.getByRole('option', { name: /How is the priority of my ticket set/ }).waitFor()
    const deadline = Date.now() + 20_000
    while (page.workers().length === 0 && Date.now() < deadline) await page.waitForTimeout(50)
    assert.match(page.workers()[0]?.url() ?? 'no worker', /\/chunks\/[0-9a-f]{8}\/search-worker\.js$/)
    assert.deepEqual(violations, [])
    assert.deepEqual(errors, [])
    await context.close()
  })

  it('are there without the service once they were opened, unless they are for customers alone', async () => {
    const { context, page } = await openObserved(browser)
    const open = (slug) => page.goto(`${tidewater.url}/articles.html#article/${slug}/`)
    await open('raise-a-ticket')
    await page.getByRole('heading', { name: 'Raise a ticket that can be answered at once' }).waitFor()
    await open('raise-from-a-program')
    await page.getByRole('heading', { name: 'Raise tickets from your own programs' }).waitFor()
    await page.route('**/support/**', (route) => route.abort('internetdisconnected'))
    await page.reload()
    await page.getByText('The service cannot be reached at the moment.').waitFor()
    assert.equal(await page.getByText('Raise tickets from your own programs').count(), 0)
    await open('raise-a-ticket')
    await page.getByText('This is the copy on your device.').waitFor()
    await page.getByRole('heading', { name: 'Raise a ticket that can be answered at once' }).waitFor()
    await context.close()
  })
})
