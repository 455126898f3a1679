import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { crc32 } from 'node:zlib'
import sharp from 'sharp'
import { memoryBlobStore, type ScanHook } from '../src/index.ts'
import { picturePreviews } from '../src/node/index.ts'
import { type World, world } from './world.ts'

const secretPlace = 'Taken in the server room of Nordkai'

/** A photograph as a camera writes it: turned by a note, with what it knows of place and owner. */
const photograph = () =>
  sharp({ create: { width: 1200, height: 800, channels: 3, background: '#336699' } })
    .withExif({ IFD0: { ImageDescription: secretPlace }, IFD3: { GPSLatitudeRef: 'N', GPSLatitude: '51/1 30/1 0/1' } })
    .withMetadata({ orientation: 6 })
    .jpeg()
    .toBuffer()

/** A picture that says it is as wide and as high as that. */
function claiming(pixels: number, png: Buffer): Buffer {
  const bytes = Buffer.from(png)
  bytes.writeUInt32BE(pixels, 16)
  bytes.writeUInt32BE(pixels, 20)
  bytes.writeUInt32BE(crc32(bytes.subarray(12, 29)), 29)
  return bytes
}

describe('a small picture of a file', () => {
  let w: World
  let mara: string
  let agent: string
  const blobs = memoryBlobStore()
  const puts: string[] = []
  let away = false
  before(async () => {
    const counted = {
      ...blobs,
      // What was uploaded cannot be read while the store is away.
      get: (key: string) => (away && !key.endsWith('-preview') ? Promise.reject(new Error('away')) : blobs.get(key)),
      put(key: string, bytes: ReadableStream<Uint8Array>) {
        puts.push(key)
        return blobs.put(key, bytes)
      },
    }
    w = await world({ server: { previews: picturePreviews, blobs: counted } })
    mara = await w.customer()
    agent = (await w.staff('agent')).key
  })
  after(() => w.close())

  const uploaded = async (bytes: Uint8Array | string, name = 'photo.jpg', type = 'image/png'): Promise<string> =>
    (await w.upload(mara, bytes, name, crypto.randomUUID(), type)).body.fileId
  const linked = async (fileId: string, token = mara) => (await w.send('GET', `/files/${fileId}/link`, { token })).body
  const get = (url: string, method = 'GET') => w.server.fetch(new Request(`http://127.0.0.1${url}`, { method }))

  it('is drawn anew: upright, small, WebP, and says nothing of where and by whom it was taken', async () => {
    const original = await photograph()
    assert.ok(original.includes(secretPlace), 'the original says it')
    const { previewUrl } = await linked(await uploaded(original))
    const response = await get(previewUrl)
    assert.equal(response.status, 200)
    const bytes = Buffer.from(await response.arrayBuffer())
    const { format, width, height, exif, icc, xmp } = await sharp(bytes).metadata()
    assert.deepEqual({ format, width, height }, { format: 'webp', width: 213, height: 320 })
    assert.deepEqual([exif, icc, xmp], [undefined, undefined, undefined])
    assert.ok(!bytes.includes('Nordkai'))
    const header = (name: string) => response.headers.get(name)
    assert.deepEqual(
      ['content-type', 'content-length', 'x-content-type-options', 'content-security-policy', 'cache-control'].map(
        header,
      ),
      ['image/webp', String(bytes.length), 'nosniff', "sandbox; default-src 'none'", 'private, no-store'],
    )
    const head = await get(previewUrl, 'HEAD')
    assert.deepEqual([head.status, await head.text()], [200, ''])
  })

  for (const format of ['png', 'gif', 'webp', 'avif'] as const) {
    it(`is there for ${format}`, async () => {
      const picture = sharp({ create: { width: 40, height: 30, channels: 4, background: '#33669980' } })
      const fileId = await uploaded(await picture.toFormat(format).toBuffer(), `picture.${format}`)
      const { previewUrl } = await linked(fileId)
      const response = await get(previewUrl)
      const { width, height } = await sharp(Buffer.from(await response.arrayBuffer())).metadata()
      assert.deepEqual([width, height], [40, 30])
    })
  }

  it('is made once, however many ask for it at the same time', async () => {
    const fileId = await uploaded(await photograph())
    const { previewUrl } = await linked(fileId)
    const answers = await Promise.all([1, 2, 3, 4].map(() => get(previewUrl)))
    answers.push(await get((await linked(fileId, mara)).previewUrl))
    assert.deepEqual(new Set(answers.map(({ status }) => status)), new Set([200]))
    assert.equal(puts.filter((key) => key === `${fileId}-preview`).length, 1)
  })

  it('is not there for what is no picture, whatever it calls itself', async () => {
    const bomb = claiming(
      30_000,
      await sharp({ create: { width: 9, height: 9, channels: 3, background: '#000' } })
        .png()
        .toBuffer(),
    )
    const cut = (await photograph()).subarray(0, 900)
    const svg = '<svg xmlns="http://www.w3.org/2000/svg"><image href="file:///etc/passwd"/></svg>'
    for (const [what, bytes] of Object.entries({ svg, text: 'GET / HTTP/1.1', bomb, cut })) {
      const { previewUrl } = await linked(await uploaded(bytes, 'picture.png'))
      for (const _ of [1, 2]) assert.equal((await get(previewUrl)).status, 404, what)
    }
  })

  it('is not offered for files that are no pictures by name', async () => {
    assert.equal((await linked(await uploaded('a,b', 'table.csv', 'text/csv'))).previewUrl, undefined)
  })

  it('has an address of its own: neither it nor the file is had by the other’s signature', async () => {
    const { url, previewUrl } = await linked(await uploaded(await photograph()))
    const query = (address: string) => address.split('?')[1]
    assert.equal((await get(`${url.split('?')[0]}?${query(previewUrl)}`)).status, 403)
    assert.equal((await get(`${previewUrl.split('?')[0]}?${query(url)}`)).status, 403)
    w.pass(300_000)
    assert.equal((await get(previewUrl)).status, 403)
    // Tokens of this world have run out meanwhile.
    mara = await w.customer()
  })

  it('is linked to whoever may have the file, and to nobody else', async () => {
    const fileId = await uploaded(await photograph())
    const [other, stranger] = [await w.customer('tomas'), await w.customer('nobody')]
    for (const token of [other, stranger, agent]) {
      assert.equal((await w.send('GET', `/files/${fileId}/link`, { token })).status, 404)
    }
  })

  it('is there after the store had failed at another', async () => {
    const [one, other] = [await uploaded(await photograph()), await uploaded(await photograph())]
    const { previewUrl } = await linked(one)
    away = true
    assert.equal((await get(previewUrl)).status, 500)
    away = false
    for (const each of [other, one]) assert.equal((await get((await linked(each)).previewUrl)).status, 200)
  })

  it('is deleted with the file', async () => {
    const fileId = await uploaded(await photograph())
    await get((await linked(fileId)).previewUrl)
    assert.ok(await blobs.get(`${fileId}-preview`))
    w.pass(46 * 86_400_000)
    await w.server.work.runOnce()
    assert.equal(await blobs.get(fileId), undefined)
    assert.equal(await blobs.get(`${fileId}-preview`), undefined)
    mara = await w.customer()
  })
})

describe('while a file is checked', () => {
  it('nobody has a picture of it, nor when it is refused', async () => {
    let answer: (verdict: 'clean' | 'refused') => void = () => {}
    const scan: ScanHook = () =>
      new Promise((resolve) => {
        answer = resolve
      })
    const w = await world({ server: { previews: picturePreviews, scan } })
    const mara = await w.customer()
    const bytes = await photograph()
    const { fileId } = (await w.upload(mara, bytes, 'photo.jpg')).body
    const link = () => w.send('GET', `/files/${fileId}/link`, { token: mara })
    assert.equal((await link()).body.code, 'file_being_checked')
    answer('refused')
    await w.server.work.runOnce()
    assert.equal((await link()).body.code, 'file_refused')
    await w.close()
  })
})

describe('a server that draws no pictures', () => {
  it('says so by naming no address', async () => {
    const w = await world()
    const mara = await w.customer()
    const bytes = await photograph()
    const { fileId } = (await w.upload(mara, bytes, 'photo.jpg')).body
    const { body } = await w.send('GET', `/files/${fileId}/link`, { token: mara })
    assert.equal(body.previewUrl, undefined)
    await w.close()
  })
})
