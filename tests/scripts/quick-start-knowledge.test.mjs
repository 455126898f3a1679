// The articles of the example product: files that whoever brings their own may take as a pattern.
import assert from 'node:assert/strict'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { after, before, describe, it } from 'node:test'
import { createDevelopmentWorld } from '@aftercare/server/development'
import { people } from '../../examples/quick-start/people.mjs'

const folder = join(import.meta.dirname, '../../examples/quick-start/knowledge')
const locales = ['en', 'zh-CN']
const slugsOf = (locale) => readdirSync(join(folder, locale)).map((file) => file.replace(/\.md$/, ''))
const source = (locale, slug) => readFileSync(join(folder, locale, `${slug}.md`), 'utf8')
/** What must be the same in every language, or each import would change it to and fro. */
const settingsOf = (text) => text.match(/^(slug|kind|audience|product|versionFrom|versionTo|related):.*$|^ {2}- .*$/gm)

describe('the articles of the quick-start', () => {
  const warnings = []
  let world
  let milliseconds
  const log = { info() {}, warn: (_, message) => warnings.push(message), error: (_, message) => warnings.push(message) }

  before(async () => {
    world = await createDevelopmentWorld({ seed: false, log, articles: folder })
    const began = process.cpuUsage()
    const again = await createDevelopmentWorld({ seed: false, log, articles: folder })
    const withArticles = process.cpuUsage(began)
    await again.close()
    const plain = process.cpuUsage()
    await (await createDevelopmentWorld({ seed: false })).close()
    const without = process.cpuUsage(plain)
    milliseconds = (withArticles.user + withArticles.system - without.user - without.system) / 1000
  })
  after(() => world.close())

  async function get(path, token) {
    const headers = { authorization: `Bearer ${token}` }
    const answer = await world.server.fetch(new Request(`http://support.test/support${path}`, { headers }))
    assert.equal(answer.status, 200, `${path} answered ${answer.status}`)
    return answer.json()
  }

  async function listed(token, locale) {
    const { items, next } = await get(`/articles?limit=100&locale=${locale}`, token)
    assert.equal(next, null)
    return items
  }

  it('are there in both languages, with the same settings', () => {
    assert.deepEqual(slugsOf('en'), slugsOf('zh-CN'))
    assert.ok(slugsOf('en').length >= 24)
    for (const slug of slugsOf('en')) {
      assert.deepEqual(settingsOf(source('en', slug)), settingsOf(source('zh-CN', slug)), slug)
      assert.match(source('en', slug), new RegExp(`^slug: ${slug}$`, 'm'))
    }
  })

  it('are taken in without a warning', () => {
    assert.deepEqual(warnings, [])
  })

  it('are of every kind, most for everybody, some for customers and some for staff', async () => {
    for (const locale of locales) {
      const staff = await listed(world.staffKey, locale)
      assert.equal(staff.length, slugsOf(locale).length)
      assert.deepEqual(new Set(staff.map((article) => article.locale)), new Set([locale]))
      const kinds = new Set(staff.map(({ kind }) => kind))
      assert.deepEqual([...kinds].sort(), ['faq', 'manual', 'release_note', 'troubleshooting', 'video'])
      const count = (audience) => staff.filter((article) => article.audience === audience).length
      assert.deepEqual([count('customers'), count('internal')], [2, 2])
      const customers = await listed(await world.customerToken(people.mara), locale)
      assert.equal(customers.length, staff.length - 2)
    }
  })

  it('lead to each other, and to headings that are there', async () => {
    const read = (slug, locale) => get(`/articles/${slug}?locale=${locale}`, world.staffKey)
    for (const locale of locales) {
      const texts = new Map()
      for (const slug of slugsOf(locale)) texts.set(slug, await read(slug, locale))
      for (const [slug, { content, related }] of texts) {
        assert.ok(related.length > 0, `${slug} leads nowhere`)
        const written = [...source(locale, slug).matchAll(/\]\(\.\/([\w-]+)\.md(?:#([^)]+))?\)/g)]
        const linked = JSON.stringify(content).match(/"article:[^"]+"/g) ?? []
        assert.equal(linked.length, written.length, `${slug}: ${linked} are not the links that were written`)
        for (const [, other, anchor] of written) {
          const target = texts.get(other)
          assert.ok(target, `${slug} leads to ${other}`)
          const ids = target.content.flatMap((block) => (block.type === 'heading' ? [block.id] : []))
          assert.ok(!anchor || ids.includes(anchor), `${slug} leads to ${other}#${anchor}; there is ${ids}`)
        }
      }
    }
  })

  it('hardly delay a start', () => {
    assert.ok(milliseconds < 1500, `${milliseconds} ms of processor time`)
  })
})
