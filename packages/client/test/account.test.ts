import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { createSupportClient, type SupportClient } from '@aftercare/client'
import {
  createDevelopmentWorld,
  type DevelopmentWorld,
  mara,
  nordkaiAdmin,
  partner,
  siyuan,
} from '@aftercare/server/development'

let world: DevelopmentWorld
const clients: SupportClient[] = []
before(async () => {
  world = await createDevelopmentWorld({ seed: false })
})
after(async () => {
  await Promise.all(clients.map((client) => client.close()))
  await world.close()
})

function signedIn(person: Parameters<DevelopmentWorld['customerToken']>[0]) {
  const client = createSupportClient({
    url: 'http://support.test/support',
    getToken: () => world.customerToken(person),
    fetch: (request) => world.server.fetch(request),
  })
  clients.push(client)
  return client
}

describe('the account of the signed-in person', () => {
  it('is its name for a requester, and all that is known of it for who looks after it', async () => {
    assert.deepEqual(await signedIn(mara).account.read(), { id: 'nordkai', name: 'Nordkai Freight AB' })
    const whole = await signedIn(nordkaiAdmin).account.read()
    assert.deepEqual([whole?.tier, whole?.contacts, whole?.deployments], ['key', [], []])
  })

  it('is nothing for who speaks for none', async () => {
    const alone = signedIn({ subject: 'alone' })
    assert.equal(await alone.account.read(), null)
    assert.deepEqual(await alone.account.colleagues(), [])
  })

  it('names its people, however many', async () => {
    const first = signedIn(mara)
    for (let count = 0; count < 120; count++) {
      const token = await world.customerToken({ subject: `colleague-${count}`, name: `C ${count}`, account: 'nordkai' })
      const headers = { authorization: `Bearer ${token}` }
      await world.server.fetch(new Request('http://support.test/support/account', { headers }))
    }
    const names = (await first.account.colleagues()).map(({ name }) => name)
    assert.equal(names.filter((name) => name?.startsWith('C ')).length, 120)
    assert.ok(names.includes('Elin Bergström'))
  })

  it('names to a partner the people of accounts that it serves, and of no other', async () => {
    await signedIn(siyuan).account.read()
    const client = signedIn(partner)
    assert.deepEqual(
      (await client.account.read())?.serves?.map(({ id }) => id),
      ['hengtai', 'nordkai'],
    )
    const people = await client.account.colleagues({ account: 'hengtai' })
    assert.deepEqual(
      people.map(({ name }) => name),
      ['陈思远'],
    )
    await assert.rejects(signedIn(mara).account.colleagues({ account: 'hengtai' }), { code: 'not_found' })
  })
})
