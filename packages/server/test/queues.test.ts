import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { softwareAfterSales } from '@aftercare/protocol/service'
import { publishService } from '../src/index.ts'
import { tenant, type World, world } from './world.ts'

const hour = 60 * 60_000

describe('a list of tickets', () => {
  let w: World
  let mara: string
  let agent: { id: string; key: string }
  let lead: { id: string; key: string }
  const ids: Record<string, string> = {}
  before(async () => {
    w = await world()
    agent = await w.staff('agent')
    lead = await w.staff('lead')
    mara = await w.customer('mara', { account: 'harbor' })
    const tomas = await w.customer('tomas', { account: 'nordkai' })
    const raise = async (name: string, token: string, more: object) => {
      ids[name] = (await w.raise(token, more)).id
    }
    const blocked = { scope: 'everyone', hindrance: 'blocked' }
    await raise('print', mara, {
      subject: 'Labels do not print',
      description: 'Container MSKU 907032-3.',
      impact: blocked,
    })
    await raise('customs', mara, { subject: '标签打印不出来', description: '报关单也是空的。', type: 'question' })
    await raise('door', tomas, { subject: 'A door stays open', description: 'PRINTER room, first floor.' })
    await raise('bill', tomas, { subject: 'The invoice', type: 'billing', description: 'Twice.' })
    const write = (name: string, token: string, more: object) =>
      w.send('POST', `/tickets/${ids[name]}/messages`, { token, body: w.newMessage(more) })
    await write('bill', agent.key, { kind: 'internal_note', body: 'A zebrafish of a customer, 内部机密.' })
    await write('door', agent.key, { body: 'The hinge was replaced.' })
    await act(lead.key, ids['door']!, { action: 'assign', assignee: agent.id })
    await act(mara, ids['customs']!, { action: 'withdraw' })
  })
  after(() => w.close())

  const act = (token: string, ticket: string, action: object) =>
    w.send('POST', `/tickets/${ticket}/actions`, { token, body: { id: crypto.randomUUID(), action } })
  const nameOf = (id: string) => Object.keys(ids).find((name) => ids[name] === id)
  const list = async (token: string, query: Record<string, string>) => {
    const { status, body } = await w.send('GET', `/tickets?${new URLSearchParams(query)}`, { token })
    assert.equal(status, 200, JSON.stringify(body))
    return body.items.map(({ id }: { id: string }) => nameOf(id))
  }
  const counts = async (token: string, query: Record<string, string> = {}) =>
    (await w.send('GET', `/tickets/counts?${new URLSearchParams(query)}`, { token })).body

  describe('is searched', () => {
    it('by words and their beginnings, all of which must be there, whatever their case', async () => {
      assert.deepEqual(await list(agent.key, { q: 'print' }), ['door', 'print'])
      assert.deepEqual(await list(agent.key, { q: 'PRINT lab' }), ['print'])
      assert.deepEqual(await list(agent.key, { q: 'print hinge' }), ['door'])
      assert.deepEqual(await list(agent.key, { q: 'inter' }), [])
    })

    it('by any part of a Chinese text, and by one character of it', async () => {
      assert.deepEqual(await list(agent.key, { q: '打印' }), ['customs'])
      assert.deepEqual(await list(agent.key, { q: '签打印不' }), ['customs'])
      assert.deepEqual(await list(agent.key, { q: '空' }), ['customs'])
      assert.deepEqual(await list(agent.key, { q: '的' }), ['customs'])
      assert.deepEqual(await list(agent.key, { q: '打签' }), [])
    })

    it('by number, with or without a sign before it, and by parts of a code', async () => {
      const { number } = (await w.send('GET', `/tickets/${ids['bill']}`, { token: agent.key })).body
      assert.deepEqual(await list(agent.key, { q: `#${number}` }), ['bill'])
      assert.deepEqual(await list(agent.key, { q: 'msku 9070' }), ['print'])
    })

    it('by customers among their own only, and never by what stands in an internal note', async () => {
      assert.deepEqual(await list(mara, { q: 'print' }), ['print'])
      const tomas = await w.customer('tomas', { account: 'nordkai' })
      assert.deepEqual(await list(tomas, { q: 'hinge' }), ['door'])
      for (const q of ['zebrafish', '机密', 'zebra']) {
        assert.deepEqual(await list(agent.key, { q }), ['bill'])
        assert.deepEqual(await list(tomas, { q }), [])
        assert.equal((await counts(tomas, { q })).total, 0)
      }
    })

    it('across a typing error, where no ticket that is seen has the word, and in traditional characters', async () => {
      assert.deepEqual(await list(agent.key, { q: 'lables' }), ['print'])
      assert.deepEqual(await list(agent.key, { q: 'invoicce twice' }), ['bill'])
      assert.deepEqual(await list(agent.key, { q: '標籤' }), ['customs'])
      assert.deepEqual(await list(agent.key, { q: '標籤打印', status: 'new' }), [])
      assert.equal((await counts(agent.key, { q: 'lables' })).total, 1)
      assert.deepEqual(
        await list(agent.key, { q: 'dor', type: 'billing' }),
        [],
        'the tickets of other lists have the word',
      )
      assert.deepEqual(await list(agent.key, { q: 'MSKU 907033-3' }), [], 'another number is another container')
    })

    it('by what means the same', async () => {
      const synonyms = [
        ['bill', 'invoice'],
        ['sign in', '登录'],
      ]
      const definition = { ...softwareAfterSales(), version: 'with-synonyms', synonyms }
      await publishService(w.journal, { tenant, definition })
      assert.deepEqual(await list(agent.key, { q: 'bill twice' }), ['bill'])
    })

    it('with all tickets where nothing is sought, and with none for signs without a word', async () => {
      assert.deepEqual(await list(agent.key, { q: '!?' }), [])
      assert.equal((await counts(agent.key, { q: ' ' })).total, 4)
    })

    it('by what the ticket says now, after it was put right', async () => {
      const { id } = await w.raise(mara, { subject: 'The gantry is stuck', description: 'At berth four.' })
      await w.send('POST', `/tickets/${id}/messages`, {
        token: mara,
        body: w.newMessage({ body: 'Berth five it is.' }),
      })
      const { headers } = await w.send('GET', `/tickets/${id}/details`, { token: mara })
      await w.send('PATCH', `/tickets/${id}`, {
        ...{ token: mara, body: { description: 'At the quay.' }, headers: { 'if-match': headers.get('etag')! } },
      })
      ids['gantry'] = id
      assert.deepEqual(await list(agent.key, { q: 'four' }), [])
      for (const q of ['quay', 'gantry', 'five']) assert.deepEqual(await list(agent.key, { q }), ['gantry'])
      await act(lead.key, id, { action: 'mark_spam' })
    })

    it('without leaving what was looked for in the audit log', async () => {
      await list(agent.key, { q: 'Lindqvist' })
      const rows = await w.database.reader.selectFrom('audit_log').select('details').execute()
      assert.ok(rows.every(({ details }) => !details.includes('Lindqvist')))
      assert.ok(rows.some(({ details }) => details.includes('"searched":true')))
    })
  })

  describe('is narrowed', () => {
    it('by one status or several, and to what is not over', async () => {
      assert.deepEqual(await list(agent.key, { status: 'in_progress' }), ['door'])
      assert.deepEqual(await list(agent.key, { status: 'in_progress,new' }), ['door', 'bill', 'print'])
      assert.deepEqual(await list(agent.key, { open: 'true' }), ['door', 'bill', 'print'])
      assert.deepEqual(await list(agent.key, { open: 'false' }), ['gantry', 'customs'])
      assert.deepEqual(await list(mara, { open: 'true' }), ['print'])
    })

    it('by type, priority, team, account and requester', async () => {
      assert.deepEqual(await list(agent.key, { type: 'billing' }), ['bill'])
      assert.deepEqual(await list(agent.key, { priority: 'critical' }), ['print'])
      assert.deepEqual(await list(agent.key, { account: 'nordkai' }), ['door', 'bill'])
      const { requester } = (await w.send('GET', `/tickets/${ids['print']}`, { token: mara })).body
      assert.deepEqual(await list(agent.key, { requester: requester.id, open: 'true' }), ['print'])
      const { internal } = (await w.send('GET', `/tickets/${ids['door']}/details`, { token: agent.key })).body
      assert.ok((await list(agent.key, { team: internal.team })).includes('door'))
      assert.deepEqual(await list(agent.key, { team: 'nobody' }), [])
    })

    it('by whose it is: mine, somebody’s, nobody’s', async () => {
      assert.deepEqual(await list(agent.key, { assignee: 'me' }), ['door'])
      assert.deepEqual(await list(lead.key, { assignee: 'me' }), [])
      assert.deepEqual(await list(lead.key, { assignee: agent.id }), ['door'])
      assert.deepEqual(await list(agent.key, { assignee: 'none', open: 'true' }), ['bill', 'print'])
    })

    it('by customers to nothing that is not theirs, and not by what only the provider knows', async () => {
      assert.deepEqual(await list(mara, { account: 'nordkai' }), [])
      for (const member of ['team', 'assignee']) {
        const { status, body } = await w.send('GET', `/tickets?${member}=none`, { token: mara })
        assert.deepEqual([status, body.errors], [400, [{ pointer: `/query/${member}`, code: 'not_allowed' }]])
      }
    })

    it('by nothing that is no filter', async () => {
      for (const query of ['status=old', 'status=new,', 'open=yes', 'sort=subject', 'due=soon', 'priority=5', 'x=1']) {
        assert.equal((await w.send('GET', `/tickets?${query}`, { token: agent.key })).status, 400, query)
      }
    })
  })

  describe('is sorted', () => {
    it('by when it was raised, and by what is due next, which follows pauses and answers', async () => {
      assert.deepEqual(await list(agent.key, { sort: 'created', open: 'true' }), ['bill', 'door', 'print'])
      const due = await list(agent.key, { sort: 'due' })
      assert.deepEqual([due[0], due.slice(-2)], ['print', ['customs', 'gantry']])
      const soon = new Date(w.now() + 3 * hour).toISOString()
      assert.deepEqual(await list(agent.key, { due: soon }), ['print'])
      await w.send('POST', `/tickets/${ids['print']}/messages`, { token: agent.key, body: w.newMessage() })
      assert.deepEqual(await list(agent.key, { due: soon }), [])
      await act(agent.key, ids['print']!, { action: 'wait_for_requester', reason: 'Which label?' })
      assert.equal((await list(agent.key, { sort: 'due', open: 'true' })).at(-1), 'print')
    })

    it('in pages without gap or double, in every order', async () => {
      for (const sort of ['changed', 'created', 'due']) {
        const whole = await list(agent.key, { sort })
        const seen: unknown[] = []
        let cursor: string | null = null
        do {
          const query = new URLSearchParams({ sort, limit: '2', ...(cursor === null ? {} : { cursor }) })
          const { body } = await w.send('GET', `/tickets?${query}`, { token: agent.key })
          seen.push(...body.items.map(({ id }: { id: string }) => nameOf(id)))
          cursor = body.next
        } while (cursor !== null)
        assert.deepEqual(seen, whole)
      }
    })

    it('not from a place in another order', async () => {
      const { body } = await w.send('GET', '/tickets?limit=1', { token: agent.key })
      const { status } = await w.send('GET', `/tickets?sort=due&cursor=${body.next}`, { token: agent.key })
      assert.equal(status, 400)
    })
  })

  it('is counted by status, with the same filters', async () => {
    assert.deepEqual(await counts(mara), {
      counts: {
        ...{ new: 0, triaged: 0, in_progress: 0, waiting_on_requester: 1, waiting_on_third_party: 0 },
        ...{ resolved: 0, closed: 2 },
      },
      total: 3,
    })
    assert.equal((await counts(agent.key, { open: 'true', account: 'nordkai' })).total, 2)
    assert.equal((await counts(agent.key, { q: '打印' })).counts.closed, 1)
    assert.equal((await counts(await w.customer('nobody'))).total, 0)
  })
})
