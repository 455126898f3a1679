import assert from 'node:assert/strict'
import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { after, before, describe, it } from 'node:test'
import { launchWindowless } from '../../scripts/browser.mjs'
import { openObserved } from './observed-page.mjs'
import { startTidewater } from './tidewater.mjs'

const require = createRequire(import.meta.url)

describe('The pages in a browser', { timeout: 120_000 }, () => {
  let browser, tidewater, axe

  before(async () => {
    tidewater = await startTidewater()
    browser = await launchWindowless()
    axe = await readFile(require.resolve('axe-core/axe.min.js'), 'utf8')
  })

  after(async () => {
    await browser?.close()
    await tidewater?.stop()
  })

  async function open(path, options) {
    const window = await openObserved(browser, options)
    await window.page.goto(`${tidewater.url}${path}`)
    if (/help|agents/.test(path)) await window.page.getByRole('list', { name: /Tickets|工单/ }).waitFor()
    return window
  }

  const findings = async (page) => {
    await page.evaluate(axe)
    const { violations } = await page.evaluate(() => globalThis.axe.run(document, { resultTypes: ['violations'] }))
    return violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.target.flat().join(' ')).join(', ')}`)
  }

  it('follow the language switch at once, widgets included, and remember it', async () => {
    const { context, page, violations } = await open('/help.html')
    await page.getByRole('textbox', { name: 'Subject' }).fill('Kept while the language changes')
    await page.getByRole('combobox', { name: 'Language' }).selectOption('zh-CN')
    await page.getByRole('heading', { name: '帮助与支持' }).waitFor()
    const subject = page.getByRole('textbox', { name: '标题' })
    await subject.waitFor()
    assert.equal(await subject.inputValue(), 'Kept while the language changes')
    await page.reload()
    await page.getByRole('heading', { name: '帮助与支持' }).waitFor()
    assert.equal(await page.evaluate(() => document.documentElement.lang), 'zh-CN')
    assert.deepEqual(violations, [])
    await context.close()
  })

  it('follow the theme switch, and the system where it is automatic', async () => {
    const { context, page } = await open('/help.html', { colorScheme: 'dark' })
    const background = () => page.evaluate(() => getComputedStyle(document.body).backgroundColor)
    const dark = await background()
    await page.getByRole('combobox', { name: 'Theme' }).selectOption('light')
    const light = await background()
    assert.notEqual(light, dark)
    await page.reload()
    assert.equal(await background(), light)
    await page.getByRole('combobox', { name: 'Theme' }).selectOption('auto')
    assert.equal(await background(), dark)
    await context.close()
  })

  it('draw edges and quiet words in full where a person asks for more contrast', async () => {
    const { context, page } = await open('/help.html', { contrast: 'more' })
    const colours = await page.locator('aftercare-ticket-form').evaluate((form) => {
      const of = (selector, property) => getComputedStyle(form.shadowRoot.querySelector(selector))[property]
      return {
        text: of('label', 'color'),
        edge: of('#subject', 'borderTopColor'),
        help: of('#description-help', 'color'),
      }
    })
    assert.deepEqual([colours.edge, colours.help], [colours.text, colours.text])
    assert.deepEqual(await findings(page), [])
    await context.close()
  })

  it('change the person, and with the person the tickets and the language', async () => {
    const { context, page } = await open('/help.html')
    await page.locator('.person summary').click()
    await page.getByRole('button', { name: '陈思远' }).click()
    await page.getByRole('heading', { name: '帮助与支持' }).waitFor()
    const list = page.locator('aftercare-ticket-list')
    await list.getByText('报关单').first().waitFor()
    assert.equal(await list.getByText('Webhook deliveries').count(), 0)
    await context.close()
  })

  for (const [index, path] of ['/', '/help.html', '/articles.html', '/agents.html', '/mailbox.html'].entries()) {
    it(`fit 320 px at ${path}`, async () => {
      const { context, page } = await open(path, { viewport: { width: 320, height: 640 } })
      assert.equal(await page.evaluate(() => document.documentElement.scrollWidth), 320)
      await context.close()
    })

    // Each page in one of both; `pnpm verify:full` takes them all.
    for (const colorScheme of process.env.FULL ? ['light', 'dark'] : [index % 2 ? 'dark' : 'light']) {
      it(`give axe nothing to find at ${path}, ${colorScheme}`, async () => {
        const { context, page } = await open(path, { colorScheme, reducedMotion: 'reduce' })
        assert.deepEqual(await findings(page), [])
        await context.close()
      })
    }
  }
})
