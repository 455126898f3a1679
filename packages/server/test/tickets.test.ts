import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import type { Message } from '@aftercare/protocol'
import { messageSchema, page, ticketSchema } from '@aftercare/protocol/schemas'
import { type World, world } from './world.ts'

describe('tickets', () => {
  let w: World
  let mara: string
  let other: string
  let agent: string
  before(async () => {
    w = await world()
    mara = await w.customer('mara', { account: 'harbor' })
    other = await w.customer('tomas')
    agent = (await w.staff('agent')).key
  })
  after(() => w.close())

  it('are raised by a customer, numbered, and read back as they were answered', async () => {
    const body = w.newTicket()
    const created = await w.send('POST', '/tickets', { token: mara, body })
    assert.equal(created.status, 201)
    const ticket = ticketSchema.parse(created.body)
    assert.equal(ticket.id, body.id)
    assert.equal(ticket.status, 'new')
    assert.equal(ticket.priority, 'normal')
    assert.equal(ticket.account, 'harbor')
    assert.equal(ticket.requester.name, 'Name of mara')
    assert.equal(ticket.createdAt, new Date(w.now()).toISOString())
    const read = await w.send('GET', `/tickets/${body.id}`, { token: mara })
    assert.deepEqual(read.body, created.body)
    assert.deepEqual((await w.send('GET', `/tickets/${body.id}`, { token: agent })).body, created.body)
    const next = await w.raise(mara)
    assert.equal(next.number, ticket.number + 1)
  })

  it('have a requester whose id is not the subject of the host', async () => {
    const { requester } = await w.raise(mara)
    assert.match(requester.id, /^[0-9a-f-]{36}$/)
  })

  it('are listed last changed first, a page at a time, by status, each customer its own', async () => {
    const token = await w.customer('lister')
    const ids: string[] = []
    for (let i = 0; i < 5; i++) ids.push((await w.raise(token)).id)
    await w.send('POST', `/tickets/${ids[1]}/messages`, { token: agent, body: w.newMessage() })
    const seen: string[] = []
    let path: string | undefined = '/tickets?limit=2'
    while (path) {
      const answer = await w.send('GET', path, { token })
      assert.equal(answer.status, 200)
      page(ticketSchema).parse(answer.body)
      seen.push(...answer.body.items.map((ticket: { id: string }) => ticket.id))
      const link = answer.headers.get('link')
      assert.equal(link !== null, answer.body.next !== null)
      path = link ? /^<\/support([^>]+)>; rel="next"$/.exec(link)![1] : undefined
    }
    assert.deepEqual(seen, [ids[1], ids[4], ids[3], ids[2], ids[0]])
    const started = await w.send('GET', '/tickets?status=in_progress', { token })
    assert.deepEqual(
      started.body.items.map((ticket: { id: string }) => ticket.id),
      [ids[1]],
    )
    assert.deepEqual((await w.send('GET', '/tickets', { token: await w.customer('nobody') })).body.items, [])
    const all = await w.send('GET', '/tickets?limit=100', { token: agent })
    assert.ok(all.body.items.length > 5)
  })

  it('answer a known ETag with 304, and with the ticket once it changed', async () => {
    const { id } = await w.raise(mara)
    const first = await w.send('GET', `/tickets/${id}`, { token: mara })
    const etag = first.headers.get('etag')!
    const headers = { 'if-none-match': etag }
    const again = await w.send('GET', `/tickets/${id}`, { token: mara, headers })
    assert.equal(again.status, 304)
    assert.equal(again.body, '')
    assert.equal(again.headers.get('etag'), etag)
    await w.send('POST', `/tickets/${id}/messages`, { token: agent, body: w.newMessage() })
    assert.equal((await w.send('GET', `/tickets/${id}`, { token: mara, headers })).status, 200)
  })

  it("cannot be told from nothing when they are another person's", async () => {
    const { id } = await w.raise(mara)
    for (const [method, path, body] of [
      ['GET', `/tickets/${id}`, undefined],
      ['GET', `/tickets/${id}/messages`, undefined],
      ['POST', `/tickets/${id}/messages`, w.newMessage()],
    ] as const) {
      const theirs = await w.send(method, path, { token: other, body })
      const nobodys = await w.send(method, path.replace(id, crypto.randomUUID()), { token: other, body })
      assert.equal(theirs.status, 404)
      const { instance: _, ...a } = theirs.body
      const { instance: __, ...b } = nobodys.body
      assert.deepEqual(a, b)
    }
  })

  it('refuse an id that is taken, in the same words to its owner and to others', async () => {
    const { id } = await w.raise(mara)
    const mine = await w.send('POST', '/tickets', { token: mara, body: w.newTicket({ id, subject: 'Again' }) })
    const theirs = await w.send('POST', '/tickets', { token: other, body: w.newTicket({ id, subject: 'Again' }) })
    assert.equal(mine.status, 422)
    const { instance: _, ...a } = mine.body
    const { instance: __, ...b } = theirs.body
    assert.deepEqual(a, b)
    assert.equal(a.code, 'id_unavailable')
  })

  describe('messages', () => {
    it('are listed newest first, and a reply moves the ticket on', async () => {
      const { id } = await w.raise(mara)
      const answered = await w.send('POST', `/tickets/${id}/messages`, {
        token: agent,
        body: w.newMessage({ body: 'Looking' }),
      })
      assert.equal(answered.status, 201)
      assert.equal(messageSchema.parse(answered.body).author.side, 'agent')
      await w.send('POST', `/tickets/${id}/messages`, { token: mara, body: w.newMessage({ body: 'Thanks' }) })
      const list = await w.send('GET', `/tickets/${id}/messages`, { token: mara })
      assert.deepEqual(
        list.body.items.map(({ body, author }: Message) => [body, author.side, author.name]),
        [
          ['Thanks', 'requester', 'Name of mara'],
          ['Looking', 'agent', 'The agent'],
        ],
      )
      const ticket = (await w.send('GET', `/tickets/${id}`, { token: mara })).body
      assert.equal(ticket.status, 'in_progress')
      assert.equal(ticket.replies, 2)
      const first = await w.send('GET', `/tickets/${id}/messages?limit=1`, { token: mara })
      const second = await w.send('GET', `/tickets/${id}/messages?limit=1&cursor=${first.body.next}`, { token: mara })
      assert.equal(second.body.items[0].body, 'Looking')
      assert.equal(second.body.next, null)
    })

    it('end with the ticket', async () => {
      const { id } = await w.raise(mara)
      await w.database.kysely.updateTable('tickets').set({ status: 'closed' }).where('id', '=', id).execute()
      const refused = await w.send('POST', `/tickets/${id}/messages`, { token: mara, body: w.newMessage() })
      assert.equal(refused.status, 409)
      assert.equal(refused.body.code, 'ticket_closed')
    })

    it('may be internal notes of staff only', async () => {
      const { id } = await w.raise(mara)
      const refused = await w.send('POST', `/tickets/${id}/messages`, {
        token: mara,
        body: w.newMessage({ kind: 'internal_note' }),
      })
      assert.equal(refused.status, 400)
      assert.deepEqual(refused.body.errors, [{ pointer: '/kind', code: 'not_allowed' }])
    })
  })
})
