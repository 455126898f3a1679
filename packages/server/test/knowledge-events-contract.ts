import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { articleEventSchema, eventSchema } from '@aftercare/protocol/schemas'
import { importArticles } from '../src/administration/import-articles.ts'
import type { Database } from '../src/index.ts'
import { type ArticleNews, ArticleNewsroom } from '../src/knowledge/article-news.ts'
import { readPortable } from '../src/knowledge/portable-article.ts'
import { type KnowledgeWorld, knowledgeWorld } from './knowledge-world.ts'
import { tenant } from './world.ts'

type Said = { type: string; article: { id: string; slug?: string; locale: string | null; revision?: number | null } }

/** What is told of articles as it happens, whatever the database. */
export function knowledgeEventsContract(name: string, open: () => Promise<Database>): void {
  describe(`events of articles on ${name}`, () => {
    let k: KnowledgeWorld
    const listening: { stop(): Promise<void> }[] = []
    before(async () => {
      const limits = { heartbeat: 600_000, livePoll: 50 }
      k = await knowledgeWorld({ database: await open(), server: { limits } })
    })
    after(async () => {
      for (const each of listening) await each.stop()
      await k.w.close()
    })

    /** What somebody hears from now on, or from a position. */
    async function listen(token: string, from?: number) {
      const headers: Record<string, string> = { authorization: `Bearer ${token}` }
      if (from !== undefined) headers['last-event-id'] = String(from)
      const response = await k.w.server.fetch(new Request('http://127.0.0.1/support/events', { headers }))
      const reader = response.body!.getReader()
      let text = ''
      const heard = () =>
        text
          .split('\n\n')
          .slice(0, -1)
          .filter((block) => !/^(event:|:)/m.test(block))
          .map((block) => JSON.parse(/^data: (.*)$/m.exec(block)![1]!) as Said & { seq: number })
      const reading = (async () => {
        for (;;) {
          const { done, value } = await reader.read()
          if (done) return
          text += new TextDecoder().decode(value)
        }
      })()
      const listener = {
        /** All of them, once so many have come. */
        async first(count: number) {
          for (let turns = 0; heard().length < count && turns < 300; turns++) {
            await new Promise((resolve) => setTimeout(resolve, 10))
          }
          return heard().map(({ type, article: { id: _, ...article } }) => ({ type, ...article }))
        },
        heard,
        async stop() {
          await reader.cancel().catch(() => {})
          await reading.catch(() => {})
        },
      }
      listening.push(listener)
      return listener
    }

    it('say to readers what they can read, and to staff alone what is written', async () => {
      const ears = {
        visitor: await listen(k.visitor),
        customer: await listen(k.customer),
        agent: await listen(k.agent),
      }
      const { id, slug } = await k.published({ audience: 'customers' })
      await k.edit(id, { title: 'The roll' })
      await k.publish(id, 2)
      await k.act(id, 'archive', 2)
      // The last word is for everybody, so that nobody is waited for who hears nothing.
      const last = await k.published({ audience: 'public' })
      const change = (revision: number) => ({ type: 'article.changed', slug, locale: 'en', revision })
      const publish = (revision: number) => ({ type: 'article.published', slug, locale: 'en', revision })
      const gone = { type: 'article.archived', locale: 'en' }
      const end = { type: 'article.published', slug: last.slug, locale: 'en', revision: 1 }
      assert.deepEqual(await ears.visitor.first(1), [end])
      assert.deepEqual(await ears.customer.first(4), [publish(1), publish(2), gone, end])
      assert.deepEqual(await ears.agent.first(10), [
        ...[change(1), change(1), publish(1), change(2), change(2), publish(2), gone],
        ...[1, 1].map((revision) => ({ type: 'article.changed', slug: last.slug, locale: 'en', revision })),
        end,
      ])
    })

    it('are what the protocol says, and nothing that whoever knows tickets alone takes for one', async () => {
      const ear = await listen(k.customer)
      const { id } = await k.published()
      await k.act(id, 'archive')
      await ear.first(2)
      for (const event of ear.heard()) {
        assert.deepEqual(articleEventSchema.parse(event), event)
        assert.equal(eventSchema.safeParse(event).success, false)
      }
    })

    it('say to whoever may not read it any more that it is gone, and to the others that it is another one', async () => {
      const { id } = await k.published({ audience: 'public' })
      const ears = {
        visitor: await listen(k.visitor),
        customer: await listen(k.customer),
        agent: await listen(k.agent),
      }
      assert.equal((await k.change(id, { audience: 'customers', slug: 'only-for-customers' })).status, 200)
      await k.change(id, { audience: 'internal', slug: 'only-for-us' })
      await k.published()
      const gone = { type: 'article.archived', locale: null }
      const other = (slug: string) => ({ type: 'article.changed', slug, locale: null, revision: null })
      assert.deepEqual((await ears.visitor.first(2)).slice(0, 1), [gone])
      const customer = await ears.customer.first(3)
      assert.ok(customer.some((each) => each.type === 'article.archived' && each.locale === null))
      assert.deepEqual((await ears.agent.first(2)).slice(0, 2), [
        // Between the two changes or after both: an event names the article as it is called when it is read.
        other((await ears.agent.first(2))[0]!.slug as string),
        other('only-for-us'),
      ])
      for (const ear of [ears.visitor, ears.customer]) {
        assert.ok(!JSON.stringify(ear.heard()).includes('only-for-us'), 'a name that is not for them')
      }
    })

    it('say to nobody who may read it still that it is gone', async () => {
      const { id } = await k.published({ audience: 'public' })
      const ears = {
        visitor: await listen(k.visitor),
        customer: await listen(k.customer),
        agent: await listen(k.agent),
      }
      await k.change(id, { audience: 'customers', slug: 'for-customers-from-now-on' })
      assert.deepEqual(await ears.visitor.first(1), [{ type: 'article.archived', locale: null }])
      const changed = { type: 'article.changed', slug: 'for-customers-from-now-on', locale: null, revision: null }
      for (const ear of [ears.customer, ears.agent]) assert.deepEqual(await ear.first(1), [changed])
    })

    it('name nothing to whoever comes back after it was taken from them', async () => {
      const { id } = await k.published({ audience: 'public' })
      const ear = await listen(k.agent)
      await k.begin()
      await ear.first(1)
      const { seq } = ear.heard()[0]!
      await k.change(id, { audience: 'public', slug: 'a-plain-name' })
      await k.change(id, { audience: 'internal', slug: 'a-secret-name' })
      const late = await listen(k.customer, seq - 1)
      assert.deepEqual(await late.first(1), [{ type: 'article.archived', locale: null }])
      assert.deepEqual(late.heard().length, 1)
    })

    it('reach other rooms of the process after the commit, also those of an import', async () => {
      const news: ArticleNews[] = []
      const failures: unknown[] = []
      const articleNewsroom = new ArticleNewsroom((error) => void failures.push(error))
      articleNewsroom.subscribe(() => {
        throw new Error('a room that fails')
      })
      const stop = articleNewsroom.subscribe((more) => void news.push(...more))
      const take = (record: object) =>
        importArticles(
          { ...k.w.journal, articleNewsroom },
          tenant,
          [readPortable({ title: 'Imported', ...record }, { locale: 'en' }).article],
          { kind: 'faq', audience: 'customers' },
        )
      const ear = await listen(k.customer)
      await take({ body: 'One.' })
      await take({ body: 'One.' })
      await take({ body: 'Two.', kind: 'manual' })
      await take({ body: 'Two.', audience: 'public', versionFrom: '2', versionTo: '1' })
      const [first] = news
      assert.deepEqual(
        news.map(({ type, locale, revision }) => [type, locale, revision]),
        [
          ['article.published', 'en', 1],
          ['article.changed', null, null],
          ['article.published', 'en', 2],
        ],
      )
      assert.ok(news.every(({ article, tenant: of }) => article === first!.article && of === tenant))
      assert.deepEqual(failures.length, 2)
      await ear.first(3)
      assert.deepEqual(
        ear.heard().map(({ seq }) => seq),
        news.map(({ seq }) => seq),
      )
      stop()
      await take({ body: 'Three.' })
      assert.equal(news.length, 3)
    })
  })
}
