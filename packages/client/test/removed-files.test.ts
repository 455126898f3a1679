import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { afterEach, beforeEach, describe, it } from 'node:test'
import { type Core, type OutboxState, type Submission, submitTicket, waitingFiles } from '@aftercare/client'
import { type Device, device, ticket } from './support/device.ts'
import { settle, until } from './support/manual-clock.ts'
import { problemResponse } from './support/scripted-server.ts'

const mebibyte = 1024 * 1024
const fileOf = (name: string, size = 10) => ({ name, type: 'text/plain', bytes: new Uint8Array(randomBytes(size)) })

describe('a file that is taken from a ticket on its way', () => {
  let here: Device
  beforeEach(() => {
    here = device()
  })
  afterEach(() => here.close())

  const status = ({ $state }: Submission<unknown>) => $state.get().status
  const names = async (core: Core, { id }: { id: string }) => (await waitingFiles(core)).of(id).map(({ name }) => name)
  const remove = async (core: Core, { id }: { id: string }, index: number) =>
    (await waitingFiles(core)).remove(id, index)
  const requests = () => here.server.arrived.map(({ method, path }) => `${method} ${path.split('/')[1]}`)
  const ended = () => requests().filter((request) => request === 'DELETE uploads').length
  const sentFiles = () => {
    const made = here.server.arrived.findLast(({ path }) => path === '/tickets')?.body as { attachments: unknown[] }
    return made?.attachments.length
  }
  /** The page's one entry gets there. */
  const reaches = async (core: Core, wanted: string) => {
    const { $entries } = await core.outbox()
    await until(() => $entries.get()[0]?.state.status === wanted)
  }
  const offline = () => {
    here.server.fault = () => 'offline'
  }
  const online = () => {
    here.server.fault = () => undefined
  }
  /** The large file hangs at its first piece. */
  function hold(): void {
    here.server.fault = ({ method, request }) =>
      method !== 'PATCH'
        ? undefined
        : new Promise((_, reject) => request.signal.addEventListener('abort', () => reject(request.signal.reason)))
  }

  describe('while it is uploaded', () => {
    it('is ended there, leaves the device, and the ticket goes without it', async () => {
      hold()
      const core = here.open()
      const submission = await submitTicket(core, { ...ticket, attachments: [fileOf('a', 2 * mebibyte), fileOf('b')] })
      await until(() => requests().includes('PATCH uploads'))
      assert.deepEqual(await names(core, submission), ['a', 'b'])
      assert.equal(await remove(core, submission, 0), true)
      await submission.acknowledged
      assert.equal(sentFiles(), 1)
      await until(() => ended() === 1)
      assert.deepEqual(await names(core, submission), [])
    })

    it('may be one that has arrived already: the others keep their places', async () => {
      hold()
      const core = here.open()
      const attachments = [fileOf('a'), fileOf('b', 2 * mebibyte), fileOf('c')]
      const submission = await submitTicket(core, { ...ticket, attachments })
      await until(() => requests().filter((request) => request === 'POST uploads').length === 3)
      await until(() => requests().includes('PATCH uploads'))
      assert.equal(await remove(core, submission, 0), true)
      assert.deepEqual(await names(core, submission), ['b', 'c'])
      assert.equal(status(submission), 'uploading')
      online()
      submission.pause()
      await settle()
      submission.retry()
      await submission.acknowledged
      assert.equal(sentFiles(), 2)
      assert.ok(ended() > 0)
    })

    it('counts no longer in how far they are', async () => {
      hold()
      const core = here.open()
      const attachments = [fileOf('a', 2 * mebibyte), fileOf('b', 3 * mebibyte)]
      const submission = await submitTicket(core, { ...ticket, attachments })
      await until(() => requests().filter((request) => request === 'PATCH uploads').length === 2)
      await remove(core, submission, 1)
      const size = (state: OutboxState<unknown>) => (state.status === 'uploading' ? state.size : undefined)
      assert.equal(size(submission.$state.get()), 2 * mebibyte)
    })
  })

  it('while it waits or is paused is remembered over a new page', async () => {
    offline()
    const core = here.open()
    const submission = await submitTicket(core, { ...ticket, attachments: [fileOf('a'), fileOf('b')] })
    await until(() => status(submission) === 'waiting')
    assert.equal(await remove(core, submission, 1), true)
    submission.pause()
    assert.equal(await remove(core, submission, 0), true)
    assert.deepEqual(await names(core, submission), [])
    here.kill()
    online()
    const next = here.open()
    await reaches(next, 'paused')
    assert.deepEqual(await names(next, submission), [])
    ;(await next.outbox()).$entries.get()[0]?.retry()
    await reaches(next, 'acknowledged')
    assert.equal(sentFiles(), 0)
  })

  describe('that the server has never heard of', () => {
    const announced = () => requests().filter((request) => request === 'POST uploads').length
    /** The first three hang at their first piece, so that the last has to wait for its turn. */
    const waitsForTheOthers = async (core: Core) => {
      hold()
      const large = ['a', 'b', 'c'].map((name) => fileOf(name, 2 * mebibyte))
      const submission = await submitTicket(core, { ...ticket, attachments: [...large, fileOf('d')] })
      await until(() => requests().filter((request) => request === 'PATCH uploads').length === 3)
      return submission
    }

    it('is not announced in order to be ended, while the others are sent', async () => {
      const core = here.open()
      const submission = await waitsForTheOthers(core)
      for (const index of [3, 0, 1, 2]) assert.equal(await remove(core, submission, index), true)
      await submission.acknowledged
      await until(() => ended() === 3)
      assert.deepEqual([sentFiles(), announced(), ended()], [0, 6, 3])
    })

    it('nor while nothing is sent', async () => {
      const core = here.open()
      const submission = await waitsForTheOthers(core)
      submission.pause()
      await until(() => status(submission) === 'paused')
      await settle()
      online()
      assert.equal(await remove(core, submission, 3), true)
      assert.equal(await remove(core, submission, 0), true)
      await until(() => ended() === 1)
      await settle()
      assert.deepEqual([announced(), ended()], [4, 1])
    })
  })

  it('takes its bytes from the device at once', async () => {
    offline()
    const core = here.open()
    const submission = await submitTicket(core, { ...ticket, attachments: [fileOf('a'), fileOf('b')] })
    await until(() => status(submission) === 'waiting')
    await remove(core, submission, 0)
    const { store } = await core.persistence()
    const keys = (await store.list('outbox-file/')).map(([key]) => key.split('/').at(-1))
    // The other file, and that the ticket has not gone out.
    assert.deepEqual(keys, ['1', '2'])
  })

  it('may be all that hindered it: nothing else stops the ticket', async () => {
    here.server.fault = ({ path, request }) =>
      path === '/uploads' && request.headers.get('Upload-Length') === '11'
        ? problemResponse('upload_quota_exceeded')
        : undefined
    const core = here.open()
    const submission = await submitTicket(core, { ...ticket, attachments: [fileOf('a', 11), fileOf('b')] })
    await until(() => status(submission) === 'needs_attention')
    assert.equal(await remove(core, submission, 0), true)
    submission.retry()
    await submission.acknowledged
    assert.equal(sentFiles(), 1)
  })

  describe('is too late', () => {
    it('while the ticket itself is on its way, and after that failed with nobody knowing what came of it', async () => {
      let lost = true
      here.server.fault = ({ path }) => (path === '/tickets' && lost ? 'lost' : undefined)
      const core = here.open()
      const submission = await submitTicket(core, { ...ticket, attachments: [fileOf('a')] })
      await until(() => status(submission) === 'waiting')
      assert.deepEqual(await names(core, submission), [])
      assert.equal(await remove(core, submission, 0), false)
      submission.pause()
      assert.equal(await remove(core, submission, 0), false)
      lost = false
      submission.retry()
      await submission.acknowledged
      assert.equal(here.server.made.size, 2)
      assert.equal(sentFiles(), 1)
    })

    it('after the page was killed with the ticket on its way', async () => {
      here.server.fault = ({ path }) => (path === '/tickets' ? new Promise(() => {}) : undefined)
      const core = here.open()
      const submission = await submitTicket(core, { ...ticket, attachments: [fileOf('a')] })
      await until(() => here.server.arrived.some(({ path }) => path === '/tickets'))
      here.kill()
      offline()
      const next = here.open()
      await reaches(next, 'waiting')
      assert.equal(await remove(next, submission, 0), false)
      online()
      await here.clock.advance(60_000)
      await reaches(next, 'acknowledged')
      assert.equal(sentFiles(), 1)
    })

    it('when another tab is sending it, and nothing is left of the try', async () => {
      hold()
      const one = here.open()
      const other = here.open()
      const submission = await submitTicket(one, { ...ticket, attachments: [fileOf('a')] })
      await submission.acknowledged
      await settle()
      assert.equal(await remove(other, submission, 0), false)
      const { store } = await one.persistence()
      assert.deepEqual(await store.list('outbox-mark/'), [])
    })
  })

  it('in another tab than the one that is sending is heard there', async () => {
    hold()
    const one = here.open()
    const other = here.open()
    await other.outbox()
    const submission = await submitTicket(one, { ...ticket, attachments: [fileOf('a', 2 * mebibyte), fileOf('b')] })
    await until(() => requests().includes('PATCH uploads'))
    const waiting = await waitingFiles(other)
    await until(() => waiting.of(submission.id).length === 2)
    assert.equal(await remove(other, submission, 0), true)
    await submission.acknowledged
    assert.equal(sentFiles(), 1)
    assert.ok(ended() > 0)
  })

  it('in another tab is refused once the tab that is sending has looked for the last time', async () => {
    let looked = async () => {}
    const other = here.open()
    await other.outbox()
    const one = here.open({
      async storage(name) {
        const store = await here.storage(name)
        return {
          ...store,
          async list(prefix) {
            const found = await store.list(prefix)
            // The last thing that is looked at before the ticket goes.
            if (prefix.startsWith('outbox-mark/') && prefix.length > 'outbox-mark/'.length) await looked()
            return found
          },
        }
      },
    })
    let taken: boolean | undefined
    const upload = Promise.withResolvers<undefined>()
    here.server.fault = ({ path }) => (path === '/uploads' ? upload.promise : undefined)
    const submission = await submitTicket(one, { ...ticket, attachments: [fileOf('a')] })
    const waiting = await waitingFiles(other)
    await until(() => waiting.of(submission.id).length === 1)
    looked = async () => {
      looked = async () => {}
      taken = await remove(other, submission, 0)
    }
    upload.resolve(undefined)
    await submission.acknowledged
    assert.equal(taken, false)
    assert.equal(sentFiles(), 1)
  })

  it('is not sent by a page that was killed before it could let go of it', async () => {
    hold()
    const core = here.open()
    const submission = await submitTicket(core, { ...ticket, attachments: [fileOf('a', 2 * mebibyte), fileOf('b')] })
    await until(() => requests().includes('PATCH uploads'))
    const { store } = await core.persistence()
    // All that the removal in another tab has done before the device lost its power.
    await store.write([{ type: 'put', key: `outbox-mark/${submission.id}/0`, value: true }])
    here.kill()
    online()
    const next = here.open()
    await next.outbox()
    await here.clock.advance(60_000)
    await reaches(next, 'acknowledged')
    assert.equal(sentFiles(), 1)
  })

  it('does not go with its ticket where another tab has withdrawn that, though all was sent of it', async () => {
    let goOn = () => {}
    const gate = new Promise<undefined>((resolve) => {
      goOn = () => resolve(undefined)
    })
    here.server.fault = ({ method }) => (method === 'PATCH' ? gate : undefined)
    const [core, other] = [here.open(), here.open()]
    const { $entries } = await other.outbox()
    const submission = await submitTicket(core, { ...ticket, attachments: [fileOf('a', 2 * mebibyte)] })
    await until(() => requests().includes('PATCH uploads') && $entries.get().length === 1)
    await $entries.get()[0]?.cancel()
    goOn()
    await here.clock.advance(60_000)
    await until(() => status(submission) === 'cancelled')
    assert.ok(!requests().includes('POST tickets'), requests().join(', '))
  })

  describe('with the whole ticket, when that is withdrawn,', () => {
    it('is ended on the server', async () => {
      hold()
      const core = here.open()
      const attachments = [fileOf('a', 2 * mebibyte), fileOf('b')]
      const submission = await submitTicket(core, { ...ticket, attachments })
      await until(() => requests().includes('PATCH uploads'))
      await submission.cancel()
      assert.equal(status(submission), 'cancelled')
      await until(() => ended() === 2)
    })

    it('is ended as well when an earlier page had sent of it', async () => {
      hold()
      await submitTicket(here.open(), { ...ticket, attachments: [fileOf('a', 2 * mebibyte)] })
      await until(() => requests().includes('PATCH uploads'))
      here.kill()
      offline()
      const next = here.open()
      const { $entries } = await next.outbox()
      await until(() => $entries.get()[0]?.state.status === 'waiting')
      online()
      await $entries.get()[0]?.cancel()
      await until(() => ended() === 1)
    })

    it('holds nothing up when the server is away', async () => {
      offline()
      const submission = await submitTicket(here.open(), { ...ticket, attachments: [fileOf('a')] })
      await until(() => status(submission) === 'waiting')
      await submission.cancel()
      assert.equal(status(submission), 'cancelled')
    })
  })
})
