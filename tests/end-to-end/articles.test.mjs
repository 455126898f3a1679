import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
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

  /** Publishes another text of an article, as somebody who writes them. */
  async function rewrite(slug, change) {
    const { lead } = JSON.parse(await readFile(join(tidewater.dataDir, 'development-keys.json'), 'utf8'))
    const ask = async (method, path, body, more = {}) => {
      const response = await fetch(`${tidewater.url}/support${path}`, {
        method,
        headers: {
          ...{ authorization: `Bearer ${lead}`, 'content-type': 'application/json', ...more },
          'idempotency-key': randomUUID(),
        },
        body: body && JSON.stringify(body),
      })
      assert.ok(response.ok, `${method} ${path} ${response.status}`)
      return { etag: response.headers.get('etag'), body: await response.json() }
    }
    const { id } = (await ask('GET', `/articles/${slug}?locale=en`)).body
    const path = `/knowledge/articles/${id}/translations/en`
    const read = await ask('GET', path)
    const { revision } = (await ask('PATCH', path, change(read.body), { 'if-match': read.etag })).body
    for (const action of ['submit', 'publish'])
      await ask('POST', `${path}/actions`, { id: randomUUID(), action, revision })
  }

  it('are searched and read without a network, also those never opened, and what changes is fetched alone', async () => {
    const { context, page, requests, errors } = await openObserved(browser)
    const files = () => requests.flatMap((each) => /\/search\/segments\/(\w+)/.exec(each)?.[1] ?? [])
    /** The files of what everybody may read, which is what stays on the device. */
    const named = async () => {
      const manifest = await (await fetch(`${tidewater.url}/support/search/manifest?tenant=tidewater&locale=en`)).json()
      return manifest.segments.flatMap(({ titles, bodies, cards, texts }) =>
        [titles, bodies, cards, ...texts].map(({ hash }) => hash),
      )
    }
    const field = page.getByRole('combobox', { name: 'Search for help' })
    const found = (name) => page.getByRole('option', { name })
    /** Whether the device holds all of these. */
    const keepsFiles = async (hashes) => {
      const asked = (request) =>
        new Promise((resolve, reject) => {
          request.onsuccess = () => resolve(request.result)
          request.onerror = () => reject(request.error)
        })
      const keys = []
      for (const { name } of await indexedDB.databases()) {
        const database = await asked(indexedDB.open(name))
        if (database.objectStoreNames.contains('pairs'))
          keys.push(...(await asked(database.transaction('pairs').objectStore('pairs').getAllKeys())))
        database.close()
      }
      return hashes.every((hash) => keys.includes(`search/file/${hash}`))
    }
    /** Until nothing more has come for a while. */
    const settled = async () => {
      for (let before = -1; before !== files().length; ) {
        before = files().length
        await page.waitForTimeout(1_000)
      }
    }
    await page.goto(`${tidewater.url}/articles.html`)
    await field.fill('priority')
    await found(/How is the priority of my ticket set/).waitFor()
    const before = await named()
    // What has come is kept a moment later.
    while (!(await page.evaluate(keepsFiles, before))) await page.waitForTimeout(50)

    await context.setOffline(true)
    await field.fill('promise')
    await found(/The times that we promise/).click()
    await page.locator('aftercare-article [part=stale]').waitFor()
    await page.getByRole('heading', { name: 'When the priority changes' }).waitFor()

    await context.setOffline(false)
    await rewrite('promises-and-clocks', ({ body }) => ({ body: `${body}\n\nA quokka keeps the time.\n` }))
    requests.splice(0)
    await page.goto(`${tidewater.url}/index.html`)
    await page.goto(`${tidewater.url}/articles.html`)
    await field.fill('quokka')
    await found(/The times that we promise/).waitFor()
    await settled()
    const changed = (await named()).filter((hash) => !before.includes(hash))
    const again = files().filter((hash) => before.includes(hash) || changed.includes(hash))
    assert.deepEqual(
      [...new Set(again)].sort(),
      changed.sort(),
      'of what stays on the device what changed, and nothing else',
    )
    // So few articles are one segment with one file of texts; the client's own test has more, of which a part stays.
    assert.ok(changed.length <= before.length, 'no part was added')
    assert.equal(requests.filter((each) => each.endsWith('/search/manifest')).length, 1)
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
