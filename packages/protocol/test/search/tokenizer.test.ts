import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { tokenize } from '@aftercare/protocol/search'
import { simplify } from '@aftercare/protocol/search/traditional'

const terms = (text: string) => tokenize(text).map(({ term }) => term)

describe('The tokenizer', () => {
  it('takes English words by their stems', () => {
    assert.deepEqual(terms('Printing printed prints'), ['print', 'print', 'print'])
    assert.deepEqual(terms("The harbour's tides"), ['the', 'harbour', 'tide'])
    assert.deepEqual(terms('relational hopping agreed happy'), ['relat', 'hop', 'agre', 'happi'])
  })

  it('cuts Chinese, Japanese and Korean into pairs', () => {
    assert.deepEqual(terms('潮汐表'), ['潮汐', '汐表'])
    assert.deepEqual(terms('テスト'), ['テス', 'スト'])
    assert.deepEqual(terms('항구표'), ['항구', '구표'])
    assert.deepEqual(terms('港'), ['港'])
  })

  it('keeps the last character as well where an index asks for it', () => {
    assert.deepEqual(
      tokenize('潮汐', true).map(({ term }) => term),
      ['潮汐', '汐'],
    )
  })

  it('cuts between scripts that stand together', () => {
    assert.deepEqual(terms('用PDF导出'), ['用', 'pdf', '导出'])
  })

  it('folds case, width, accents and ligatures', () => {
    assert.deepEqual(terms('ＴＩＤＥ Café Straße ﬁle Ærø'), ['tide', 'cafe', 'strass', 'file', 'aero'])
    assert.deepEqual(terms('ﾃｽﾄ'), terms('テスト'))
    assert.deepEqual(terms('ｶﾞｽ'), terms('ガス'))
  })

  it('keeps voiced kana apart from unvoiced ones', () => {
    assert.notDeepEqual(terms('ガス'), terms('カス'))
  })

  it('keeps error codes whole, however they are joined, and finds them by their parts', () => {
    for (const code of ['TW-4071', 'TW_4071', 'tw.4071', 'ＴＷ－４０７１']) {
      assert.ok(terms(code).includes('tw4071'), code)
      assert.ok(terms(code).includes('4071'), code)
    }
    assert.deepEqual(terms('TW4071'), ['tw4071'])
    assert.deepEqual(terms('0x80070057'), ['0x80070057'])
  })

  it('keeps names of files and functions whole, and their parts', () => {
    assert.deepEqual(terms('tide_table.conf'), ['tide', 'tabl', 'conf', 'tidetableconf'])
  })

  it('keeps versions whole and finds them by their first numbers', () => {
    assert.deepEqual(terms('4.2.1'), ['4.2', '4.2.1'])
    assert.deepEqual(terms('v4.2.1'), ['4.2', '4.2.1'])
  })

  it('tells a number from its unit, with or without a space between them', () => {
    assert.deepEqual(terms('100ms'), ['100', 'ms', '100ms'])
    assert.deepEqual(terms('100 ms'), ['100', 'ms'])
    assert.deepEqual(terms('1.5GB'), ['1.5', 'gb', '1.5gb'])
    assert.deepEqual(terms('１００ｍｓ'), ['100', 'ms', '100ms'])
    assert.deepEqual(terms('1080p60'), ['1080p60'])
  })

  it('tells C, C++ and C# apart', () => {
    assert.deepEqual(terms('C++'), ['c', 'c++'])
    assert.deepEqual(terms('C#'), ['c', 'c#'])
  })

  it('says where each term stands in the text as it was written', () => {
    const text = '👩‍👩‍👧 Ｔｉｄｅ 潮汐表 café'
    for (const { start, end, term } of tokenize(text)) {
      assert.ok(terms(text.slice(start, end)).includes(term), `${term} at ${start}`)
    }
    const [tide] = tokenize(text)
    assert.equal(text.slice(tide!.start, tide!.end), 'Ｔｉｄｅ')
  })

  it('makes no more of a number than its text is long, however many dots it has', () => {
    const found = terms(`0${'.1'.repeat(9_999)}`)
    assert.ok(found.join('').length < 200, `${found.join('').length} letters of terms`)
    assert.ok(terms('1.2.3.4.5.6').includes('1.2.3.4.5.6'))
  })

  it('finds nothing in what has no words', () => {
    assert.deepEqual(terms(''), [])
    assert.deepEqual(terms(' — !? 👩‍👩‍👧 \ud800'), [])
  })
})

describe('The table of traditional characters', () => {
  it('makes simplified ones of them, one for one', () => {
    assert.equal(simplify('打開檔案總管並列印報表'), '打开档案总管并列印报表')
    assert.equal(simplify('無法連線到伺服器'), '无法连线到伺服器')
  })

  it('leaves everything else', () => {
    assert.equal(simplify('已经是简体 and English ガス'), '已经是简体 and English ガス')
  })
})
