import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { headers as names } from '@aftercare/protocol'
import { tenant } from './host.ts'
import type { ContractServer } from './server-contract.ts'

const ticket = (id: string) => ({
  ...{ id, type: 'incident', subject: 'Labels do not print', description: 'Since this morning.' },
  ...{ attachments: [], locale: 'en', channel: 'sdk' },
})
const fresh = () => crypto.randomUUID()

/** What the client counts on where nobody is signed in, and where somebody signs in afterwards. */
export function visitorContract(name: string, open: () => Pick<ContractServer, 'fetch' | 'tokenOf'>): void {
  async function call(method: string, path: string, token?: string, body?: object, key: string = fresh()) {
    const headers = {
      ...(token !== undefined && { Authorization: `Bearer ${token}` }),
      ...(body && { 'Content-Type': 'application/json', [names.idempotencyKey]: key }),
    }
    const url = `http://support.test/support${path}`
    const response = await open().fetch(new Request(url, { method, headers, body: body ? JSON.stringify(body) : null }))
    const answer = JSON.parse((await response.text()) || '{}')
    return { status: response.status, answer, replayed: response.headers.get(names.idempotencyReplayed) }
  }
  const enter = (key = fresh()) => call('POST', '/visitors', undefined, { tenant, answer: '' }, key)
  const visitor = async (): Promise<string> => (await enter()).answer.token
  const merge = (person: string, visitorToken: string, key = fresh()) =>
    call('POST', '/visitors/merge', person, { visitorToken }, key)
  const raise = (token: string, id: string) => call('POST', '/tickets', token, ticket(id), id)

  describe(`${name}: what a visitor counts on`, () => {
    it('says what has to be solved, and lets in; the same request is answered with the same token', async () => {
      const asked = await call('GET', `/visitors/challenge?tenant=${tenant}`)
      assert.deepEqual(asked.answer, { challenge: { kind: 'none' } })
      const key = fresh()
      const [first, again, other] = [await enter(key), await enter(key), await enter()]
      assert.equal(first.status, 201)
      assert.match(first.answer.token, /^acv_[\w-]{43}$/)
      assert.deepEqual(again.answer, first.answer)
      assert.notEqual(other.answer.token, first.answer.token)
    })

    it('takes a visitor’s tickets, once, and shows them to nobody else', async () => {
      const [mine, other] = [await visitor(), await visitor()]
      const id = fresh()
      const [first, again] = [await raise(mine, id), await raise(mine, id)]
      assert.deepEqual([first.status, again.status, again.replayed], [201, 201, 'true'])
      assert.equal((await call('GET', `/tickets/${id}`, mine)).status, 200)
      assert.equal((await call('GET', `/tickets/${id}`, other)).status, 404)
      const theirs = await raise(other, id)
      assert.deepEqual([theirs.status, theirs.answer.code], [422, 'id_unavailable'])
    })

    it('gives all of it to the person with both proofs, and answers what is sent again under the person', async () => {
      const [token, person] = [await visitor(), await open().tokenOf('mara')]
      const [id, key] = [fresh(), fresh()]
      await raise(token, id)
      const first = await merge(person, token, key)
      assert.deepEqual([first.status, first.answer], [201, { tickets: [id] }])
      const again = await merge(person, token, key)
      assert.deepEqual([again.replayed, again.answer], ['true', { tickets: [id] }])
      const anew = await merge(person, token)
      assert.deepEqual([anew.status, anew.answer], [201, { tickets: [] }])
      assert.equal((await call('GET', `/tickets/${id}`, person)).status, 200)
      assert.equal((await raise(person, id)).replayed, 'true')
    })

    it('takes nothing more from a visitor who has become a person, and gives it to no other', async () => {
      const [token, person, other] = [await visitor(), await open().tokenOf('mara'), await open().tokenOf('siyuan')]
      await merge(person, token)
      const late = await raise(token, fresh())
      assert.deepEqual([late.status, late.answer.code], [401, 'token_revoked'])
      const theirs = await merge(other, token)
      assert.deepEqual([theirs.status, theirs.answer.code], [422, 'visitor_unknown'])
      const nobody = await merge(person, `acv_${'x'.repeat(43)}`)
      assert.deepEqual([nobody.status, nobody.answer.code], [422, 'visitor_unknown'])
      const visitors = await merge(await visitor(), await visitor())
      assert.deepEqual([visitors.status, visitors.answer.code], [403, 'forbidden'])
    })
  })
}
