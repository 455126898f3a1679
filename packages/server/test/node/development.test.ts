import assert from 'node:assert/strict'
import { readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { describe, it } from 'node:test'
import type { Message, Ticket } from '@aftercare/protocol'
import { createDevelopmentWorld, type DevelopmentWorld, nordkaiAdmin, partner } from '../../src/development/index.ts'
import { verifyAudit } from '../../src/index.ts'
import { temporaryFolder } from './temporary-folder.ts'

async function get<Item>(world: DevelopmentWorld, path: string, credential: string): Promise<Item[]> {
  const response = await world.server.fetch(
    new Request(`http://host.example/support${path}`, { headers: { authorization: `Bearer ${credential}` } }),
  )
  assert.equal(response.status, 200, await response.clone().text())
  return (await response.json()).items
}

const tickets = (world: DevelopmentWorld, credential: string) => get<Ticket>(world, '/tickets?limit=100', credential)

describe('the development world', () => {
  it('begins with believable conversations in two languages, between customers and staff', async () => {
    const world = await createDevelopmentWorld()
    const all = await tickets(world, world.staffKey)
    assert.ok(all.length >= 8)
    assert.deepEqual([...new Set(all.map(({ locale }) => locale))].sort(), ['en', 'zh-CN'])
    assert.deepEqual([...new Set(all.map(({ requester }) => requester.name))].sort(), ['Mara Lindqvist', '陈思远'])
    assert.ok(new Set(all.map(({ type }) => type)).size >= 6)
    assert.ok(all.some(({ attachments }) => attachments.length > 0))
    assert.deepEqual([...new Set(all.map(({ status }) => status))].sort(), ['in_progress', 'new'])
    const times = all.map(({ updatedAt }) => updatedAt)
    assert.deepEqual(times, times.toSorted().reverse(), 'last changed first, in the order in which it happened')
    await world.close()
  })

  it('shows a customer their own conversations, without internal notes', async () => {
    const world = await createDevelopmentWorld()
    const hers = await tickets(world, await world.customerToken())
    assert.ok(hers.length > 0 && hers.every(({ requester }) => requester.name === 'Mara Lindqvist'))
    const noted = hers.find(({ subject }) => subject.startsWith('Webhook'))!
    const kinds = async (credential: string) =>
      (await get<Message>(world, `/tickets/${noted.id}/messages`, credential)).map(({ kind }) => kind)
    assert.ok(!(await kinds(await world.customerToken())).includes('internal_note'))
    assert.ok((await kinds(world.staffKey)).includes('internal_note'))
    await world.close()
  })

  it('has an account’s administrator and a partner besides, who see as far as they reach', async () => {
    const world = await createDevelopmentWorld()
    const named = async (person: typeof nordkaiAdmin | typeof partner) =>
      (await tickets(world, await world.customerToken(person))).map(({ requester }) => requester.name)
    assert.deepEqual([...new Set(await named(nordkaiAdmin))], ['Mara Lindqvist'])
    assert.deepEqual([...new Set(await named(partner))].sort(), ['Mara Lindqvist', '陈思远'])
    const colleagues = await get<{ name: string | null }>(world, '/account/people', await world.customerToken())
    assert.ok(
      colleagues.some(({ name }) => name === 'Elin Bergström'),
      'who has signed in once has a name',
    )
    await world.close()
  })

  it('is made by the real handler: its audit log holds', async () => {
    const dataDir = temporaryFolder()
    const world = await createDevelopmentWorld({ dataDir })
    const { audit } = JSON.parse(readFileSync(join(dataDir, 'secrets.json'), 'utf8'))
    const auditKey = Buffer.from(audit, 'base64url')
    const verdict = await verifyAudit({ database: world.database, auditKey }, world.tenant)
    assert.equal(verdict.status, 'intact')
    await world.close()
  })

  it('is the same on a second start, keys included', async () => {
    const dataDir = temporaryFolder()
    const first = await createDevelopmentWorld({ dataDir })
    const before = await tickets(first, first.staffKey)
    const token = await first.customerToken()
    await first.close()
    const second = await createDevelopmentWorld({ dataDir })
    assert.deepEqual(second.staffKeys, first.staffKeys)
    assert.deepEqual(await tickets(second, first.staffKey), before)
    assert.ok((await tickets(second, token)).length > 0, 'a token of the first is good with the second')
    await second.close()
  })

  it('gives every role a key of its own', async () => {
    const world = await createDevelopmentWorld({ seed: false })
    const { agent, lead, manager, auditor, admin } = world.staffKeys
    assert.equal(new Set([agent, lead, manager, auditor, admin]).size, 5)
    assert.equal(world.staffKey, agent)
    try {
      // An admin looks after the service and its people, and works no tickets.
      for (const key of [agent, lead, manager, auditor]) assert.deepEqual(await tickets(world, key), [])
    } finally {
      // An open world would keep the process alive.
      await world.close()
    }
  })

  it('lets anybody be a customer', async () => {
    const world = await createDevelopmentWorld({ seed: false })
    const token = await world.customerToken({ subject: 'somebody', name: 'Some Body' }, 60)
    assert.deepEqual(await tickets(world, token), [])
    const claims = JSON.parse(Buffer.from(token.split('.')[1]!, 'base64url').toString())
    assert.equal(claims.exp - claims.iat, 60)
    assert.equal(claims.email, undefined, 'nothing of Mara’s is said of somebody else')
    await world.close()
  })

  it('keeps its keys from others', { skip: process.platform === 'win32' }, async () => {
    const dataDir = temporaryFolder()
    await (await createDevelopmentWorld({ dataDir, seed: false })).close()
    for (const file of ['secrets.json', 'development-keys.json', 'aftercare.db']) {
      assert.equal(statSync(join(dataDir, file)).mode & 0o777, 0o600, file)
    }
  })
})
