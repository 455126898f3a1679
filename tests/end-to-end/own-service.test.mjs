import assert from 'node:assert/strict'
import { readFile, rm } from 'node:fs/promises'
import { after, before, describe, it } from 'node:test'
import { startOwnService } from '../../examples/own-service/server.mjs'
import { launchWindowless } from '../../scripts/browser.mjs'
import { readStored } from './database.mjs'
import { focusIsVisible, openObserved, tabTo } from './observed-page.mjs'
import { newDataDir } from './tidewater.mjs'

const ids = ['crane', 'movement', 'load', 'since', 'area_closed']

describe('A vendor’s own type, from five fields in its definition to a ticket', { timeout: 120_000 }, () => {
  let browser, example, dataDir, observed, ticket

  before(async () => {
    dataDir = await newDataDir()
    example = await startOwnService({ port: 0, dataDir })
    browser = await launchWindowless()
    observed = await openObserved(browser)
    await observed.page.goto(example.url)
  })

  after(async () => {
    await browser?.close()
    await example?.close()
    await rm(dataDir, { recursive: true, force: true })
  })

  const form = () => observed.page.locator('aftercare-ticket-form')

  it('is named in the definition alone', async () => {
    for (const name of ['page.html', 'server.mjs']) {
      const text = await readFile(new URL(`../../examples/own-service/${name}`, import.meta.url), 'utf8')
      for (const id of [...ids, 'crane_fault']) assert.ok(!new RegExp(`\\b${id}\\b`).test(text), `${name} names ${id}`)
    }
  })

  it('is the first topic of the form, in the vendor’s words, and asks its own questions', async () => {
    const { page } = observed
    await tabTo(page, form().getByRole('combobox'))
    await form().locator('[part=environment]').waitFor()
    await page.keyboard.type('A crane')
    await form().locator('#type-help').getByText('A crane of yours does not move, or not as it should.').waitFor()
    for (const label of ['Which crane?', 'What does not move?', 'Since when?', 'Safety']) {
      await form().getByText(label).first().waitFor()
    }
    assert.equal(await form().getByText('What hangs on it?').count(), 0, 'it depends on an answer')
  })

  it('says what is missing when it is sent too early', async () => {
    const { page } = observed
    await tabTo(page, form().getByRole('textbox', { name: 'Subject' }))
    await page.keyboard.type('Crane 7 does not lift')
    await page.keyboard.press('Enter')
    const summary = form().locator('[part=summary]')
    await summary.getByRole('button', { name: 'Safety: Your agreement is needed.' }).waitFor()
    await summary.getByRole('button', { name: 'Which crane: Please give an answer.' }).waitFor()
    assert.ok(await summary.evaluate((element) => element.matches(':focus')), 'the focus is on the summary')
  })

  it('is answered and sent by keyboard, and promised by its impact', async () => {
    const { page } = observed
    const into = async (selector) => {
      await tabTo(page, form().locator(selector))
      assert.ok(await focusIsVisible(form().locator(selector)), selector)
    }
    await into('#i-hindrance')
    await page.keyboard.press('Space')
    await into('#f-crane')
    await page.keyboard.type('STS-07')
    await into('#f-movement')
    await page.keyboard.press('Space')
    await into('#f-load')
    await page.keyboard.type('41.5')
    await into('#f-since')
    await form().locator('#f-since').fill('2026-11-20T09:30')
    await into('#f-area_closed')
    await page.keyboard.press('Space')
    await form().locator('[part=outlook]').getByText('High (level 2)').waitFor()
    await into('[part=submit]')
    const acknowledged = page.evaluate(
      () =>
        new Promise((resolve) =>
          document.addEventListener('aftercare-ticket-acknowledged', (event) => resolve(event.detail.ticket)),
        ),
    )
    await page.keyboard.press('Enter')
    ticket = await acknowledged
    await form().locator('[part=promises]').getByText('First answer by').waitFor()
  })

  it('is in the SQLite file with every answer, under the version it was asked by', async () => {
    const stored = await readStored(dataDir, ticket.id)
    const since = await observed.page.evaluate(() => new Date('2026-11-20T09:30').toISOString())
    assert.equal(stored.ticket.type, 'crane_fault')
    assert.equal(stored.ticket.service_version, 'cranes-1')
    assert.equal(stored.ticket.channel, 'widget')
    assert.equal(stored.ticket.priority, 'high')
    assert.deepEqual(JSON.parse(stored.ticket.fields), {
      crane: 'STS-07',
      movement: 'hoist',
      load: 41.5,
      since,
      area_closed: true,
    })
    assert.deepEqual(JSON.parse(stored.ticket.impact), { hindrance: 'blocked' })
    const environment = JSON.parse(stored.ticket.environment)
    assert.equal(environment.product, 'Crane control')
    assert.match(environment.browser, /Chrom/)
  })

  it('asks in Chinese as well', async () => {
    const { page } = observed
    await page.goto(`${example.url}/?language=zh-CN`)
    await form().locator('#subject').focus()
    await form().locator('[part=environment]').waitFor()
    await form().locator('#type').selectOption('crane_fault')
    await form().getByText('哪台起重机？').first().waitFor()
    await form().getByText('已确认吊物下方无法通行。').waitFor()
  })

  it('throws nothing on the way', () => {
    assert.deepEqual(observed.errors, [])
  })
})
