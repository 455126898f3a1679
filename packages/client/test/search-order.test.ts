import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { type ClientOptions, type Core, createCore, knowledge, type SearchOptions } from '@aftercare/client'
import { type ArticleHit, searchArticles } from '@aftercare/protocol'
import { createDevelopmentWorld, type DevelopmentWorld } from '@aftercare/server/development'
import { seeded } from '../../protocol/test/seeded.ts'
import { memoryStorage } from '../src/persistence/memory.ts'
import { publish, type WrittenArticle } from './support/articles.ts'
import { until } from './support/manual-clock.ts'
import { nodeWorker } from './support/node-worker.ts'

const random = seeded(20)
const one = <Item>(items: readonly Item[]): Item => items[Math.floor(random() * items.length)]!

const words = {
  en: 'printer paper roll cover invoice account password sign export import report label scanner network cable driver update restart setting colour tray jam error battery screen keyboard backup restore user team license'.split(
    ' ',
  ),
  'zh-CN':
    '打印机 纸卷 盖板 发票 账户 密码 登录 导出 导入 报表 标签 扫描仪 网络 线缆 驱动 更新 重启 设置 颜色 纸盘 卡纸 错误 电池 屏幕 键盘 备份 恢复 用户 团队 许可'.split(
      ' ',
    ),
} as const
type Locale = keyof typeof words
const locales = Object.keys(words) as Locale[]
const text = (locale: Locale, count: number) =>
  Array.from({ length: count }, () => one(words[locale])).join(locale === 'en' ? ' ' : '')

function articles(locale: Locale): WrittenArticle[] {
  return Array.from({ length: 90 }, (_, number) => ({
    slug: `${locale.toLowerCase()}-${number}`,
    locale,
    title: text(locale, 2 + Math.floor(random() * 4)),
    body: Array.from({ length: 4 }, () => `## ${text(locale, 3)}\n\n${text(locale, 25)} ERR-${number}.`).join('\n\n'),
    ...(random() < 0.4 && { product: one(['Tide', 'Ebb']) }),
    ...(random() < 0.4 && { kind: 'manual' as const }),
    audience: one(['public', 'public', 'customers', 'internal'] as const),
  }))
}

/** Whole words, words with an error, unfinished ones, codes, both languages in one, and what nothing has. */
function queries(locale: Locale): { query: string; options: SearchOptions }[] {
  return Array.from({ length: 60 }, (_, number) => {
    const whole = text(locale, 1 + (number % 4))
    const at = Math.floor(random() * whole.length)
    const query = [
      whole,
      whole.slice(0, at) + whole.slice(at + 1) || whole,
      whole.slice(0, Math.max(1, whole.length - 2)),
      `${whole} ERR-${number}`,
      `${whole} ${one(words.en)}`,
      locale === 'en' ? `${whole} qqxx` : `${whole}打印機`,
    ][number % 6]!
    return {
      query,
      options: {
        locale,
        limit: 20,
        ...(number % 2 === 0 && { typing: true }),
        ...(number % 3 === 0 && { product: 'Tide' }),
        ...(number % 5 === 0 && { version: '2.1' }),
        ...(number % 7 === 0 && { kind: 'manual' as const }),
      },
    }
  })
}

describe('the same query', () => {
  let world: DevelopmentWorld
  const cores: Core[] = []
  before(async () => {
    world = await createDevelopmentWorld({ seed: false })
    for (const locale of locales) for (const article of articles(locale)) await publish(world, article)
  })
  after(async () => {
    await Promise.all(cores.map((core) => core.close()))
    await world.close()
  })

  function open(options: Partial<ClientOptions> = {}) {
    const core = createCore({
      url: 'http://support.test/support',
      getToken: () => world.customerToken(),
      storage: memoryStorage(),
      fetch: world.server.fetch,
      ...options,
    })
    cores.push(core)
    return core
  }

  async function here(core: Core, query: string, options: SearchOptions): Promise<readonly ArticleHit[]> {
    const results = knowledge(core).search(query, options)
    const stop = results.$state.subscribe(() => {})
    for (;;) {
      await until(() => results.$state.get().status === 'ready')
      const state = results.$state.get()
      if (state.status === 'ready' && state.by === 'device' && state.hits.every(({ snippet }) => snippet.length > 0)) {
        stop()
        return state.hits
      }
      await results.refresh()
    }
  }

  for (const locale of locales) {
    it(`finds the same in the same order on the server, in a worker and on the page’s thread (${locale})`, async () => {
      let started = 0
      const searchWorker = () => {
        started++
        return nodeWorker(import.meta.resolve('../src/knowledge/search-worker.ts'))
      }
      const [thread, worker] = [open(), open({ searchWorker })]
      let found = 0
      for (const { query, options } of queries(locale)) {
        const { limit, typing, ...wish } = options
        const { items } = await thread.call(searchArticles, {
          query: { ...(wish as object), q: query, limit: String(limit), ...(typing && { typing: 'true' as const }) },
        })
        const [ofThread, ofWorker] = [await here(thread, query, options), await here(worker, query, options)]
        assert.deepEqual(ofThread, items, query)
        assert.deepEqual(ofWorker, items, query)
        if (items.length > 1) found++
      }
      assert.equal(started, 1)
      assert.ok(found > 35, `only ${found} queries found more than one article`)
    })
  }
})
