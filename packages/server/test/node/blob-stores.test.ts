import assert from 'node:assert/strict'
import { randomBytes, randomUUID } from 'node:crypto'
import { readdirSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, it } from 'node:test'
import { fileBlobStore, memoryBlobStore } from '../../src/node/index.ts'
import { describeBlobStore, streamOf } from './blob-store-contract.ts'
import { temporaryFolder } from './temporary-folder.ts'

describeBlobStore('memory', async () => memoryBlobStore())
describeBlobStore('files', async () => fileBlobStore(temporaryFolder()))

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
})
