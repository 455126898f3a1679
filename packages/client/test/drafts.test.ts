import assert from 'node:assert/strict'
import { afterEach, beforeEach, describe, it } from 'node:test'
import { drafts } from '@aftercare/client'
import { type Device, device } from './support/device.ts'
import { settle } from './support/manual-clock.ts'
import { token } from './support/scripted-server.ts'

interface Typed {
  readonly subject: string
  readonly file?: { readonly name: string; readonly type: string; readonly bytes: Uint8Array<ArrayBuffer> }
}

let here: Device
beforeEach(() => {
  here = device()
})
afterEach(() => here.close())

const open = (options?: Parameters<Device['open']>[0]) => drafts(here.open(options)).open<Typed>('ticket')

describe('a draft', () => {
  it('is kept 300 ms after the last stroke', async () => {
    const draft = await open()
    assert.equal(draft.$state.get().status, 'empty')
    draft.save({ subject: 'L' })
    await here.clock.advance(299)
    draft.save({ subject: 'La' })
    await here.clock.advance(299)
    assert.equal(draft.$state.get().status, 'saving')
    await here.clock.advance(1)
    assert.equal(draft.$state.get().status, 'saved')
    here.kill()
    assert.deepEqual((await open()).value, { subject: 'La' })
  })

  it('comes back with its file after the page was killed', async () => {
    const draft = await open()
    const file = { name: 'a.png', type: 'image/png', bytes: new Uint8Array([1, 2, 3]) }
    draft.save({ subject: 'With a picture', file })
    await draft.flush()
    here.kill()
    const again = await open()
    assert.deepEqual(again.value, { subject: 'With a picture', file })
    assert.equal(again.$state.get().status, 'saved')
  })

  it('is kept at once when the page is hidden, and when it is closed', async () => {
    const core = here.open()
    const draft = await drafts(core).open<Typed>('ticket')
    draft.save({ subject: 'Hidden' })
    here.page.visible = false
    here.page.changed()
    await settle()
    assert.equal(draft.$state.get().status, 'saved')
    draft.save({ subject: 'Closed' })
    await core.close()
    assert.deepEqual((await open()).value, { subject: 'Closed' })
  })

  it('is gone once it is cleared, also what was about to be kept', async () => {
    const draft = await open()
    draft.save({ subject: 'One' })
    await draft.flush()
    draft.save({ subject: 'Two' })
    await draft.clear()
    await here.clock.advance(1000)
    assert.equal(draft.value, undefined)
    assert.equal(draft.$state.get().status, 'empty')
    here.kill()
    assert.equal((await open()).value, undefined)
  })

  it('is one for all who open it in a page', async () => {
    const core = here.open()
    const [one, two] = await Promise.all([drafts(core).open('ticket'), drafts(core).open('ticket')])
    assert.equal(one, two)
    assert.notEqual(one, await drafts(core).open('reply/1'))
  })

  it('says that it is not saved where the device refuses, and lives on in the page', async () => {
    const storage = async () => Promise.reject(new DOMException('Private', 'SecurityError'))
    const draft = await open({ storage })
    draft.save({ subject: 'Fleeting' })
    await draft.flush()
    assert.equal(draft.$state.get().status, 'not_saved')
    assert.deepEqual(draft.value, { subject: 'Fleeting' })
  })

  it('opens a lost store once more', async () => {
    let opened = 0
    const draft = await open({
      storage: async (name) => {
        const store = await here.storage(name)
        const lost = opened++ === 0
        return { ...store, write: (operations) => (lost ? Promise.reject(new Error('lost')) : store.write(operations)) }
      },
    })
    draft.save({ subject: 'Kept after all' })
    await draft.flush()
    assert.equal(draft.$state.get().status, 'saved')
    assert.equal(opened, 2)
  })

  it('stays in the page while nobody is known, and is kept once somebody is', async () => {
    let signedIn = false
    const getToken = async () => (signedIn ? token({ sub: 'mara' }) : Promise.reject(new Error('Sign in first')))
    const draft = await open({ getToken })
    draft.save({ subject: 'Early' })
    await draft.flush()
    assert.equal(draft.$state.get().status, 'not_saved')
    signedIn = true
    draft.save({ subject: 'Early, and more' })
    await draft.flush()
    assert.equal(draft.$state.get().status, 'saved')
  })

  it('never lands among another person’s things', async () => {
    let subject = 'mara'
    const core = here.open({ getToken: async () => token({ sub: subject }) })
    const draft = await drafts(core).open<Typed>('ticket')
    draft.save({ subject: 'Mara’s' })
    subject = 'jonas'
    await core.session.token((await core.session.token()).token)
    await draft.flush()
    assert.equal(draft.$state.get().status, 'not_saved')
    const theirs = await drafts(core).open<Typed>('ticket')
    assert.notEqual(theirs, draft)
    assert.equal(theirs.value, undefined)
  })

  it('of a newer version is left untouched', async () => {
    const store = await here.storage('aftercare:http://support.test/support:tidewater/mara')
    const newer = { version: 2, sealed: 'value' }
    await store.write([{ type: 'put', key: 'draft/ticket', value: newer }])
    const draft = await open()
    assert.equal(draft.value, undefined)
    draft.save({ subject: 'Older' })
    await draft.flush()
    assert.equal(draft.$state.get().status, 'not_saved')
    assert.deepEqual(await store.get('draft/ticket'), newer)
  })
})
