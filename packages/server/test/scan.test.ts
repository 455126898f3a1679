import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { afterEach, describe, it, mock } from 'node:test'
import { tusHeaders } from '@aftercare/protocol'
import { createSupportServer, type FileToScan, type ScanHook } from '../src/index.ts'
import { beginUpload } from './uploads.ts'
import { type World, world } from './world.ts'

const harmful = 'X5O-not-really-a-virus'
const minute = 60_000
const bytesOf = (text: string) => new TextEncoder().encode(text)
const sha256 = (text: string) => createHash('sha256').update(text).digest('hex')

describe('with a scan hook', () => {
  let w: World
  afterEach(() => w.close())

  /** A hook that answers when it is let, by what is in the file. */
  async function scanned() {
    const seen: FileToScan[] = []
    let answer: () => void = () => {}
    const allowed = new Promise<void>((resolve) => {
      answer = resolve
    })
    const scan: ScanHook = async (file) => {
      seen.push(file)
      await allowed
      const text = await new Response(await file.open()).text()
      return text.includes(harmful) ? 'refused' : 'clean'
    }
    w = await world({ server: { scan } })
    return {
      seen,
      mara: await w.customer(),
      agent: (await w.staff('agent')).key,
      answer: () => answer(),
    }
  }
  const link = (token: string, fileId: string) => w.send('GET', `/files/${fileId}/link`, { token })
  const settled = async () => {
    await w.server.work.runOnce()
  }

  it('a file is nobody’s until it has answered, not even its uploader’s, and free from then on', async () => {
    const { mara, agent, seen, answer } = await scanned()
    const begun = await beginUpload(w, mara, { bytes: bytesOf('harmless'), name: 'a.txt', type: 'text/plain' })
    const fileId = begun.headers.get('location')!.split('/').at(-1)!
    assert.equal(begun.headers.get(tusHeaders.digest), sha256('harmless'))
    const attachments = [{ fileId, sha256: sha256('harmless') }]
    const ticket = await w.raise(mara, { attachments })
    assert.equal(ticket.attachments[0].scan, 'waiting')
    for (const token of [mara, agent]) {
      const held = await link(token, fileId)
      assert.deepEqual([held.status, held.body.code], [409, 'file_being_checked'])
    }
    const other = await w.customer('tomas')
    assert.equal((await link(other, fileId)).status, 404)
    answer()
    await settled()
    assert.deepEqual(
      seen.map(({ tenant, name, mediaType, size, sha256: digest }) => [tenant, name, mediaType, size, digest]),
      [['tidewater', 'a.txt', 'text/plain', 8, sha256('harmless')]],
    )
    assert.equal((await link(agent, fileId)).status, 200)
    assert.equal((await w.send('GET', `/tickets/${ticket.id}`, { token: mara })).body.attachments[0].scan, undefined)
  })

  for (const how of ['tus', 'one request'] as const) {
    it(`a harmful file that came by ${how} never comes out, its bytes are gone, and open pages are told`, async () => {
      const { mara, agent, answer } = await scanned()
      const fileId =
        how === 'tus'
          ? (await beginUpload(w, mara, { bytes: bytesOf(harmful) })).headers.get('location')!.split('/').at(-1)!
          : (await w.upload(mara, harmful)).body.fileId
      const { id } = await w.raise(mara)
      const attachments = [{ fileId, sha256: sha256(harmful) }]
      await w.send('POST', `/tickets/${id}/messages`, { token: mara, body: w.newMessage({ attachments }) })
      const told = () => w.database.reader.selectFrom('events').select('type').where('ticket_id', '=', id).execute()
      const before = (await told()).length
      answer()
      await settled()
      for (const token of [mara, agent]) {
        const refused = await link(token, fileId)
        assert.deepEqual([refused.status, refused.body.code], [410, 'file_refused'])
      }
      const [message] = (await w.send('GET', `/tickets/${id}/messages`, { token: agent })).body.items
      assert.equal(message.attachments[0].scan, 'refused')
      const row = await w.database.reader.selectFrom('files').select('blob_key').where('id', '=', fileId).execute()
      assert.equal(await w.blobs.get(row[0]!.blob_key ?? fileId), undefined)
      assert.equal((await told()).length, before + 1)
    })
  }

  it('the bytes of a refused file go later when the store fails, ever less often tried, and nobody looks again once they are gone', async () => {
    const deleted: string[] = []
    w = await world({ server: { scan: async () => 'refused' } })
    const { delete: remove } = w.blobs
    let away = true
    w.blobs.delete = async (key) => {
      deleted.push(key)
      if (away) throw new Error('the store is away')
      await remove(key)
    }
    const mara = await w.customer()
    const { fileId } = (await w.upload(mara, harmful)).body
    await settled()
    assert.deepEqual([(await link(mara, fileId)).body.code, deleted.length], ['file_refused', 1])
    w.pass(minute)
    await assert.rejects(settled(), /the store is away/)
    w.pass(3 * minute)
    await settled()
    assert.equal(deleted.length, 2)
    away = false
    w.pass(minute)
    await settled()
    assert.equal(await w.blobs.get(deleted[0]!), undefined)
    w.pass(24 * 60 * minute)
    await settled()
    assert.equal(deleted.length, 3)
  })

  it('the bytes of a refused file go with the next process when this one ended before they were gone', async () => {
    w = await world({ server: { scan: () => new Promise(() => {}) } })
    const { fileId } = (await w.upload(await w.customer(), harmful)).body
    await w.server.close()
    await w.database.kysely.updateTable('files').set({ scan: 'refused' }).where('id', '=', fileId).execute()
    const [row] = await w.database.reader.selectFrom('files').select('blob_key').where('id', '=', fileId).execute()
    const key = row!.blob_key ?? fileId
    assert.notEqual(await w.blobs.get(key), undefined)
    const next = await createSupportServer({ ...w.serverOptions, scan: async () => 'clean' })
    await next.work.runOnce()
    assert.equal(await w.blobs.get(key), undefined)
    await next.close()
  })

  it('a hook that fails, or says something else, frees nothing, and is asked again', async () => {
    let says: () => Promise<unknown> = async () => {
      throw new Error('the scanner is away')
    }
    w = await world({ server: { scan: (() => says()) as ScanHook } })
    const mara = await w.customer()
    const { fileId } = (await w.upload(mara, 'bytes')).body
    await settled()
    w.pass(minute)
    await assert.rejects(settled(), /the scanner is away/)
    const other = (await w.upload(mara, 'others')).body
    says = async () => undefined
    w.pass(4 * minute)
    await assert.rejects(settled(), /is no verdict/)
    assert.equal((await link(mara, fileId)).status, 409)
    says = async () => 'clean'
    w.pass(16 * minute)
    await settled()
    const back = await w.customer()
    for (const id of [fileId, other.fileId]) assert.equal((await link(back, id)).status, 200)
  })

  it('files that it always fails at starve no others, and are shown ever less often', async () => {
    const asked: string[] = []
    const scan: ScanHook = async ({ name }) => {
      asked.push(name)
      if (name !== 'good.txt') throw new Error('the scanner chokes')
      return 'clean'
    }
    w = await world({ server: { scan } })
    const row = { tenant: 'tidewater', uploader_side: 'requester', media_type: 'text/plain', size: 1 } as const
    const waiting = (name: string, scan_at: number) => ({
      ...{ ...row, id: crypto.randomUUID(), uploader_id: 'p', name, sha256: '' },
      ...{ created_at: w.now(), scan_at, scan: 'waiting' as const },
    })
    const bad = Array.from({ length: 500 }, (_, index) => waiting(`bad-${index}`, index))
    const good = waiting('good.txt', 500)
    for (let at = 0; at < 500; at += 100) {
      await w.database.kysely
        .insertInto('files')
        .values(bad.slice(at, at + 100))
        .execute()
    }
    await w.database.kysely.insertInto('files').values(good).execute()
    await assert.rejects(settled(), /chokes/)
    await settled()
    assert.equal(asked.at(-1), 'good.txt')
    const looks = (name: string) => asked.filter((each) => each === name).length
    for (let hours = 0; hours < 24; hours++) {
      for (let minutes = 0; minutes < 60; minutes += 30) {
        w.pass(30 * minute)
        await settled().catch(() => {})
      }
    }
    assert.equal(looks('good.txt'), 1)
    assert.ok(looks('bad-0') > 20 && looks('bad-0') < 30, `${looks('bad-0')} looks in a day`)
  })

  it('a hook that never answers holds up the next file for five minutes, and is asked again', async () => {
    let stuck = true
    const asked: string[] = []
    const scan: ScanHook = ({ name }) => {
      asked.push(name)
      return stuck && name === 'stuck.png' ? new Promise(() => {}) : Promise.resolve('clean')
    }
    w = await world({ server: { scan } })
    const mara = await w.customer()
    mock.timers.enable({ apis: ['setTimeout'] })
    try {
      const { fileId } = (await w.upload(mara, 'bytes', 'stuck.png')).body
      const other = (await w.upload(mara, 'others', 'other.png')).body
      while (asked.length === 0) await new Promise(setImmediate)
      mock.timers.tick(5 * minute - 1)
      for (let turns = 0; turns < 20; turns++) await new Promise(setImmediate)
      assert.deepEqual(asked, ['stuck.png'])
      mock.timers.tick(1)
      while (asked.length === 1) await new Promise(setImmediate)
      stuck = false
      w.pass(minute)
      await settled()
      for (const id of [fileId, other.fileId]) assert.equal((await link(mara, id)).status, 200)
      assert.ok(w.log.some(({ fields }) => String(fields['error']).includes('did not answer in time')))
    } finally {
      mock.timers.reset()
    }
  })

  it('a store that never says that bytes are gone holds up the next file for five minutes, and is asked again', async () => {
    w = await world({ server: { scan: async ({ name }) => (name === 'bad.png' ? 'refused' : 'clean') } })
    const mara = await w.customer()
    const { delete: remove } = w.blobs
    const asked: string[] = []
    w.blobs.delete = (key) => {
      asked.push(key)
      return new Promise(() => {})
    }
    mock.timers.enable({ apis: ['setTimeout'] })
    try {
      const bad = (await w.upload(mara, harmful, 'bad.png')).body
      const other = (await w.upload(mara, 'others', 'other.png')).body
      while (asked.length === 0) await new Promise(setImmediate)
      mock.timers.tick(5 * minute)
      for (let turns = 0; turns < 100; turns++) await new Promise(setImmediate)
      assert.equal((await link(mara, other.fileId)).status, 200)
      w.blobs.delete = remove
      w.pass(minute)
      await settled()
      assert.equal(await w.blobs.get(bad.fileId), undefined)
    } finally {
      mock.timers.reset()
    }
  })

  it('a hook that never answers holds up nothing but files: the house is kept all the same', async () => {
    w = await world({ server: { scan: () => new Promise(() => {}) } })
    const mara = await w.customer()
    const turns = async () => {
      for (let turn = 0; turn < 40; turn++) await new Promise(setImmediate)
    }
    const uploads = () => w.database.reader.selectFrom('uploads').select('id').execute()
    mock.timers.enable({ apis: ['setTimeout', 'setInterval'] })
    try {
      for (const name of ['one.png', 'two.png', 'three.png']) await w.upload(mara, name, name)
      w.server.work.start()
      await turns()
      const half = { id: crypto.randomUUID(), name: 'half.png', media_type: 'image/png', size: 9, received: 4 }
      const uploader = { tenant: 'tidewater', uploader_side: 'requester', uploader_id: 'p' } as const
      await w.database.kysely
        .insertInto('uploads')
        .values({ ...half, ...uploader, created_at: w.now(), expires_at: w.now() + minute })
        .execute()
      w.pass(10 * minute)
      mock.timers.tick(10 * minute)
      await turns()
      assert.deepEqual(await uploads(), [])
      await w.server.work.stop()
    } finally {
      mock.timers.reset()
    }
  })

  it('a file that the hook failed at is shown to it again a minute later, also after the work was stopped and started', async () => {
    let says: () => Promise<unknown> = async () => {
      throw new Error('the scanner is away')
    }
    w = await world({ server: { scan: (() => says()) as ScanHook } })
    const mara = await w.customer()
    const turns = async () => {
      for (let turn = 0; turn < 40; turn++) await new Promise(setImmediate)
    }
    mock.timers.enable({ apis: ['setTimeout', 'setInterval'] })
    try {
      w.server.work.start()
      const { fileId } = (await w.upload(mara, 'bytes')).body
      await turns()
      await w.server.work.stop()
      says = async () => 'clean'
      w.server.work.start()
      await turns()
      assert.equal((await link(mara, fileId)).status, 409)
      w.pass(minute)
      mock.timers.tick(minute)
      await turns()
      assert.equal((await link(mara, fileId)).status, 200)
      await w.server.work.stop()
    } finally {
      mock.timers.reset()
    }
  })

  it('a server that stops shows nothing more of what is queued', async () => {
    const asked: string[] = []
    w = await world({
      server: {
        scan: ({ name }) => {
          asked.push(name)
          return new Promise(() => {})
        },
      },
    })
    const mara = await w.customer()
    for (const name of ['one.png', 'two.png', 'three.png']) await w.upload(mara, name, name)
    while (asked.length === 0) await new Promise(setImmediate)
    await w.server.work.stop()
    assert.deepEqual(asked, ['one.png'])
  })

  it('a server that closes waits for no answer, and the next one asks again at once', async () => {
    w = await world({ server: { scan: () => new Promise(() => {}) } })
    const { fileId } = (await w.upload(await w.customer(), 'bytes')).body
    await w.server.close()
    const asked: string[] = []
    const scan: ScanHook = async ({ id }) => {
      asked.push(id)
      return 'clean'
    }
    const next = await createSupportServer({ ...w.serverOptions, scan })
    await next.work.runOnce()
    assert.deepEqual(asked, [fileId])
    await next.close()
  })
})
