import assert from 'node:assert/strict'
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, describe, it } from 'node:test'
import { fileStorage } from '@aftercare/client/node'
import { persistenceContract } from '@aftercare/client/persistence-contract'
import { IDBFactory, IDBKeyRange } from 'fake-indexeddb'
import { indexedDbStorage } from '../src/persistence/indexeddb.ts'
import { memoryStorage } from '../src/persistence/memory.ts'
import type { PersistenceFactory } from '../src/persistence/persistence.ts'

// The adapter makes key ranges by the name that browsers give them.
Object.assign(globalThis, { IDBKeyRange })

const directory = await mkdtemp(join(tmpdir(), 'aftercare-persistence-'))
after(() => rm(directory, { recursive: true }))

const devices: Record<string, () => Promise<PersistenceFactory>> = {
  memory: async () => memoryStorage(),
  file: async () => fileStorage(await mkdtemp(join(directory, 'device-'))),
  IndexedDB: async () => indexedDbStorage(new IDBFactory()),
}

for (const [name, device] of Object.entries(devices)) {
  describe(`persistence in ${name}`, () => {
    for (const { name, run } of persistenceContract) it(name, async () => run(await device()))
  })
}

describe('the contract suite', () => {
  it('fails an adapter that writes one operation after the other', async () => {
    const good = memoryStorage()
    const careless: PersistenceFactory = async (name) => {
      const store = await good(name)
      return {
        ...store,
        async write(operations) {
          for (const operation of operations) await store.write([operation])
        },
      }
    }
    const atomic = persistenceContract.find(({ name }) => name === 'writes all operations or none')
    await assert.rejects(async () => atomic?.run(careless), /no operation before the failing one/)
  })
})

describe('persistence in a file', () => {
  it('takes over the lock of a process that was killed', async () => {
    const device = await mkdtemp(join(directory, 'device-'))
    const open = fileStorage(device)
    const store = await open('a')
    await store.write([{ type: 'put', key: 'a', value: 1 }])
    const [file] = await readdir(device)
    await writeFile(join(device, `${file}.lock`), '4194305')
    await store.write([{ type: 'put', key: 'b', value: 2 }])
    assert.equal(await store.get('b'), 2)
  })
})

describe('persistence in IndexedDB', () => {
  it('reopens once when the connection was lost', async () => {
    const factory = new IDBFactory()
    const connections: IDBDatabase[] = []
    const open = factory.open.bind(factory)
    factory.open = (name, version) => {
      const request = open(name, version)
      request.addEventListener('success', () => connections.push(request.result))
      return request
    }
    const store = await indexedDbStorage(factory)('a')
    await store.write([{ type: 'put', key: 'a', value: 1 }])
    connections[0]?.close()
    await store.write([{ type: 'put', key: 'b', value: 2 }])
    assert.equal(await store.get('a'), 1)
    assert.equal(await store.get('b'), 2)
    assert.equal(connections.length, 2)
  })

  it('asks for strict durability', async () => {
    const factory = new IDBFactory()
    const asked: unknown[] = []
    const open = factory.open.bind(factory)
    factory.open = (name, version) => {
      const request = open(name, version)
      request.addEventListener('success', () => {
        const transaction = request.result.transaction.bind(request.result)
        request.result.transaction = (stores, mode, options) => {
          asked.push(options?.durability)
          return transaction(stores, mode, options)
        }
      })
      return request
    }
    const store = await indexedDbStorage(factory)('a')
    await store.write([{ type: 'put', key: 'a', value: 1 }])
    assert.deepEqual(asked, ['strict'])
  })
})
