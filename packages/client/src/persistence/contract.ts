import type { PersistenceFactory, StoredValue } from './persistence.ts'

/** One promise of the interface. `run` rejects when the adapter breaks it. */
export interface PersistenceCase {
  readonly name: string
  /** `open` leads to the same device each time within one case, and to an empty one at the beginning. */
  run(open: PersistenceFactory): Promise<void>
}

function expect(condition: boolean, what: string): void {
  if (!condition) throw new Error(`Persistence contract broken: ${what}`)
}

const put = (key: string, value: StoredValue) => ({ type: 'put', key, value }) as const
const replace = (key: string, value: StoredValue) => ({ type: 'replace', key, value }) as const
const required = (key: string) => ({ type: 'require', key }) as const
const remove = (key: string) => ({ type: 'delete', key }) as const
const keysOf = (pairs: readonly (readonly [string, unknown])[]) => pairs.map(([key]) => key).join(' ')

async function rejects(promise: Promise<unknown>): Promise<boolean> {
  return promise.then(
    () => false,
    () => true,
  )
}

/** Runs on any test runner: a list of named cases, nothing else. */
export const persistenceContract: readonly PersistenceCase[] = [
  {
    name: 'answers undefined for a key that was never put',
    async run(open) {
      const store = await open('a')
      expect((await store.get('nothing')) === undefined, 'undefined for an unknown key')
      expect((await store.list('')).length === 0, 'an empty list')
      await store.close()
    },
  },
  {
    name: 'gives back JSON and bytes as they were put',
    async run(open) {
      const store = await open('a')
      const bytes = Uint8Array.from({ length: 300 }, (_, index) => index % 256)
      const texts = ['', '\u0001', 'ﷺ ﷽ 👩‍👩‍👧‍👦 \u202e', 'lone \ud800', '__proto__', "'; DROP TABLE pairs; --"]
      const value = { texts, number: -0.5, none: null, yes: true, file: { name: 'a.png', type: 'image/png', bytes } }
      await store.write([put('value', value)])
      const found = (await store.get('value')) as typeof value
      expect(JSON.stringify(found.texts) === JSON.stringify(texts), 'texts to the letter')
      expect(found.number === -0.5 && found.none === null && found.yes, 'numbers, null and booleans')
      expect(found.file.bytes instanceof Uint8Array, 'bytes as a Uint8Array')
      expect(found.file.bytes.length === 300 && found.file.bytes.every((byte, i) => byte === bytes[i]), 'equal bytes')
      await store.close()
    },
  },
  {
    name: 'keeps its own copy: changing a value afterwards changes nothing stored',
    async run(open) {
      const store = await open('a')
      const value = { list: [1] }
      await store.write([put('value', value)])
      value.list.push(2)
      const found = (await store.get('value')) as typeof value
      found.list.push(3)
      expect(JSON.stringify(await store.get('value')) === '{"list":[1]}', 'the value as it was put')
      await store.close()
    },
  },
  {
    name: 'lists by prefix in ascending order of key',
    async run(open) {
      const store = await open('a')
      await store.write(['b/2', 'a/1', 'b/10', 'b', 'b/1', 'c/1', 'bb/1'].map((key) => put(key, key)))
      expect(keysOf(await store.list('b/')) === 'b/1 b/10 b/2', 'only keys with the prefix, ascending')
      expect((await store.list('')).length === 7, 'all for the empty prefix')
      expect((await store.list('b/'))[1]?.[1] === 'b/10', 'each key with its own value')
      await store.close()
    },
  },
  {
    name: 'applies the operations of a write in order',
    async run(open) {
      const store = await open('a')
      await store.write([put('a', 1), put('a', 2), remove('b'), put('b', 1), put('c', 1), remove('c')])
      expect((await store.get('a')) === 2, 'the later put wins')
      expect((await store.get('b')) === 1, 'put after delete')
      expect((await store.get('c')) === undefined, 'delete after put')
      await store.write([])
      await store.close()
    },
  },
  {
    name: 'replaces what is there, and nothing else',
    async run(open) {
      const [one, other] = await Promise.all([open('a'), open('a')])
      await one.write([put('there', 1)])
      await one.write([replace('there', 2), replace('nothing', 2)])
      expect((await other.get('there')) === 2, 'the value that was there is another one')
      expect((await other.get('nothing')) === undefined, 'nothing comes to be where nothing was')
      await other.write([remove('there')])
      await one.write([replace('there', 3)])
      expect((await one.get('there')) === undefined, 'what another opening has deleted does not come back')
      await Promise.all([one.close(), other.close()])
    },
  },
  {
    name: 'refuses a whole write where what should be unchanged is something else',
    async run(open) {
      const store = await open('a')
      const unchanged = (value: unknown) => ({ type: 'unchanged', key: 'word', value }) as const
      await store.write([unchanged('any'), put('a', 1)])
      expect((await store.get('a')) === 1, 'nothing is no objection')
      await store.write([unchanged(undefined), put('word', 'one')])
      await store.write([unchanged('one'), put('a', 2)])
      expect((await store.get('a')) === 2, 'it is unchanged')
      expect(await rejects(store.write([unchanged(undefined), put('a', 3)])), 'something lies there now')
      expect(await rejects(store.write([unchanged('other'), put('a', 3), remove('a')])), 'it is another one')
      expect((await store.get('a')) === 2, 'nothing of it took effect')
      await store.close()
    },
  },
  {
    name: 'refuses a whole write where what it requires is not there',
    async run(open) {
      const [one, other] = await Promise.all([open('a'), open('a')])
      await one.write([put('open', true)])
      await one.write([required('open'), put('first', 1)])
      expect((await one.get('first')) === 1, 'what is required is there')
      await other.write([remove('open')])
      expect(await rejects(one.write([required('open'), put('second', 2), remove('first')])), 'it is there no more')
      expect((await one.get('second')) === undefined, 'nothing is put')
      expect((await one.get('first')) === 1, 'nothing is deleted')
      await Promise.all([one.close(), other.close()])
    },
  },
  {
    name: 'writes all operations or none',
    async run(open) {
      const store = await open('a')
      await store.write([put('before', 1)])
      const impossible = (() => {}) as unknown as StoredValue
      const write = async () => store.write([put('x', 1), remove('before'), put('y', impossible)])
      expect(await rejects(write()), 'a value that cannot be stored is refused')
      expect((await store.get('x')) === undefined, 'no operation before the failing one is visible')
      expect((await store.get('before')) === 1, 'no deletion before the failing one is visible')
      await store.write([put('after', 1)])
      expect((await store.get('after')) === 1, 'a failed write does not stand in the way of the next')
      await store.close()
    },
  },
  {
    name: 'gives concurrent writes one order',
    async run(open) {
      const store = await open('a')
      await Promise.all(Array.from({ length: 20 }, (_, i) => store.write([put(`key/${i}`, i), put('last', i)])))
      expect((await store.list('key/')).length === 20, 'no write is lost')
      expect((await store.get('last')) === 19, 'later calls come later')
      await store.close()
    },
  },
  {
    name: 'holds what was written when it is opened again',
    async run(open) {
      const first = await open('a')
      await first.write([put('a', 1)])
      await first.close()
      const second = await open('a')
      expect((await second.get('a')) === 1, 'the value is there after close and open')
      await second.close()
    },
  },
  {
    name: 'holds what was written though nobody closed it',
    async run(open) {
      const first = await open('a')
      await first.write([put('a', 1)])
      const second = await open('a')
      expect((await second.get('a')) === 1, 'a completed write needs no close')
      await second.write([put('b', 2)])
      expect((await first.get('b')) === 2, 'two openings see each other')
      await Promise.all([first.write([put('c', 1)]), second.write([put('d', 1)])])
      expect(keysOf(await first.list('')) === 'a b c d', 'and do not undo each other')
      await first.close()
      await second.close()
    },
  },
  {
    name: 'keeps stores of different names apart',
    async run(open) {
      const names = ['aftercare:/support:a/b', 'aftercare:/support:a%2Fb', '../a', 'ä/语']
      const stores = await Promise.all(names.map((name) => open(name)))
      await Promise.all(stores.map((store, index) => store.write([put('name', names[index]!)])))
      for (const [index, store] of stores.entries()) {
        expect((await store.get('name')) === names[index], `"${names[index]}" has its own values`)
      }
      await stores[0]!.write([{ type: 'clear', key: '' }])
      expect((await stores[1]!.get('name')) === names[1], 'clearing one leaves the others')
      await Promise.all(stores.map((store) => store.close()))
    },
  },
  {
    name: 'clears what begins alike, or everything, for good, within a transaction',
    async run(open) {
      const store = await open('a')
      await store.write([put('a/1', 1), put('a/2', 2), put('b', 3)])
      await store.write([{ type: 'clear', key: 'a/' }])
      expect((await store.list('')).map(([key]) => key).join() === 'b', 'only what begins so is gone')
      await store.write([{ type: 'clear', key: '' }, put('word', 4)])
      expect((await store.list('')).map(([key]) => key).join() === 'word', 'only what comes after it is left')
      await store.close()
      const again = await open('a')
      expect((await again.get('b')) === undefined, 'nothing comes back')
      await again.close()
    },
  },
  {
    name: 'finishes running writes on close and refuses later calls',
    async run(open) {
      const store = await open('a')
      const writing = store.write([put('a', 1)])
      await store.close()
      await writing
      expect(await rejects(store.get('a')), 'get rejects after close')
      expect(await rejects(store.list('')), 'list rejects after close')
      expect(await rejects(store.write([put('b', 1)])), 'write rejects after close')
      await store.close()
      const again = await open('a')
      expect((await again.get('a')) === 1, 'the write that was running is there')
      await again.close()
    },
  },
]
