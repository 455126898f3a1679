import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { partsOf, snippet } from '@aftercare/protocol/search'
import { simplify } from '@aftercare/protocol/search/traditional'
import { articles, indexOf } from './articles.ts'

const index = indexOf(articles)
const shown = (text: string, query: string, length?: number) => {
  const found = snippet(text, index.search(query).terms, length, simplify)
  return { ...found, marked: found.highlights.map(([start, end]) => found.text.slice(start, end)) }
}

describe('A snippet', () => {
  const filler = 'Nothing of interest is said in this sentence. '.repeat(20)

  it('is of the beginning of a long text, which is all that is looked through', () => {
    const found = shown(`Every berth. ${filler.repeat(20)} A grey berth.`, 'grey berth')
    assert.match(found.text, /^Every berth/)
    assert.deepEqual(found.marked, ['berth'])
  })

  it('shows the part with most of what was looked for', () => {
    const found = shown(`The berth. ${filler}Every berth is shown in grey. ${filler}`, 'grey berth')
    assert.match(found.text, /shown in grey/)
    assert.deepEqual(found.cut, [true, true])
    assert.ok(found.text.length <= 160)
  })

  it('begins and ends with whole words, where words have spaces between them', () => {
    for (let length = 40; length < 80; length++) {
      const { text, cut } = shown(`${filler} The grey berth is empty. ${filler}`, 'berth', length)
      assert.ok(cut[0] && cut[1])
      for (const word of text.match(/[A-Za-z]+/g)!)
        assert.ok(`${filler}The grey berth is empty.`.match(/[A-Za-z]+/g)!.includes(word), text)
    }
  })

  it('neither begins nor ends with a dot that separates parts of the text', () => {
    for (let length = 40; length < 80; length++) {
      const found = shown(`${'one · two · '.repeat(40)}berth · ${'three · '.repeat(40)}`, 'berth', length)
      const text = partsOf(found).map((part) => part.text)
      assert.match(text.join(''), /^… \w.* · berth · .*\w …$/)
    }
  })

  it('marks words as they were written, repaired and inflected ones too', () => {
    assert.deepEqual(shown('Exported tables, exports', 'exporting').marked, ['Exported', 'exports'])
    assert.deepEqual(shown('The database moves', 'databse').marked, ['database'])
  })

  it('marks neighbouring pairs of Chinese characters as one', () => {
    assert.deepEqual(shown('打开潮汐表以后导出', '潮汐表').marked, ['潮汐表'])
    assert.deepEqual(shown('打開潮汐表以後導出', '导出').marked, ['導出'])
  })

  it('is all of a short text, and the beginning of one in which nothing was found', () => {
    assert.deepEqual(shown('Short.', 'berth'), { text: 'Short.', highlights: [], cut: [false, false], marked: [] })
    assert.equal(shown(filler, '泊位').cut[0], false)
  })

  it('never cuts a grapheme cluster', () => {
    const family = '👩‍👩‍👧'
    const accent = 'e\u0301'
    const clusters = new Intl.Segmenter()
    for (let length = 20; length < 60; length++) {
      const text = `${(family + accent).repeat(30)} berth ${(accent + family).repeat(30)}`
      const found = shown(text, 'berth', length)
      const starts = new Set([...clusters.segment(text)].map(({ index: at }) => at).concat(text.length))
      const at = text.indexOf(found.text)
      assert.ok(starts.has(at) && starts.has(at + found.text.length), `length ${length}`)
      assert.deepEqual(found.marked, ['berth'], `length ${length}`)
    }
  })
})
