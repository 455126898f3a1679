import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { after, afterEach, before, beforeEach, describe, it } from 'node:test'
import { limits, headers as names, tusHeaders, tusVersion } from '@aftercare/protocol'
import { attachmentSchema } from '@aftercare/protocol/schemas'
import { softwareAfterSales } from '@aftercare/protocol/service'
import { contentDisposition } from '../src/files/file-name.ts'
import { publishService } from '../src/index.ts'
import { beginUpload } from './uploads.ts'
import { tenant, type World, world } from './world.ts'

const minute = 60_000
const day = 24 * 60 * minute
const sha256 = (bytes: Uint8Array | string) => createHash('sha256').update(bytes).digest('hex')

describe('a file', () => {
  let w: World
  let mara: string
  let tomas: string
  let agent: string
  before(async () => {
    w = await world()
    mara = await w.customer()
    tomas = await w.customer('tomas')
    agent = (await w.staff('agent')).key
  })
  after(() => w.close())

  const link = async (token: string, fileId: string) =>
    (await w.send('GET', `/files/${fileId}/link`, { token })).body.url as string
  const download = (url: string, method = 'GET') => w.server.fetch(new Request(`http://127.0.0.1${url}`, { method }))

  it('comes back byte for byte, as an attachment that can do nothing', async () => {
    const bytes = crypto.getRandomValues(new Uint8Array(60_000))
    const uploaded = await w.upload(mara, bytes, 'Überweisung “März”.png')
    assert.equal(uploaded.status, 201)
    const file = attachmentSchema.parse(uploaded.body)
    assert.equal(file.sha256, sha256(bytes))
    assert.equal(file.size, bytes.byteLength)
    assert.equal(file.name, 'Überweisung “März”.png')
    const response = await download(await link(mara, file.fileId))
    assert.equal(response.status, 200)
    assert.deepEqual(new Uint8Array(await response.arrayBuffer()), bytes)
    const header = (name: string) => response.headers.get(name)
    assert.equal(header('content-type'), 'image/png')
    assert.equal(header('content-length'), '60000')
    assert.match(
      header('content-disposition')!,
      /^attachment; filename="_berweisung _M_rz_.png"; filename\*=UTF-8''%C3%9C/,
    )
    assert.equal(header('x-content-type-options'), 'nosniff')
    assert.equal(header('content-security-policy'), "sandbox; default-src 'none'")
    assert.equal(header('cache-control'), 'private, no-store')
    const head = await download(await link(mara, file.fileId), 'HEAD')
    assert.deepEqual([head.status, await head.text()], [200, ''])
  })

  it('is downloaded for five minutes, by an address that nobody can make or change', async () => {
    const { fileId } = (await w.upload(mara, 'bytes')).body
    const other = (await w.upload(mara, 'other')).body
    const url = await link(mara, fileId)
    const expires = Number(/expires=(\d+)/.exec(url)![1])
    assert.equal(expires, w.now() + 300_000)
    for (const wrong of [
      url.replace(fileId, other.fileId),
      url.replace(String(expires), String(expires + 1)),
      url.replace(/signature=.{5}/, 'signature=AAAAA'),
      `/support/files/${crypto.randomUUID()}?${url.split('?')[1]}`,
    ]) {
      assert.equal((await download(wrong)).status, 403)
    }
    assert.equal((await download(url.replace(/&signature=.*/, ''))).status, 400)
    w.pass(300_000)
    assert.equal((await download(url)).status, 403)
  })

  it('joins a ticket by id and content, once, and only by whoever uploaded it', async () => {
    const { fileId, sha256: hash } = (await w.upload(mara, 'evidence')).body
    const attach = (token: string, attachments: object[]) =>
      w.send('POST', '/tickets', { token, body: w.newTicket({ attachments }) })
    for (const [token, attachments] of [
      [tomas, [{ fileId, sha256: hash }]],
      [mara, [{ fileId, sha256: '0'.repeat(64) }]],
      [mara, [{ fileId: crypto.randomUUID(), sha256: hash }]],
      [
        mara,
        [
          { fileId, sha256: hash },
          { fileId, sha256: hash },
        ],
      ],
    ] as const) {
      const refused = await attach(token, [...attachments])
      assert.equal(refused.status, 422)
      assert.equal(refused.body.code, 'attachment_unknown')
    }
    const created = await attach(mara, [{ fileId, sha256: hash }])
    assert.equal(created.status, 201)
    assert.deepEqual(
      created.body.attachments.map((file: { name: string }) => file.name),
      ['screen.png'],
    )
    assert.equal((await attach(mara, [{ fileId, sha256: hash }])).body.code, 'attachment_unknown')
  })

  it('keeps its place among others', async () => {
    const files = []
    for (const name of ['c.png', 'a.png', 'b.png']) files.push((await w.upload(mara, name, name)).body)
    const { id } = await w.raise(mara)
    const attachments = files.map(({ fileId, sha256 }) => ({ fileId, sha256 }))
    await w.send('POST', `/tickets/${id}/messages`, { token: mara, body: w.newMessage({ attachments }) })
    const [message] = (await w.send('GET', `/tickets/${id}/messages`, { token: agent })).body.items
    assert.deepEqual(message.attachments, files)
    assert.deepEqual((await w.send('GET', `/tickets/${id}`, { token: mara })).body.attachments, [])
  })

  it('is seen by nobody but its uploader until it joins, then by the conversation', async () => {
    const { fileId, sha256 } = (await w.upload(mara, 'mine')).body
    const status = async (token: string) => (await w.send('GET', `/files/${fileId}/link`, { token })).status
    assert.deepEqual([await status(mara), await status(tomas), await status(agent)], [200, 404, 404])
    await w.raise(mara, { attachments: [{ fileId, sha256 }] })
    assert.deepEqual([await status(mara), await status(tomas), await status(agent)], [200, 404, 200])
  })

  it('is refused above the limit, and leaves nothing behind', async () => {
    const stored = new Set<string>()
    const { blobs } = w
    const { put, delete: remove } = blobs
    blobs.put = async (key, bytes) => {
      await put(key, bytes)
      stored.add(key)
    }
    blobs.delete = async (key) => {
      await remove(key)
      stored.delete(key)
    }
    try {
      const exact = await w.upload(mara, new Uint8Array(limits.fileBytes))
      assert.equal(exact.status, 201)
      assert.equal(stored.size, 1)
      const headers = { 'content-type': 'image/png', [names.fileName]: 'x.png' }
      const pieces = () => new Blob([new Uint8Array(limits.fileBytes + 1)]).stream()
      const tooLarge = await w.send('POST', '/files', { token: mara, body: pieces(), headers })
      assert.equal(tooLarge.status, 413)
      const broken = new ReadableStream({
        start(controller) {
          controller.enqueue(new Uint8Array(10))
        },
        pull(controller) {
          controller.error(new Error('connection lost'))
        },
      })
      await w.send('POST', '/files', { token: mara, body: broken, headers })
      const key = crypto.randomUUID()
      await w.upload(mara, 'once', 'a.png', key)
      await w.upload(mara, 'once', 'a.png', key)
      assert.equal(stored.size, 2)
    } finally {
      Object.assign(blobs, { put, delete: remove })
    }
  })

  it('needs a name and a type that can be sent back', async () => {
    const post = async (name: string | undefined, type: string) => {
      const headers: Record<string, string> = { 'content-type': type }
      if (name !== undefined) headers[names.fileName] = name
      const { status, body } = await w.send('POST', '/files', { token: mara, body: new Uint8Array(1), headers })
      return [status, body.code, body.errors?.[0]?.code]
    }
    assert.deepEqual(await post(undefined, 'image/png'), [400, 'validation_failed', 'required'])
    assert.deepEqual(await post('%FF', 'image/png'), [400, 'validation_failed', 'invalid'])
    assert.deepEqual(await post('a%00b', 'image/png'), [400, 'validation_failed', 'character_not_allowed'])
    assert.deepEqual(await post('x'.repeat(256), 'image/png'), [400, 'validation_failed', 'too_long'])
    assert.deepEqual(await post('a.png', 'nonsense'), [400, 'validation_failed', 'invalid'])
    assert.deepEqual(await post('a.png', 'text/html; charset=utf-8'), [201, undefined, undefined])
  })

  it('never used is forgotten after 45 days, one that was used is not', async () => {
    const used = (await w.upload(mara, 'used')).body
    const unused = (await w.upload(mara, 'unused')).body
    await w.raise(mara, { attachments: [{ fileId: used.fileId, sha256: used.sha256 }] })
    w.pass(46 * 86_400_000)
    await w.server.work.runOnce()
    assert.notEqual(await w.blobs.get(used.fileId), undefined)
    assert.equal(await w.blobs.get(unused.fileId), undefined)
  })
})

