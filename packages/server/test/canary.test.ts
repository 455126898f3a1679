import assert from 'node:assert/strict'
import { it } from 'node:test'
import { setTimeout as wait } from 'node:timers/promises'
import { pathOf } from '@aftercare/protocol'
import { permissions } from '@aftercare/protocol/permissions'
import { routes } from '@aftercare/protocol/routes'
import { grantRole, serveAccounts } from '../src/index.ts'
import { issuer, tenant, world } from './world.ts'

const canary = 'CANARY-90ab17'

it('what staff write among themselves is in no byte that reaches a customer, whatever the role', async () => {
  const w = await world({ server: { limits: { heartbeat: 30, livePoll: 20 } } })
  const chief = await w.staff('lead', 'Chief')
  const second = await w.staff('manager', 'Second')
  const mara = await w.customer('mara', { account: 'harbor' })
  const raised = await w.raise(mara)
  const { id } = raised
  const other = await w.raise(mara)

  const roles = ['account_admin', 'account_auditor'] as const
  for (const role of roles)
    await grantRole(w.journal, { tenant, account: 'harbor', role, who: { subject: role, issuer } })
  await w.raise(await w.customer('partner', { account: 'quay' }))
  await grantRole(w.journal, { tenant, account: 'quay', role: 'partner', who: { subject: 'partner', issuer } })
  await serveAccounts(w.journal, { tenant, partner: 'quay', accounts: ['harbor'] })
  const watcher = await w.customer('watcher', { account: 'harbor' })
  const watching = (await w.raise(watcher)).requester.id
  const customers = {
    requester: mara,
    watcher,
    account_admin: await w.customer('account_admin', { account: 'harbor' }),
    account_auditor: await w.customer('account_auditor', { account: 'harbor' }),
    partner: await w.customer('partner', { account: 'quay' }),
  }
  const act = async (action: object, token = chief.key, ticket = id) => {
    const body = { id: crypto.randomUUID(), action }
    const answer = await w.send('POST', `/tickets/${ticket}/actions`, { token, body })
    assert.equal(answer.status, 201, JSON.stringify([action, answer.body]))
  }
  await act({ action: 'watch', person: watching }, mara)

  // Everybody listens before anything is planted.
  const streams = await Promise.all(
    Object.entries(customers).map(async ([name, token]) => {
      const headers = { authorization: `Bearer ${token}` }
      const stream = await w.server.fetch(new Request('http://127.0.0.1/support/events', { headers }))
      const heard = { name, told: '', ended: Promise.resolve() }
      heard.ended = (async () => {
        for await (const chunk of stream.body!) heard.told += new TextDecoder().decode(chunk)
      })()
      return heard
    }),
  )
  for (let tries = 0; streams.some(({ told }) => !told.includes('ready')) && tries < 500; tries++) await wait(5)

  // Planted in everything that is for staff alone.
  const file = (await w.upload(chief.key, canary, `${canary}.png`)).body
  const attachments = [{ fileId: file.fileId, sha256: file.sha256 }]
  const note = w.newMessage({ body: `${canary} is difficult`, kind: 'internal_note', attachments })
  assert.equal((await w.send('POST', `/tickets/${id}/messages`, { token: chief.key, body: note })).status, 201)
  const task = crypto.randomUUID()
  await act({ action: 'analyse', cause: 'misuse', text: canary })
  await act({ action: 'add_task', task, title: canary, assignee: second.id })
  await act({ action: 'finish_task', task, result: canary })
  await act({ action: 'link', ticket: other.id, relation: 'related' })
  await act({ action: 'triage' })
  await act({ action: 'assign', team: 'technical_support', reason: canary })
  const accountNote = { id: crypto.randomUUID(), body: canary }
  const noted = await w.send('POST', '/accounts/harbor/notes', { token: chief.key, body: accountNote })
  assert.equal(noted.status, 201)
  // What is solved afterwards is everybody's, and makes a draft for an article, which is not.
  await act({ action: 'resolve', cause: 'A.', solution: 'B.', prevention: 'C.' })
  await act({ action: 'verify' }, mara)

  // A reply that everybody hears comes last, so that every stream was open all the time.
  await act({ action: 'watch', person: watching }, mara, other.id)
  const last = w.newMessage({ body: 'THE LAST WORD' })
  assert.equal((await w.send('POST', `/tickets/${other.id}/messages`, { token: chief.key, body: last })).status, 201)
  for (let tries = 0; streams.some(({ told }) => !told.includes('THE LAST WORD')) && tries < 1000; tries++)
    await wait(5)

  const secrets = [canary, note.id, file.fileId, task, accountNote.id, 'internal_note', 'article_drafted', second.id]
  const clean = (where: string, text: string) => {
    for (const secret of secrets) assert.ok(!text.includes(secret), `${where} holds ${secret}`)
  }
  for (const { name, told } of streams) {
    assert.match(told, /THE LAST WORD/, name)
    clean(`the stream of ${name}`, told)
  }

  /** Every route that answers a customer something, with every parameter that there is. */
  let read = 0
  const reading = Object.values(routes).filter(
    ({ kind, id }) => kind === 'read' && permissions[id as keyof typeof routes] !== 'public',
  )
  for (const [name, token] of Object.entries(customers)) {
    for (const route of reading) {
      for (const ticketId of [id, other.id]) {
        const params = { ticketId, fileId: file.fileId, account: 'harbor', deployment: task, person: watching }
        const path = pathOf(route, params)
        for (const query of route.path.endsWith('s') || route.path.endsWith('e')
          ? ['', '?limit=100', '?limit=1']
          : ['']) {
          const { status, headers, body } = await w.send('GET', path + query, { token })
          // An address that was asked for may be repeated; what it is about may not be said.
          const said = JSON.stringify([status, [...headers], body])
          clean(`${name} ${route.id}`, said.replaceAll(encodeURI(path), ''))
          read++
        }
      }
    }
  }
  assert.ok(read > 150, `only ${read} answers were looked at`)

  // The same ids, tried by customers, are as unavailable as any other taken ones.
  for (const token of Object.values(customers)) {
    const guess = w.newMessage({ id: note.id, attachments })
    const answer = await w.send('POST', `/tickets/${other.id}/messages`, { token, body: guess })
    clean('a guess', JSON.stringify(answer.body))
    assert.notEqual(answer.status, 201)
  }

  // It was there to be found, and is in no audit log, which holds ids alone.
  const forStaff = await w.send('GET', `/tickets/${id}/timeline?limit=100`, { token: chief.key })
  assert.ok(JSON.stringify(forStaff.body).includes(canary))
  const audit = await w.database.reader.selectFrom('audit_log').selectAll().execute()
  assert.ok(!JSON.stringify(audit).includes(canary))
  await w.close()
  await Promise.all(streams.map(({ ended }) => ended))
})
