import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { headers as names } from '@aftercare/protocol'
import { createSupportServer } from '../src/index.ts'
import { openSqlite } from '../src/node/index.ts'
import { temporaryFolder } from './node/temporary-folder.ts'
import { type Answer, answerOf, type World, world } from './world.ts'

describe('a write with the same key', () => {
  let w: World
  let mara: string
  let agent: string
  before(async () => {
    w = await world()
    mara = await w.customer()
    agent = (await w.staff('agent')).key
  })
  after(() => w.close())

  const replayed = (answer: Answer) => answer.headers.get(names.idempotencyReplayed)
  const count = async (table: 'tickets' | 'messages' | 'events' | 'audit_log' | 'files') =>
    (await w.database.reader.selectFrom(table).select('tenant').execute()).length

  it('sent 50 times at once makes one ticket and 50 equal answers', async () => {
    await w.raise(mara)
    const before = [await count('tickets'), await count('events'), await count('audit_log')]
    const body = w.newTicket()
    const answers = await Promise.all(
      Array.from({ length: 50 }, () => w.send('POST', '/tickets', { token: mara, body, key: body.id })),
    )
    assert.deepEqual([...new Set(answers.map(({ status }) => status))], [201])
    assert.equal(new Set(answers.map((answer) => JSON.stringify(answer.body))).size, 1)
    assert.equal(answers.filter((answer) => replayed(answer) === null).length, 1)
    const after = [await count('tickets'), await count('events'), await count('audit_log')]
    assert.deepEqual(
      after,
      before.map((n) => n + 1),
    )
  })

  it('gives the stored answer, whatever became of the ticket since', async () => {
    const body = w.newTicket()
    const first = await w.send('POST', '/tickets', { token: mara, body, key: body.id })
    await w.send('POST', `/tickets/${body.id}/messages`, { token: agent, body: w.newMessage() })
    // The order of members is not content.
    const shuffled = Object.fromEntries(Object.entries(body).reverse())
    const again = await w.send('POST', '/tickets', { token: mara, body: shuffled, key: body.id })
    assert.equal(again.status, 201)
    assert.equal(replayed(again), 'true')
    assert.deepEqual(again.body, first.body)
  })

  it('gives the answer to a message even after its ticket was closed', async () => {
    const { id } = await w.raise(mara)
    const body = w.newMessage()
    const post = () => w.send('POST', `/tickets/${id}/messages`, { token: mara, body, key: body.id })
    const first = await post()
    await w.database.kysely.updateTable('tickets').set({ status: 'closed' }).where('id', '=', id).execute()
    assert.deepEqual((await post()).body, first.body)
  })

  it('and other content is refused', async () => {
    const body = w.newTicket()
    await w.send('POST', '/tickets', { token: mara, body, key: body.id })
    const other = await w.send('POST', '/tickets', { token: mara, body: { ...body, subject: 'Other' }, key: body.id })
    assert.equal(other.status, 422)
    assert.equal(other.body.code, 'idempotency_mismatch')
  })

  it('and another ticket in the address is other content', async () => {
    const [one, two] = [await w.raise(mara), await w.raise(mara)]
    const body = w.newMessage()
    await w.send('POST', `/tickets/${one.id}/messages`, { token: mara, body, key: body.id })
    const answer = await w.send('POST', `/tickets/${two.id}/messages`, { token: mara, body, key: body.id })
    assert.equal(answer.body.code, 'idempotency_mismatch')
  })

  it('of another person, or on another route, is another key', async () => {
    const key = crypto.randomUUID()
    const tomas = await w.customer('tomas')
    const first = await w.send('POST', '/tickets', { token: mara, body: w.newTicket(), key })
    const theirs = await w.send('POST', '/tickets', { token: tomas, body: w.newTicket(), key })
    const elsewhere = await w.send('POST', `/tickets/${first.body.id}/messages`, {
      token: mara,
      body: w.newMessage(),
      key,
    })
    assert.deepEqual([first.status, theirs.status, elsewhere.status], [201, 201, 201])
    assert.equal([first, theirs, elsewhere].some(replayed), false)
  })

  it('is free again after a refusal', async () => {
    const body = w.newTicket({ attachments: [{ fileId: crypto.randomUUID(), sha256: '0'.repeat(64) }] })
    const refused = await w.send('POST', '/tickets', { token: mara, body, key: body.id })
    assert.equal(refused.body.code, 'attachment_unknown')
    const corrected = await w.send('POST', '/tickets', {
      token: mara,
      body: { ...body, attachments: [] },
      key: body.id,
    })
    assert.equal(corrected.status, 201)
  })

  it('is authorized anew', async () => {
    const { id } = await w.raise(mara)
    const member = await w.staff('agent')
    const body = w.newMessage()
    const post = () => w.send('POST', `/tickets/${id}/messages`, { token: member.key, body, key: body.id })
    assert.equal((await post()).status, 201)
    await w.database.kysely.updateTable('staff').set({ role: 'auditor' }).where('id', '=', member.id).execute()
    assert.equal((await post()).status, 403)
    const reply = w.newMessage()
    const answer = () => w.send('POST', `/tickets/${id}/messages`, { token: mara, body: reply, key: reply.id })
    assert.equal((await answer()).status, 201)
    await w.database.kysely.updateTable('tickets').set({ requester_id: 'somebody' }).where('id', '=', id).execute()
    assert.equal((await answer()).status, 404)
  })

  it('uploads one file', async () => {
    const key = crypto.randomUUID()
    const before = await count('files')
    const answers = await Promise.all(Array.from({ length: 5 }, () => w.upload(mara, 'the same bytes', 'a.png', key)))
    assert.equal(new Set(answers.map((answer) => JSON.stringify([answer.status, answer.body]))).size, 1)
    assert.equal(answers[0]!.status, 201)
    assert.equal(await count('files'), before + 1)
    assert.equal((await w.upload(mara, 'other bytes', 'a.png', key)).body.code, 'idempotency_mismatch')
    assert.equal((await w.upload(mara, 'the same bytes', 'b.png', key)).body.code, 'idempotency_mismatch')
  })

  it('waits for the first one, then is told to come again, and in the end has its answer', async () => {
    const body = w.newTicket()
    await w.send('GET', '/tickets', { token: mara })
    const gate = Promise.withResolvers<void>()
    const entered = Promise.withResolvers<void>()
    const slow = await createSupportServer({
      ...w.serverOptions,
      database: slowed(w.database),
      limits: { inFlightWait: 50 },
    })
    function slowed(database: World['database']): World['database'] {
      return {
        ...database,
        async transact(work) {
          entered.resolve()
          await gate.promise
          return database.transact(work)
        },
      }
    }
    const ask = () =>
      slow
        .fetch(
          new Request('http://127.0.0.1/support/tickets', {
            method: 'POST',
            headers: {
              authorization: `Bearer ${mara}`,
              'content-type': 'application/json',
              'idempotency-key': body.id,
            },
            body: JSON.stringify(body),
          }),
        )
        .then(answerOf)
    const first = ask()
    await entered.promise
    const second = await ask()
    assert.equal(second.status, 409)
    assert.equal(second.body.code, 'idempotency_in_flight')
    assert.equal(second.headers.get('retry-after'), '1')
    gate.resolve()
    assert.equal((await first).status, 201)
    assert.deepEqual((await ask()).body, (await first).body)
    assert.equal(replayed(await ask()), 'true')
  })
})

describe('a key', () => {
  it('outlives the process, and ends after 45 days, when the ticket itself still keeps its id', async () => {
    const path = `${temporaryFolder()}/keys.db`
    const one = await openSqlite(path)
    const w = await world({ database: one, create: true })
    const token = await w.customer()
    const body = w.newTicket()
    const first = await w.send('POST', '/tickets', { token, body, key: body.id })
    await w.close()

    const again = await world({ database: await openSqlite(path) })
    const replay = await again.send('POST', '/tickets', { token: await again.customer(), body, key: body.id })
    assert.deepEqual([replay.status, replay.body], [201, first.body])
    again.pass(46 * 86_400_000)
    await again.server.work.runOnce()
    const late = await again.send('POST', '/tickets', { token: await again.customer(), body, key: body.id })
    assert.equal(late.body.code, 'id_unavailable')
    await again.close()
  })
})