describe('bytes that belong to nothing any more, in a store that is away,', () => {
  let w: World
  let mara: string
  let away: boolean
  beforeEach(async () => {
    w = await world()
    mara = await w.customer()
    away = true
    const { delete: remove } = w.blobs
    w.blobs.delete = async (key) => {
      if (away) throw new Error('the store is away')
      await remove(key)
    }
  })
  afterEach(() => w.close())

  const later = async (milliseconds: number) => {
    w.pass(milliseconds)
    await w.server.work.runOnce()
  }

  it('go once it is back: those of a file that nobody used', async () => {
    const { fileId } = (await w.upload(mara, 'unused')).body
    await later(46 * day)
    assert.equal((await w.send('GET', `/files/${fileId}/link`, { token: await w.customer() })).status, 404)
    assert.notEqual(await w.blobs.get(fileId), undefined)
    away = false
    await later(10 * minute)
    assert.equal(await w.blobs.get(fileId), undefined)
  })

  it('those of an upload that expired', async () => {
    const stored = await storedBy(() => beginUpload(w, mara, { size: 10, bytes: new Uint8Array(4) }))
    assert.equal(stored.length, 1)
    await later(8 * day)
    assert.notEqual(await w.blobs.get(stored[0]!), undefined)
    away = false
    await later(10 * minute)
    assert.equal(await w.blobs.get(stored[0]!), undefined)
  })

  it('those of a file that its uploader has let go of, who does not hear of it', async () => {
    const [key] = await storedBy(() => beginUpload(w, mara, { bytes: new Uint8Array(4) }))
    const [file] = await w.database.reader.selectFrom('files').select('id').where('blob_key', '=', key!).execute()
    const headers = { [tusHeaders.resumable]: tusVersion }
    assert.equal((await w.send('DELETE', `/uploads/${file!.id}`, { token: mara, headers })).status, 204)
    away = false
    await later(10 * minute)
    assert.equal(await w.blobs.get(key!), undefined)
  })

  it('and do not keep those of others there when they alone cannot be deleted', async () => {
    away = false
    const { delete: remove } = w.blobs
    const stuck: string[] = []
    w.blobs.delete = async (key) => {
      if (stuck.includes(key)) throw new Error('it cannot be deleted')
      await remove(key)
    }
    for (let each = 0; each < 4; each++) stuck.push((await w.upload(mara, `stuck ${each}`)).body.fileId)
    const { fileId } = (await w.upload(mara, 'not stuck')).body
    await later(46 * day)
    for (let rounds = 0; rounds < 3; rounds++) await later(10 * minute)
    assert.equal(await w.blobs.get(fileId), undefined)
    assert.notEqual(await w.blobs.get(stuck[0]!), undefined)
  })

  /** Keys under which something is stored meanwhile. */
  async function storedBy(work: () => Promise<unknown>): Promise<string[]> {
    const keys: string[] = []
    const { put } = w.blobs
    w.blobs.put = async (key, bytes) => {
      keys.push(key)
      await put(key, bytes)
    }
    await work()
    w.blobs.put = put
    return keys
  }
})

