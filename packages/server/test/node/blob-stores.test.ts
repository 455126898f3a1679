import assert from 'node:assert/strict'
import { randomBytes, randomUUID } from 'node:crypto'
import { readdirSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { after, before, describe, it } from 'node:test'
import { fileBlobStore, memoryBlobStore, s3BlobStore } from '../../src/node/index.ts'
import { describeBlobStore, read, streamOf } from './blob-store-contract.ts'
import { bucketKeys, bucketServer } from './bucket.ts'
import { temporaryFolder } from './temporary-folder.ts'

describeBlobStore('memory', async () => memoryBlobStore())
describeBlobStore('files', async () => fileBlobStore(temporaryFolder()))

describe('over S3', async () => {
  const directory = temporaryFolder()
  let server: Awaited<ReturnType<typeof bucketServer>>
  let bucket = ''
  const asked: string[] = []
  before(async () => {
    server = await bucketServer(directory)
    bucket = server.bucket
  })
  after(() => server.stop())
  const open = () =>
    s3BlobStore({
      bucket,
      ...bucketKeys,
      prefix: 'support/',
      fetch: (request) => {
        asked.push(`${request.method} ${new URL(request.url).search.replace(/=[^&]*/g, '')}`)
        return fetch(request)
      },
    })
  describeBlobStore('S3', async () => open())

  it('puts what is larger than a part in several, and gives back the very bytes', async () => {
    const bytes = randomBytes(11 * 1024 * 1024 + 5)
    const key = randomUUID()
    asked.length = 0
    await open().put(key, streamOf(bytes.subarray(0, 7_000_000), bytes.subarray(7_000_000)))
    assert.deepEqual(asked, [
      'POST ?uploads',
      'PUT ?partNumber&uploadId',
      'PUT ?partNumber&uploadId',
      'PUT ?partNumber&uploadId',
      'POST ?uploadId',
    ])
    assert.equal(Buffer.compare((await read(open(), key))!, bytes), 0)
  })

  it('leaves nothing when a stream breaks after some parts', async () => {
    const key = randomUUID()
    let given = 0
    const breaking = new ReadableStream<Uint8Array>({
      pull(controller) {
        if (++given < 8) controller.enqueue(randomBytes(1024 * 1024))
        else controller.error(new Error('the connection was lost'))
      },
    })
    await assert.rejects(open().put(key, breaking), /the connection was lost/)
    assert.equal(asked.at(-1), 'DELETE ?uploadId')
    assert.equal(await open().get(key), undefined)
  })

  it('says why when it is refused, and nothing of its secret', async () => {
    const store = s3BlobStore({ bucket, accessKeyId: 'S3RVER', secretAccessKey: 'wrong-secret' })
    await assert.rejects(store.put(randomUUID(), streamOf(randomBytes(1))), (error: Error) => {
      assert.match(error.message, /\/files answers 403 to PUT: SignatureDoesNotMatch, The request signature/)
      return !error.message.includes('wrong-secret')
    })
  })

  it('takes a bucket that is not there for a fault, not for one without the blob', async () => {
    const nowhere = s3BlobStore({ ...bucketKeys, bucket: `${server.endpoint}/elsewhere` })
    const fault = /\/elsewhere answers 404 to \w+: NoSuchBucket/
    await assert.rejects(nowhere.get(randomUUID()), fault)
    await assert.rejects(nowhere.delete(randomUUID()), fault)
    await assert.rejects(nowhere.put(randomUUID(), streamOf(randomBytes(1))), fault)
  })

  it('says what is in the way of a bucket that cannot be reached', async () => {
    const away = s3BlobStore({ ...bucketKeys, bucket: 'http://127.0.0.1:1/files' })
    await assert.rejects(away.get(randomUUID()), /127\.0\.0\.1:1\/files cannot be reached: .+/)
  })

  it('refuses keys that could lead elsewhere', async () => {
    for (const key of ['../x', 'a/b', '?acl', '', 'a b', '%2e%2e']) await assert.rejects(open().get(key), RangeError)
  })
})

describe('file blob store', () => {
  it('refuses every key that could lead outside the folder, and touches nothing', async () => {
    const parent = temporaryFolder()
    writeFileSync(join(parent, 'precious'), 'untouched')
    const store = fileBlobStore(join(parent, 'files'))
    for (const key of [
      '../precious',
      '..',
      '.',
      '',
      '/etc/passwd',
      'a/b',
      'a\\b',
      'a\0b',
      'C:x',
      'a.partial',
      '%2e%2e',
    ]) {
      await assert.rejects(store.put(key, streamOf(randomBytes(1))), RangeError, JSON.stringify(key))
      await assert.rejects(store.get(key), RangeError, JSON.stringify(key))
      await assert.rejects(store.delete(key), RangeError, JSON.stringify(key))
    }
    assert.deepEqual(readdirSync(parent).sort(), ['precious'])
  })

  it('leaves no partial file behind when the stream breaks', async () => {
    const folder = temporaryFolder()
    const breaking = new ReadableStream<Uint8Array>({ pull: (controller) => controller.error(new Error('lost')) })
    await assert.rejects(fileBlobStore(folder).put(randomUUID(), breaking))
    assert.deepEqual(readdirSync(folder), [])
  })

  it('makes files that only their owner may read', { skip: process.platform === 'win32' }, async () => {
    const folder = join(temporaryFolder(), 'files')
    const key = randomUUID()
    await fileBlobStore(folder).put(key, streamOf(randomBytes(1)))
    assert.equal(statSync(folder).mode & 0o777, 0o700)
    assert.equal(statSync(join(folder, key)).mode & 0o777, 0o600)
  })

  it('says why when the folder cannot be made', async () => {
    const parent = temporaryFolder()
    writeFileSync(join(parent, 'files'), 'a file is in the way')
    await assert.rejects(fileBlobStore(join(parent, 'files')).put(randomUUID(), streamOf()), /EEXIST|ENOTDIR/)
  })

  it('makes the folder later where it could not be made at first', async () => {
    const parent = temporaryFolder()
    const inTheWay = join(parent, 'files')
    writeFileSync(inTheWay, '')
    const store = fileBlobStore(inTheWay)
    const key = randomUUID()
    await assert.rejects(store.put(key, streamOf(randomBytes(1))))
    rmSync(inTheWay)
    await store.put(key, streamOf(randomBytes(1)))
    assert.deepEqual(readdirSync(inTheWay), [key])
  })
})
