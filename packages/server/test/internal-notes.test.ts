import assert from 'node:assert/strict'
import { it } from 'node:test'
import { world } from './world.ts'

const canary = 'CANARY-7f3a91'

it('an internal note leaves no trace on the side of the customer', async () => {
  const w = await world({ server: { limits: { heartbeat: 30, livePoll: 20 } } })
  const mara = await w.customer()
  const agent = await w.staff('agent', 'Agent of the note')
  const { id } = await w.raise(mara)
  await w.send('POST', `/tickets/${id}/messages`, { token: agent.key, body: w.newMessage({ body: 'A reply' }) })
  const older = await w.raise(mara)

  const paths = [
    '/tickets',
    '/tickets?limit=1',
    '/tickets?status=in_progress',
    `/tickets/${id}`,
    `/tickets/${id}/messages`,
  ]
  const view = async () => {
    const seen = []
    for (const path of paths) {
      const { status, headers, body } = await w.send('GET', path, { token: mara })
      seen.push([path, status, headers.get('etag'), headers.get('link'), body])
    }
    return seen
  }
  const headers = { authorization: `Bearer ${mara}` }
  const stream = await w.server.fetch(new Request('http://127.0.0.1/support/events', { headers }))
  let told = ''
  const listening = (async () => {
    for await (const chunk of stream.body!) told += new TextDecoder().decode(chunk)
  })()

  const before = await view()
  w.pass(60_000)
  const file = (await w.upload(agent.key, canary, `${canary}.png`)).body
  const attachments = [{ fileId: file.fileId, sha256: file.sha256 }]
  const note = w.newMessage({ body: `${canary} the customer is difficult`, kind: 'internal_note', attachments })
  const added = await w.send('POST', `/tickets/${id}/messages`, { token: agent.key, body: note })
  assert.equal(added.status, 201)
  assert.deepEqual(await view(), before)
  assert.equal((await w.send('GET', `/files/${file.fileId}/link`, { token: mara })).status, 404)
  assert.equal(
    (
      await w.send('GET', `/tickets/${id}/messages?cursor=${Buffer.from('p999999').toString('base64url')}`, {
        token: mara,
      })
    ).body.items.length,
    1,
  )

  // The same id, tried by the customer, is as unavailable as any other taken one.
  const guess = await w.send('POST', `/tickets/${id}/messages`, { token: mara, body: w.newMessage({ id: note.id }) })
  assert.equal(guess.body.code, 'id_unavailable')

  // A later reply is told, so the stream was listening all the time.
  await w.send('POST', `/tickets/${older.id}/messages`, { token: agent.key, body: w.newMessage({ body: 'LATER' }) })
  for (let i = 0; i < 100 && !told.includes('LATER'); i++) await new Promise((resolve) => setTimeout(resolve, 10))
  assert.match(told, /LATER/)
  assert.doesNotMatch(told, new RegExp(`${canary}|${note.id}|internal_note`))

  const notes = (await w.send('GET', `/tickets/${id}/messages`, { token: agent.key })).body.items
  assert.deepEqual(
    notes.map(({ kind }: { kind: string }) => kind),
    ['internal_note', 'reply'],
  )
  assert.equal((await w.send('GET', `/tickets/${id}`, { token: agent.key })).body.replies, 1)
  // Neither is it in the audit log, which holds ids only.
  assert.doesNotMatch(
    JSON.stringify(await w.database.reader.selectFrom('audit_log').selectAll().execute()),
    new RegExp(canary),
  )
  await w.close()
  await listening
})
