import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import { FrontMatterError, printFrontMatter, readFrontMatter } from '../src/knowledge/front-matter.ts'
import { NotPortable, readPortable } from '../src/knowledge/portable-article.ts'

describe('the head of a file', () => {
  it('holds texts and lists of them, whatever they look like', () => {
    const file = [
      '---',
      'title: Change the roll # a remark',
      '# a line of its own',
      'version: 2.10',
      "quoted: 'it''s: here'",
      'escaped: "a \\"b\\" #c"',
      'keywords: [paper, "roll, small"]',
      'related:',
      '  - one',
      '- two',
      '',
      '---',
      '',
      'Text',
      '',
    ].join('\n')
    assert.deepEqual(readFrontMatter(file), {
      matter: Object.assign(Object.create(null), {
        ...{ title: 'Change the roll', version: '2.10', quoted: "it's: here", escaped: 'a "b" #c' },
        ...{ keywords: ['paper', 'roll, small'], related: ['one', 'two'] },
      }),
      body: 'Text',
    })
  })

  it('need not be there', () => {
    assert.deepEqual(readFrontMatter('Text\n---\nmore\n'), { matter: {}, body: 'Text\n---\nmore' })
    assert.equal(readFrontMatter('---\n---\nText').body, 'Text')
    assert.equal(readFrontMatter('\ufeff---\r\ntitle: A\r\n---\r\n\r\nText').matter['title'], 'A')
  })

  it('is refused where it cannot be read', () => {
    for (const wrong of ['no pair', 'a: 1\na: 2', 'a: "open', '- item without a list', '  nested: 1']) {
      assert.throws(() => readFrontMatter(`---\n${wrong}\n---\n`), FrontMatterError, wrong)
    }
  })

  it('is read in no time, however hostile', () => {
    const long = 200_000
    const began = performance.now()
    for (const value of [
      `a${' '.repeat(long)}b`,
      `a${' #'.repeat(long / 2)}`,
      `[${'"a,'.repeat(long / 3)}]`,
      `[${"'a,".repeat(long / 3)}]`,
      `["${'\\\\'.repeat(long / 2)}]`,
      `[${' '.repeat(long)}]`,
      `'${"'".repeat(long)}x`,
    ]) {
      try {
        readFrontMatter(`---\ntitle: ${value}\n---\n`)
      } catch (error) {
        assert.ok(error instanceof FrontMatterError)
      }
    }
    readFrontMatter(`---\n${'---  \t'.repeat(long / 6)}x`)
    assert.ok(performance.now() - began < 1000, `${Math.round(performance.now() - began)} ms`)
  })

  it('is read as it was written, whatever stands in it', () => {
    const keys = fc.constantFrom('title', 'keywords', 'versionFrom', 'x-y')
    const values = fc.oneof(
      fc.string({ unit: 'grapheme' }),
      fc.array(fc.string({ unit: 'grapheme', minLength: 1 }), { minLength: 1 }),
    )
    fc.assert(
      fc.property(fc.dictionary(keys, values), fc.string({ unit: 'grapheme' }), (matter, body) => {
        const read = readFrontMatter(printFrontMatter(matter, body))
        assert.deepEqual({ ...read.matter }, { ...matter })
        assert.equal(read.body, body)
      }),
    )
  })
})

describe('an article from elsewhere', () => {
  const read = (record: object) => readPortable({ title: 'A', ...record }, { locale: 'en' })

  it('is called by its slug, its id or its title', () => {
    assert.equal(read({ slug: 'b', id: 'c/d' }).article.slug, 'b')
    assert.equal(read({ id: 'c/D_2' }).article.slug, 'c-d-2')
    assert.equal(read({}).article.slug, 'a')
  })

  it('has a name of its own, always the same, where its words cannot all stand in an address', () => {
    const names = ['安装', '更新', '安装 2', '更新 2', 'Grösse', 'Größe', 'Установка', 'a'].map(
      (id) => read({ id }).article.slug,
    )
    assert.equal(new Set(names).size, names.length, names.join())
    assert.match(names[2]!, /^2-[0-9a-f]{8}$/)
    assert.equal(names[4], 'grosse')
    assert.equal(read({ id: 'e\u0301tat 安' }).article.slug, read({ id: '\u00e9tat 安' }).article.slug)
  })

  it('is the same from whatever system', () => {
    assert.equal(read({ body: 'One\r\nTwo\r\n\r\nThree' }).article.body, 'One\nTwo\n\nThree')
    assert.equal(readFrontMatter('---\r\ntitle: A\r\n---\r\n\r\nOne\r\nTwo\r\n').body, 'One\nTwo')
  })

  it('is in its own language, or in the one of the import', () => {
    assert.equal(read({ locale: 'fr', lang: 'de' }).article.locale, 'fr')
    assert.equal(read({ lang: 'zh' }).article.locale, 'zh')
    assert.equal(read({ locale: 'zh-cn' }).article.locale, 'zh-CN')
    assert.equal(read({}).article.locale, 'en')
  })

  it('says what was not taken of it', () => {
    const body = '[b](c.md) ![d](e.png) [f](https://g.example)'
    const { ignored, refused } = read({ url: 'https://a.example', section: 's', body })
    assert.deepEqual({ ignored, refused }, { ignored: ['url', 'section'], refused: ['c.md', 'e.png'] })
  })

  it('leads and shows what it is told that its addresses are', () => {
    const file = '0190aaaa-bbbb-7ccc-8ddd-0123456789ab'
    const addresses = new Map([
      ['c.md#d', 'article:c#d'],
      ['my%20e.png', `file:${file}`],
    ])
    const take = (body: string) =>
      readPortable({ title: 'A', body }, { locale: 'en', addresses }).article as { body: string }
    const plain = '*  [b](c.md#d "t") [f][g]\n\n[g]: c.md#d\n\n![h](<my e.png>)'
    assert.equal(take(plain).body, `*  [b](article:c#d "t") [f][g]\n\n[g]: article:c#d\n\n![h](<file:${file}>)`)
    // What only looks like an address stays, at the price of how the text was written.
    assert.equal(take('*  `[b](c.md#d)` [b](c.md#d)').body, '- `[b](c.md#d)` [b](article:c#d)')
  })

  it('is not taken with the reason why', () => {
    for (const [record, reason] of [
      [{ title: ' ' }, /no title/],
      [{ title: '!!!' }, /no name for an address/],
      [{ slug: 'Not A Slug' }, /no name for an address/],
      [{ kind: 'poem' }, /"kind" is none of/],
      [{ title: 'A\nB' }, /"title" has characters that cannot be kept/],
      [{ title: 'A'.repeat(999) }, /"title" is too long/],
      [{ locale: 'x' }, /"locale" is no language/],
      [{ keywords: [1] }, /no list of texts/],
      [{ body: { a: 1 } }, /"body" is no text/],
      [{ body: '> '.repeat(99) }, /deep at most/],
      [{ versionTo: '1'.repeat(99) }, /"versionTo" is longer/],
    ] as const) {
      assert.throws(
        () => read(record),
        (error) => error instanceof NotPortable && reason.test(error.message),
        String(reason),
      )
    }
  })
})
