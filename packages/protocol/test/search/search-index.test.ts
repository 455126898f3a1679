import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { readSegment, SearchIndex, type SearchOptions, writeSegment } from '@aftercare/protocol/search'
import { simplify } from '@aftercare/protocol/search/traditional'
import { articles, indexOf } from './articles.ts'

const index = indexOf(articles)
const ids = (query: string, options?: SearchOptions) => index.search(query, options).hits.map(({ id }) => id)

describe('A search', () => {
  it('finds by title, heading, keyword and body', () => {
    assert.equal(ids('assign berth')[0], 'berths')
    assert.equal(ids('two ships want')[0], 'berths')
    assert.equal(ids('mooring')[0], 'berths')
    assert.equal(ids('wrong passwords')[0], 'login')
  })

  it('finds other forms of an English word', () => {
    assert.equal(ids('exports of tide tables')[0], 'export')
    assert.equal(ids('installed')[0], 'install')
  })

  it('finds Chinese by words, by a part of a word and by one character', () => {
    assert.equal(ids('分配泊位')[0], 'zh-berths')
    assert.equal(ids('潮汐 导出')[0], 'zh-export')
    assert.deepEqual(ids('印'), ['zh-print'])
    assert.deepEqual(ids('钟'), ['zh-login'])
  })

  it('finds an error code in either language, and together with Chinese words', () => {
    assert.deepEqual(ids('TW-4071').toSorted(), ['login', 'zh-login'])
    assert.deepEqual(ids('tw4071').toSorted(), ['login', 'zh-login'])
    assert.equal(ids('登录 TW-4071')[0], 'zh-login')
    assert.equal(ids('登录ＴＷ－４０７１')[0], 'zh-login')
  })

  it('finds a version by its first numbers', () => {
    assert.equal(ids('4.2')[0], 'install')
    assert.equal(ids('4.2.1')[0], 'install')
  })

  it('finds a name that has no number by its parts', () => {
    assert.equal(ids('tide_service.conf')[0], 'database')
  })

  it('repairs one typing error in a word, its ending included', () => {
    for (const typed of ['databse', 'databaes', 'ddatabase', 'datavase', 'installatoin', 'instalation', 'exportign']) {
      assert.notEqual(ids(typed).length, 0, typed)
    }
    assert.equal(ids('databse')[0], 'database')
    assert.equal(ids('installatoin')[0], 'install')
  })

  it('repairs an error that keeps the stemmer from an ending, or makes another stem', () => {
    assert.deepEqual(ids('mooirng'), ['berths'], 'mooring, by moor')
    assert.deepEqual(ids('asignment'), ['berths'], 'assignment, by assign')
  })

  it('takes a word apart only where no single letter is wrong', () => {
    const { terms } = index.search('moring')
    assert.ok(terms.has('moor') && !terms.has('for'), [...terms].join())
  })

  it('never repairs a code: another number is another error', () => {
    assert.deepEqual(ids('TW4072'), [])
  })

  it('finds where a space is missing, or one too many', () => {
    assert.equal(ids('tidetable')[0], 'export')
    assert.equal(ids('data base')[0], 'database')
  })

  it('goes on with the last word while it is typed, and only then', () => {
    assert.equal(ids('insta', { typing: true })[0], 'install')
    assert.equal(ids('installat', { typing: true })[0], 'install')
    assert.equal(ids('分', { typing: true })[0], 'zh-berths')
    assert.deepEqual(ids('moor', { typing: true })[0], 'berths')
  })

  it('finds what synonyms mean', () => {
    assert.deepEqual(ids('quay'), [])
    const synonyms = new Map([
      ['quay', ['berth']],
      ['停靠位置', ['泊位']],
    ])
    assert.equal(ids('quays', { synonyms })[0], 'berths')
    assert.equal(ids('停靠位置', { synonyms })[0], 'zh-berths')
  })

  it('says when a character may be a traditional one, and finds it by the table', () => {
    const found = index.search('匯出潮汐錶')
    assert.equal(found.strange, true)
    assert.equal(index.search('泊位').strange, false)
    assert.equal(ids(simplify('分配泊位給船舶'))[0], 'zh-berths')
    assert.equal(ids(simplify('無法登錄'))[0], 'zh-login')
  })

  it('raises what a boost raises', () => {
    assert.equal(ids('TW-4071', { boost: (_, id) => (id.startsWith('zh') ? 3 : 1) })[0], 'zh-login')
    assert.equal(ids('TW-4071', { boost: (_, id) => (id.startsWith('zh') ? 1 : 3) })[0], 'login')
  })

  it('finds nothing for nothing, and no more than it is asked for', () => {
    assert.deepEqual(ids(''), [])
    assert.deepEqual(ids('zzzzqqq'), [])
    assert.equal(ids('the', { limit: 2 }).length, 2)
    assert.equal(ids('the', { limit: 0 }).length, 0)
  })

  it('puts equal ones in the order of their ids', () => {
    const same = ['c', 'a', 'b'].map((id) => ({ id, title: 'The same', body: 'Word for word.' }))
    assert.deepEqual(
      indexOf(same)
        .search('same')
        .hits.map(({ id }) => id),
      ['a', 'b', 'c'],
    )
  })
})

describe('Segments', () => {
  const queries = ['berth', 'the tide table', '潮汐表', 'TW-4071', 'databse', 'install', '泊位 船舶', 'open the']

  it('are the same bytes for the same documents, in whatever order they come', () => {
    const { titles, bodies } = writeSegment(articles)
    const again = writeSegment(articles.toReversed())
    assert.deepEqual(again.titles, titles)
    assert.deepEqual(again.bodies, bodies)
  })

  it('give the same hits in the same order, however the documents are spread over them', () => {
    const spread = [
      indexOf(articles.slice(0, 3), articles.slice(3, 4), articles.slice(4)),
      indexOf(articles.slice(5), articles.slice(0, 5)),
      indexOf(...articles.map((each) => [each])),
    ]
    for (const query of queries) {
      for (const other of spread) assert.deepEqual(other.search(query).hits, index.search(query).hits, query)
    }
  })

  it('take the place of earlier ones of the same documents as if those had never been', () => {
    const stale = articles.map((each) => ({ ...each, title: `Old ${each.title}`, body: 'Stale.' }))
    const renewed = indexOf(stale, [{ id: 'gone', title: 'Berth berth berth' }], articles)
    renewed.remove('gone')
    assert.equal(renewed.size, articles.length)
    for (const query of queries) assert.deepEqual(renewed.search(query).hits, index.search(query).hits, query)
  })

  it('are searched by their titles alone until the bodies are loaded', () => {
    const { titles } = writeSegment(articles, simplify)
    const light = new SearchIndex()
    light.add(readSegment(titles))
    assert.equal(light.search('泊位').hits[0]!.id, 'zh-berths')
    assert.deepEqual(light.search('passwords').hits, [])
  })

  it('may be empty', () => {
    assert.deepEqual(indexOf([]).search('berth').hits, [])
  })

  it('of another version are refused', () => {
    const { titles } = writeSegment(articles)
    const other = titles.slice()
    other[0] = 99
    assert.throws(() => readSegment(other), RangeError)
  })
})
