import assert from 'node:assert/strict'
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, describe, it } from 'node:test'
import { createCore } from '@aftercare/client'
import { fileStorage } from '@aftercare/client/node'
import { persistenceContract } from '@aftercare/client/persistence-contract'
import { IDBFactory, IDBKeyRange } from 'fake-indexeddb'
import { indexedDbStorage } from '../src/persistence/indexeddb.ts'
import { memoryStorage } from '../src/persistence/memory.ts'
import type { PersistenceFactory } from '../src/persistence/persistence.ts'
import { reconnecting } from '../src/persistence/reconnecting.ts'
import { manualClock } from './support/manual-clock.ts'

// The adapter makes key ranges by the name that browsers give them.
Object.assign(globalThis, { IDBKeyRange })

const directory = await mkdtemp(join(tmpdir(), 'aftercare-persistence-'))
after(() => rm(directory, { recursive: true }))

const devices: Record<string, () => Promise<PersistenceFactory>> = {
  memory: async () => memoryStorage(),
  file: async () => fileStorage(await mkdtemp(join(directory, 'device-'))),
  IndexedDB: async () => indexedDbStorage(new IDBFactory()),
  'a store that reconnects': async () => {
    const storage = indexedDbStorage(new IDBFactory())
    return (name) => reconnecting(storage, name, manualClock())
  },
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
  for (const [what, content] of [
    ['of a process of its own number, as every one in a container has', String(process.pid)],
    ['that was made and not filled', ''],
  ]) {
    it(`takes over a lock that a crash has left, ${what}`, async () => {
      const device = await mkdtemp(join(directory, 'device-'))
      const store = await fileStorage(device)('mara')
      await store.write([{ type: 'put', key: 'a', value: 1 }])
      const [file] = await readdir(device)
      await writeFile(join(device, `${file}.lock`), content!)
      for (const value of [2, 3]) await store.write([{ type: 'put', key: 'a', value }])
      assert.equal(await store.get('a'), 3)
    })
  }

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

  it('loses no write of those that take over one lock at the same time', async () => {
    for (let round = 0; round < 10; round++) {
      const device = await mkdtemp(join(directory, 'device-'))
      await (await fileStorage(device)('a')).write([{ type: 'put', key: 'first', value: true }])
      const [file] = await readdir(device)
      await writeFile(join(device, `${file}.lock`), '4194305')
      const stores = await Promise.all(Array.from({ length: 12 }, () => fileStorage(device)('a')))
      await Promise.all(stores.map((store, index) => store.write([{ type: 'put', key: `${index}`, value: index }])))
      assert.equal((await stores[0]?.list(''))?.length, 13)
      assert.deepEqual(await readdir(device), [file])
    }
  })

  it('takes over a lock that was made and never filled', async () => {
    const device = await mkdtemp(join(directory, 'device-'))
    const store = await fileStorage(device)('a')
    await store.write([{ type: 'put', key: 'a', value: 1 }])
    const [file] = await readdir(device)
    await writeFile(join(device, `${file}.lock`), '')
    await store.write([{ type: 'put', key: 'b', value: 2 }])
    assert.deepEqual(await readdir(device), [file])
  })
})

describe('persistence in IndexedDB', () => {
  it('is opened anew when the connection was lost', async () => {
    const factory = new IDBFactory()
    const connections: IDBDatabase[] = []
    const open = factory.open.bind(factory)
    factory.open = (name, version) => {
      const request = open(name, version)
      request.addEventListener('success', () => connections.push(request.result))
      return request
    }
    const store = await reconnecting(indexedDbStorage(factory), 'a', manualClock())
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

describe('a store that reconnects', () => {
  /** Each opening answers the calls that it has left, and none after that. */
  function device(lives: number[]) {
    const storage = memoryStorage()
    const opened: number[] = []
    let closed = 0
    const factory: PersistenceFactory = async (name) => {
      const left = lives.shift()
      if (left === undefined) throw new Error('The device refuses')
      opened.push(left)
      let calls = left
      const store = await storage(name)
      const live = async <T>(call: () => Promise<T>): Promise<T> => {
        if (calls-- <= 0) throw new Error('The connection is lost')
        return call()
      }
      return {
        get: (key) => live(() => store.get(key)),
        list: (prefix) => live(() => store.list(prefix)),
        write: (operations) => live(() => store.write(operations)),
        async close() {
          closed += 1
          await store.close()
        },
      }
    }
    return { factory, opened, closed: () => closed }
  }
  const put = (key: string) => [{ type: 'put', key, value: 1 }] as const

  it('is opened once for all calls that fail together, and closes what it has lost', async () => {
    const { factory, opened, closed } = device([1, 100])
    const store = await reconnecting(factory, 'a', manualClock())
    await store.write(put('a'))
    const found = await Promise.all([store.get('a'), store.list(''), store.write(put('b')), store.get('a')])
    assert.deepEqual([found[0], found[3], opened.length, closed()], [1, 1, 2, 1])
    assert.equal((await store.list('')).length, 2)
    await store.close()
    assert.equal(closed(), 2)
  })

  it('rejects where that fails as well, and is opened anew by the next call', async () => {
    const lives = [0, 0]
    const { factory, opened } = device(lives)
    const store = await reconnecting(factory, 'a', manualClock())
    await assert.rejects(store.write(put('a')), /connection is lost/)
    await assert.rejects(store.write(put('a')), /device refuses/)
    await assert.rejects(store.get('a'), /device refuses/)
    lives.push(100)
    await store.write(put('a'))
    assert.equal(await store.get('a'), 1)
    assert.equal(opened.length, 3)
    await store.close()
  })

  it('is not opened by a call that comes after it was closed', async () => {
    const { factory, opened } = device([100, 100])
    const store = await reconnecting(factory, 'a', manualClock())
    await store.close()
    await assert.rejects(store.get('a'))
    assert.equal(opened.length, 1)
  })
})

describe('the store of a person who comes back', () => {
  it('is not taken for an empty one in memory while the device refuses', async () => {
    const storage = memoryStorage()
    let [sub, refuses] = ['mara', false]
    const core = createCore({
      url: 'https://support.example/support',
      getToken: async () => `head.${btoa(JSON.stringify({ aud: 'tidewater', sub, exp: 4e9 }))}.signature`,
      storage: (name) => (refuses ? Promise.reject(new Error('The device refuses')) : storage(name)),
    })
    const mara = await core.session.token()
    assert.ok((await core.persistence()).durable)
    sub = 'tomas'
    const tomas = await core.session.token(mara.token)
    assert.ok((await core.persistence()).durable)
    sub = 'mara'
    refuses = true
    await core.session.token(tomas.token)
    await assert.rejects(core.persistence(), /The device refuses/)
    refuses = false
    assert.ok((await core.persistence()).durable)
    await core.close()
  })
})
