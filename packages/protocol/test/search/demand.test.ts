import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { LiveIndex, tokenize } from '@aftercare/protocol/search'
import { demandsOf, repairsOf, type Together } from '@aftercare/protocol/search/demand'
import { simplify } from '@aftercare/protocol/search/traditional'
import { articles } from './articles.ts'

const synonyms = [
  ['sign in', 'log in', '登录'],
  ['invoice', 'bill'],
]

/** Which of some texts meet all that a query asks for; repaired where none has a word. */
function found(texts: readonly string[], query: string): string[] {
  const index = new LiveIndex([], simplify)
  for (const [at, body] of texts.entries()) index.put({ id: String(at), title: '', body })
  const having = (alternatives: readonly Together[]) => {
    const sets = alternatives.map((together) =>
      together.map(({ term, begins }) => {
        const ids = new Set<string>()
        for (const _ of index.each(term, begins, (id) => void ids.add(id)));
        return ids
      }),
    )
    return texts.filter((_, at) => sets.some((together) => together.every((ids) => ids.has(String(at)))))
  }
  return demandsOf(simplify(query), synonyms).reduce((left, { written, word }) => {
    const as = having(written)
    const texts = as.length === 0 && word !== undefined ? having(repairsOf(word, index.vocabulary)) : as
    return left.filter((text) => texts.includes(text))
  }, texts as string[])
}

describe('What a query demands of a document', () => {
  it('is every word, as it stands or as it may go on', () => {
    const texts = ['The labels do not print.', 'The printer prints.', 'A label.']
    assert.deepEqual(found(texts, 'print'), texts.slice(0, 2))
    assert.deepEqual(found(texts, 'prin lab'), texts.slice(0, 1))
    assert.deepEqual(found(texts, 'inter'), [])
    assert.deepEqual(found(texts, ''), texts)
  })

  it('is found by whatever beginning of a word is typed, though a stem be shorter', () => {
    const words = new Set(articles.flatMap(({ title, body }) => `${title} ${body}`.match(/\b[a-z]{4,}\b/gi) ?? []))
    assert.ok(words.size > 60)
    const typical = ['generalizations', 'happiness', 'cities', 'hopping', 'filing', 'connectivity', 'responsibilities']
    for (const word of [...typical, ...words]) {
      for (let length = 2; length <= word.length; length++) {
        const typed = word.slice(0, length)
        assert.deepEqual(found([word], typed), [word], typed)
      }
    }
  })

  it('is each two neighbours of what has no spaces, or one character anywhere', () => {
    const texts = ['標籤打印不出來', '标签打不开']
    assert.deepEqual(found(texts, '打印'), texts.slice(0, 1))
    assert.deepEqual(found(texts, '籤打'), texts)
    assert.deepEqual(found(texts, '来'), texts.slice(0, 1))
    assert.deepEqual(found(texts, '印打'), [])
  })

  it('is a code, whole or by its parts, however it is joined, and no other code', () => {
    const texts = ['It says ERR-1042.', 'It says ERR 1042.', 'It says err1042!', 'It says ERR-1043.', 'Written in C++.']
    for (const code of ['ERR-1042', 'err_1042']) assert.deepEqual(found(texts, code), texts.slice(0, 3))
    assert.deepEqual(found(texts, 'err1042'), [texts[0], texts[2]])
    assert.deepEqual(found(texts, 'ERR-1044'), [])
    assert.deepEqual(found(texts, 'C++'), texts.slice(4))
    assert.deepEqual(found(texts, 'C#'), [])
  })

  it('is what was meant, where nothing has it as it was written', () => {
    const texts = ['The database hangs.', 'A point of sale.', 'Paint it.']
    assert.deepEqual(found(texts, 'databse'), texts.slice(0, 1))
    assert.deepEqual(found(texts, 'paint'), texts.slice(2))
    assert.deepEqual(found(texts, 'data base'), texts.slice(0, 1))
    assert.deepEqual(found(texts, 'pointsale'), texts.slice(1, 2))
  })

  it('is what means the same, all of its words', () => {
    const texts = ['I cannot log in.', 'The log is full.', '登录失败', 'Sign here, in ink.', 'A bill.']
    assert.deepEqual(found(texts, 'sign in'), [texts[0], texts[2], texts[3]])
    assert.deepEqual(found(texts, 'invoice'), texts.slice(4))
    assert.deepEqual(found(texts, 'invoice ink'), [])
  })
})

describe('A long body', () => {
  it('is the same in several texts', () => {
    const texts = ['The berth is taken.', 'ERR-1042 at the quay.', '潮汐表']
    const index = new LiveIndex([], simplify)
    index.put({ id: 'one', title: 'One', body: texts.join('\n') })
    index.put({ id: 'several', title: 'One', body: texts })
    for (const { term } of texts.flatMap((text) => tokenize(text))) {
      const [one, several] = index.search(term).hits
      assert.deepEqual([several?.id, several?.score], ['several', one?.score], term)
    }
  })
})
