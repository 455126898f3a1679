import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import {
  boostFor,
  find,
  LiveIndex,
  partsOf,
  type Question,
  type SearchDocument,
  snippet,
} from '@aftercare/protocol/search'
import { simplify } from '@aftercare/protocol/search/traditional'

const day = 86_400_000

async function found(documents: readonly SearchDocument[], question: Partial<Question>, synonyms: string[][] = []) {
  const index = new LiveIndex([], simplify)
  for (const document of documents) index.put(document)
  const newest = Math.max(0, ...documents.map(({ facts }) => facts?.updatedAt ?? 0))
  return (await find(index, { query: 'paper', limit: 10, ...question }, { newest, synonyms }, async () => simplify)).ids
}
const document = (id: string, facts: SearchDocument['facts'] = {}, title = 'Paper') => ({ id, title, facts })

describe('a question', () => {
  it('finds what suits the product before what is of every product, and that before what is of another', async () => {
    const all = [document('a', { products: ['Ebb'] }), document('b'), document('c', { products: ['Tide', 'Flow'] })]
    assert.deepEqual(await found(all, { product: 'Tide' }), ['c', 'b', 'a'])
    assert.deepEqual(await found(all, {}), ['a', 'b', 'c'])
  })

  it('finds what holds for the version first; both ends belong to it, and an open end is none', async () => {
    const all = [document('a', { versions: [null, '1'] }), document('b'), document('c', { versions: ['2', null] })]
    assert.deepEqual(await found(all, { version: '2' }), ['c', 'b', 'a'])
    assert.deepEqual(await found(all, { version: '1' }), ['a', 'b', 'c'])
  })

  it('finds the language first that was asked for, whatever the region', async () => {
    const all = [document('a', { locale: 'zh-CN' }), document('b', { locale: 'en-GB' })]
    assert.deepEqual(await found(all, { locale: 'en' }), ['b', 'a'])
  })

  it('prefers a little what is new and what has helped, and takes what nobody has judged for middling', async () => {
    assert.deepEqual(await found([document('a', { updatedAt: 0 }), document('b', { updatedAt: 900 * day })], {}), [
      'b',
      'a',
    ])
    const judged = [document('a', { helpful: 0 }), document('b'), document('c', { helpful: 1 })]
    assert.deepEqual(await found(judged, {}), ['c', 'b', 'a'])
    assert.equal(boostFor({}, 0)({ helpful: 0.5 }), boostFor({}, 0)({}))
  })

  it('finds nothing of another kind', async () => {
    assert.deepEqual(
      await found([document('a', { kind: 'faq' }), document('b', { kind: 'manual' })], { kind: 'faq' }),
      ['a'],
    )
  })

  it('finds what means the same, and what was asked for first', async () => {
    const all = [document('a', {}, 'Roll'), document('b', {}, 'Paper'), document('c', {}, '纸卷')]
    const [first, ...others] = await found(all, {}, [['paper', 'roll', '纸卷']])
    assert.equal(first, 'b')
    assert.deepEqual(others.sort(), ['a', 'c'])
  })

  it('in traditional characters finds simplified ones', async () => {
    assert.deepEqual(await found([document('a', {}, '更换打印机')], { query: '打印機' }), ['a'])
  })
})

describe('the parts of a snippet', () => {
  it('together are its text, with what was found apart', () => {
    const parts = partsOf(snippet('Open the cover, then close the cover.', new Set(['cover'])))
    assert.deepEqual(
      parts.map(({ text, found }) => (found ? `[${text}]` : text)),
      ['Open the ', '[cover]', ', then close the ', '[cover]', '.'],
    )
  })

  it('say that the text goes on', () => {
    const text = `${'word '.repeat(60)}cover${' word'.repeat(60)}`
    const parts = partsOf(snippet(text, new Set(['cover']), 60))
    assert.match(parts[0]!.text, /^… /)
    assert.match(parts.at(-1)!.text, / …$/)
  })

  it('cut no cluster of characters', () => {
    const family = '👩‍👩‍👧‍👦'
    const parts = partsOf(snippet(`${family.repeat(40)} cover ${family.repeat(40)}`, new Set(['cover']), 50))
    const shown = parts.map(({ text }) => text.replace(/…/g, '').trim()).join('')
    assert.equal(shown.replaceAll(family, ''), 'cover')
  })
})
