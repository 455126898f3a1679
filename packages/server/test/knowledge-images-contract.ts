import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import type { Database } from '../src/index.ts'
import { type KnowledgeWorld, knowledgeWorld } from './knowledge-world.ts'
import { tenant } from './world.ts'

/** The images of articles, whatever the database. */
export function knowledgeImagesContract(name: string, open: () => Promise<Database>): void {
  describe(`images of articles on ${name}`, () => {
    let k: KnowledgeWorld
    before(async () => {
      k = await knowledgeWorld({ database: await open() })
    })
    after(() => k.w.close())

    const upload = async (token: string) => (await k.w.upload(token, 'pixels')).body
    const link = (file: string, token: string | undefined) =>
      k.w.send('GET', `/articles/files/${file}/link${token === undefined ? `?tenant=${tenant}` : ''}`, { token })
    const showing = (file: string) => `![The roll](file:${file})`

    it('are had by whoever may read the text that shows them, and by nobody else', async () => {
      const readers = { nobody: undefined, visitor: k.visitor, customer: k.customer, agent: k.agent }
      const seen: Record<string, readonly string[]> = {
        public: ['nobody', 'visitor', 'customer', 'agent'],
        customers: ['customer', 'agent'],
        internal: ['agent'],
      }
      for (const [audience, who] of Object.entries(seen)) {
        const { fileId } = await upload(k.agent)
        const { body: draft } = await k.begin({ audience, body: showing(fileId) })
        for (const [reader, token] of Object.entries(readers)) {
          assert.equal(
            (await link(fileId, token)).status,
            reader === 'agent' ? 200 : 404,
            `draft ${audience} ${reader}`,
          )
        }
        await k.publish(draft.id)
        for (const [reader, token] of Object.entries(readers)) {
          const answer = await link(fileId, token)
          assert.equal(answer.status, who.includes(reader) ? 200 : 404, `${audience} ${reader}`)
          if (answer.status !== 200) continue
          const url = answer.body.url.replace(/^\/support/, '')
          const bytes = await k.w.send('GET', url)
          assert.deepEqual([bytes.body, bytes.headers.get('content-type')], ['pixels', 'image/png'])
        }
      }
    })

    it('are the readers’ as long as the published text shows them', async () => {
      const { fileId } = await upload(k.agent)
      const made = await k.published({ body: showing(fileId) })
      assert.equal((await k.edit(made.id, { body: 'Words alone.' })).status, 200)
      assert.equal((await link(fileId, k.customer)).status, 200)
      await k.publish(made.id, 2)
      assert.equal((await link(fileId, k.customer)).status, 404)
      // Whoever takes the earlier text up again needs it.
      assert.equal((await link(fileId, k.agent)).status, 200)
      await k.act(made.id, 'archive', 2)
      assert.equal((await link(fileId, undefined)).status, 404)
    })

    it('are uploaded by whoever writes: another’s upload, and what belongs to a ticket, is not published', async () => {
      const { fileId: other } = await upload(k.lead)
      const { fileId: theirs, sha256 } = await upload(k.customer)
      await k.w.raise(k.customer, { attachments: [{ fileId: theirs, sha256 }] })
      for (const file of [other, theirs, crypto.randomUUID()]) {
        const { status, body } = await k.begin({ body: showing(file) })
        assert.deepEqual([status, body.errors], [400, [{ pointer: '/body', code: 'not_allowed' }]])
      }
    })

    it('go from one article to another, and into no ticket', async () => {
      const { fileId, sha256 } = await upload(k.agent)
      await k.published({ body: showing(fileId) })
      assert.equal((await k.edit((await k.begin()).body.id, { body: showing(fileId) }, k.lead)).status, 200)
      const ticket = await k.w.raise(k.customer)
      const attachments = [{ fileId, sha256 }]
      const body = k.w.newMessage({ attachments })
      const reply = await k.w.send('POST', `/tickets/${ticket.id}/messages`, { token: k.agent, body })
      assert.equal(reply.body.code, 'attachment_unknown')
    })

    it('stay, and are deleted when no text ever showed them', async () => {
      const [{ fileId: kept }, { fileId: lost }] = [await upload(k.agent), await upload(k.agent)]
      await k.published({ body: showing(kept) })
      k.w.pass(46 * 86_400_000)
      await k.w.server.work.runOnce()
      assert.notEqual(await k.w.blobs.get(kept), undefined)
      assert.equal(await k.w.blobs.get(lost), undefined)
      assert.equal((await link(kept, k.agent)).status, 200)
    })
  })
}
