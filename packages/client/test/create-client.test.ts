import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { createSupportClient } from '@aftercare/client'
import { createStaffClient } from '@aftercare/client/staff'

describe('a client that is made outside a page', () => {
  const getToken = async () => ''
  const fetch = async () => assert.fail('nothing is requested')

  for (const url of ['/support', 'support', '', '//support.example/support']) {
    it(`takes no relative address, and says what to give instead: "${url}"`, () => {
      const error = { name: 'TypeError', message: /^url: .*https:\/\/support\.example\/support/ }
      assert.throws(() => createSupportClient({ url, getToken, fetch }), error)
      assert.throws(() => createSupportClient({ url, tenant: 'tidewater', visitor: true, fetch }), error)
      assert.throws(() => createStaffClient({ url, key: 'ack_', fetch }), error)
    })
  }

  it('takes the whole address', async () => {
    await createSupportClient({ url: 'https://support.example/support', getToken, fetch }).close()
    await createStaffClient({ url: 'http://localhost:4400/support', key: 'ack_', fetch }).close()
  })
})