describe('files of a tenant that takes fewer and smaller ones', () => {
  let w: World
  let mara: string
  before(async () => {
    w = await world()
    mara = await w.customer()
    const files = { maxCount: 1, maxBytes: 100 }
    await publishService(w.journal, { tenant, definition: { ...softwareAfterSales(), version: 'files', files } })
  })
  after(() => w.close())

  it('are refused when they are announced, with the limit', async () => {
    const bytes = new Uint8Array(101)
    for (const refused of [await beginUpload(w, mara, { bytes }), await w.upload(mara, bytes)]) {
      assert.deepEqual([refused.status, refused.body.code], [413, 'body_too_large'])
      assert.match(refused.body.detail, /at most 100 bytes/)
    }
    assert.equal((await w.upload(mara, bytes.subarray(1))).status, 201)
  })

  it('are refused together in a ticket and in a message, and taken alone', async () => {
    const [one, two] = [(await w.upload(mara, 'one')).body, (await w.upload(mara, 'two')).body]
    const attachments = [one, two].map(({ fileId, sha256 }) => ({ fileId, sha256 }))
    const ticket = await w.raise(mara)
    for (const [path, body] of [
      ['/tickets', w.newTicket({ attachments })],
      [`/tickets/${ticket.id}/messages`, w.newMessage({ attachments })],
    ] as const) {
      const refused = await w.send('POST', path, { token: mara, body })
      assert.deepEqual([refused.status, refused.body.code], [400, 'validation_failed'])
      assert.deepEqual(refused.body.errors, [{ pointer: '/attachments', code: 'too_many', limit: 1 }])
    }
    assert.equal((await w.raise(mara, { attachments: attachments.slice(1) })).attachments.length, 1)
  })

  it('that were taken before the limit are taken still', async () => {
    const before = (await w.upload(mara, 'x'.repeat(100))).body
    const files = { maxBytes: 10 }
    await publishService(w.journal, { tenant, definition: { ...softwareAfterSales(), version: 'smaller', files } })
    const attachments = [{ fileId: before.fileId, sha256: before.sha256 }]
    assert.equal((await w.raise(mara, { attachments })).attachments.length, 1)
  })
})

describe('the name of a download', () => {
  it('leads nowhere, hides nothing, and stays one header', () => {
    for (const [name, plain, extended] of [
      ['../../etc/passwd', '__.._etc_passwd', '__.._etc_passwd'],
      ['a\r\nSet-Cookie: x=1', 'a__Set-Cookie_ x=1', 'a__Set-Cookie_%20x%3D1'],
      ['a"; filename="b.exe', 'a_; filename=_b.exe', 'a_%3B%20filename%3D_b.exe'],
      ['photo\u202egpj.exe', 'photo_gpj.exe', 'photo_gpj.exe'],
      ['日本.txt', '__.txt', '%E6%97%A5%E6%9C%AC.txt'],
      ["it's (1).txt", "it's (1).txt", 'it%27s%20%281%29.txt'],
      ['50%41.txt', '50_41.txt', '50%2541.txt'],
      ['...', '_', '_'],
    ] as const) {
      assert.equal(contentDisposition(name), `attachment; filename="${plain}"; filename*=UTF-8''${extended}`)
    }
  })
})
