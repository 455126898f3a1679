// Run in an empty project with the packed tarballs installed: the published client against the published mock.
import assert from 'node:assert/strict'
import { createSupportClient } from '@aftercare/client'
import { createMockSupport } from '@aftercare/mock'

const mock = await createMockSupport()
const client = createSupportClient({
  url: 'https://support.example/support',
  getToken: () => mock.customerToken(),
  fetch: mock.fetch,
})
mock.network.fail({ kind: 'answer_lost' }, { match: ({ method }) => method === 'POST', times: 1 })
const submission = await client.tickets.create({ type: 'question', subject: 'Does the mock work?' })
const ticket = await submission.acknowledged
assert.equal(ticket.subject, 'Does the mock work?')
await client.close()
await mock.close()
assert.ok(!process.getActiveResourcesInfo().includes('Timeout'), 'a program ends when its client is closed')
console.log('ok')
