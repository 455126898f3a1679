import assert from 'node:assert/strict'
import { afterEach, beforeEach, describe, it } from 'node:test'
import { drafts, submitTicket } from '@aftercare/client'
import { type Device, device, ticket } from './support/device.ts'
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

  it('of a newer version is left untouched, and another one is kept beside it', async () => {
    const store = await here.storage('aftercare:http://support.test/support:tidewater/mara')
    const newer = { version: 2, sealed: 'value' }
    await store.write([{ type: 'put', key: 'draft/ticket', value: newer }])
    const draft = await open()
    assert.equal(draft.value, undefined)
    draft.save({ subject: 'Older' })
    await draft.flush()
    assert.equal(draft.$state.get().status, 'saved')
    assert.deepEqual(await store.get('draft/ticket'), newer)
    here.kill()
    assert.deepEqual((await open()).value, { subject: 'Older' })
  })
})

describe('drafts of one form in two tabs', () => {
  /** Kept a second after one another. */
  async function both() {
    const [one, other] = [here.open(), here.open()]
    const drafted = { one: await drafts(one).open<Typed>('ticket'), other: await drafts(other).open<Typed>('ticket') }
    for (const name of ['one', 'other'] as const) {
      drafted[name].save({ subject: name })
      await drafted[name].flush()
      await here.clock.advance(1000)
    }
    return { cores: { one, other }, ...drafted }
  }

  it('are both kept: the newer is offered first, the other once that is sent or cleared', async () => {
    const { one, other } = await both()
    assert.equal(one.$state.get().status, 'saved')
    assert.equal(other.$state.get().status, 'saved')
    here.kill()
    const core = here.open()
    const newer = await drafts(core).open<Typed>('ticket')
    assert.deepEqual(newer.value, { subject: 'other' })
    await submitTicket(core, ticket, { draft: newer })
    await core.close()
    const older = await open()
    assert.deepEqual(older.value, { subject: 'one' })
    await older.clear()
    here.kill()
    assert.equal((await open()).value, undefined)
  })

  it('go one by one: what one tab sends or clears takes nothing from the other', async () => {
    const { cores, one, other } = await both()
    await submitTicket(cores.other, ticket, { draft: other })
    await other.clear()
    here.kill()
    assert.deepEqual((await open()).value, { subject: 'one' })
    assert.equal(one.$state.get().status, 'saved')
  })

  it('stay when a tab that has kept none sends a ticket', async () => {
    const [one, other] = [here.open(), here.open()]
    const draft = await drafts(one).open<Typed>('ticket')
    const empty = await drafts(other).open<Typed>('ticket')
    draft.save({ subject: 'one' })
    await draft.flush()
    await submitTicket(other, ticket, { draft: empty })
    here.kill()
    assert.deepEqual((await open()).value, { subject: 'one' })
  })

  it('are not offered to a tab as long as another has them open', async () => {
    const { one, other, cores } = await both()
    const third = here.open()
    assert.equal((await drafts(third).open('ticket')).value, undefined)
    await cores.one.close()
    assert.deepEqual((await open()).value, one.value)
    assert.deepEqual(other.value, { subject: 'other' })
  })

  it('come back each to its own when the tabs are loaded again one after the other', async () => {
    const { cores } = await both()
    for (const name of ['one', 'other'] as const) {
      await cores[name].close()
      assert.deepEqual((await open()).value, { subject: name })
    }
  })

  it('are found of an earlier SDK, and those of another form are none of them', async () => {
    const store = await here.storage('aftercare:http://support.test/support:tidewater/mara')
    const put = (key: string, subject: string, savedAt: number) =>
      store.write([{ type: 'put', key, value: { version: 1, savedAt, value: { subject } } }])
    await put('draft/ticket', 'earlier', here.clock.now())
    await put('draft/ticket-of-sales', 'another form', here.clock.now() + 1)
    assert.deepEqual((await open()).value, { subject: 'earlier' })
    assert.equal((await open()).value, undefined)
  })

  it('are not written over by what is typed before anybody is known', async () => {
    const before = await open()
    before.save({ subject: 'Before' })
    await before.flush()
    here.kill()
    let signedIn = false
    const getToken = async () => (signedIn ? token({ sub: 'mara' }) : Promise.reject(new Error('Sign in first')))
    const draft = await open({ getToken })
    signedIn = true
    draft.save({ subject: 'Meanwhile' })
    await draft.flush()
    assert.equal(draft.$state.get().status, 'saved')
    assert.deepEqual((await open()).value, { subject: 'Before' })
    here.kill()
    assert.ok((await open()).value)
    assert.ok((await open()).value)
  })

  it('are one in a page where it was begun before anybody was known', async () => {
    let signedIn = false
    const core = here.open({
      getToken: async () => (signedIn ? token({ sub: 'mara' }) : Promise.reject(new Error('Sign in first'))),
    })
    const draft = await drafts(core).open<Typed>('ticket')
    signedIn = true
    draft.save({ subject: 'Begun before' })
    await draft.flush()
    assert.equal(await drafts(core).open('ticket'), draft)
  })

  it('do not come up in a tab that has cleared its own while it was looking for a place', async () => {
    const { cores } = await both()
    let signedIn = false
    const getToken = async () => (signedIn ? token({ sub: 'mara' }) : Promise.reject(new Error('Sign in first')))
    const draft = await open({ getToken })
    signedIn = true
    draft.save({ subject: 'Never mind' })
    await cores.one.close()
    const [flushed, cleared] = [draft.flush(), draft.clear()]
    await Promise.all([flushed, cleared])
    assert.equal(draft.value, undefined)
    assert.deepEqual((await open()).value, { subject: 'one' })
  })

  it('have their place in a tab whose device does not answer at first', async () => {
    let refused = 2
    const draft = await open({
      async storage(name) {
        const store = await here.storage(name)
        const refuses = (key: string) => key.startsWith('draft/') && refused-- > 0
        return { ...store, get: (key) => (refuses(key) ? Promise.reject(new Error('lost')) : store.get(key)) }
      },
    })
    draft.save({ subject: 'Kept after all' })
    await draft.flush()
    const store = await here.storage('aftercare:http://support.test/support:tidewater/mara')
    assert.deepEqual(
      (await store.list('draft/')).map(([key]) => key),
      ['draft/ticket'],
    )
  })

  it('are there again for a person who comes back to the page', async () => {
    let sub = 'mara'
    const core = here.open({ getToken: async () => token({ sub }) })
    const draft = await drafts(core).open<Typed>('ticket')
    draft.save({ subject: 'Mara’s' })
    await draft.flush()
    for (sub of ['jonas', 'mara']) await core.session.token((await core.session.token()).token)
    assert.deepEqual((await drafts(core).open<Typed>('ticket')).value, { subject: 'Mara’s' })
  })
})
