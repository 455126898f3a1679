import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import {
  articleLifecycle,
  articleStates,
  articleSteps,
  articleTransition,
  chooseLocale,
  firstVersionKey,
  lastVersionKey,
  lineChanges,
  versionKey,
} from '@aftercare/protocol/knowledge'
import { newTranslationSchema } from '@aftercare/protocol/knowledge/schemas'
import fc from 'fast-check'

describe('the way of an article', () => {
  const actors = ['agent', 'lead', 'manager', 'import'] as const

  it('has an effect or a refusal for every state, step and actor', () => {
    for (const state of articleStates) {
      for (const step of articleSteps) {
        for (const actor of actors) {
          const found = articleTransition(state, step, actor)
          const { actors: may, moves }: { actors: readonly string[]; moves: Record<string, string> } =
            articleLifecycle[step]
          if (!may.includes(actor)) assert.deepEqual(found, { allowed: false, code: 'forbidden' })
          else if (!moves[state]) assert.deepEqual(found, { allowed: false, code: 'action_not_possible' })
          else assert.deepEqual(found, { allowed: true, to: moves[state] })
        }
      }
    }
  })

  it('leads to readers by way of review alone, and never by whoever only writes', () => {
    for (const state of articleStates) {
      for (const step of articleSteps) {
        assert.notEqual((articleTransition(state, step, 'agent') as { to?: string }).to, 'published')
        const { to } = articleTransition(state, step, 'lead') as { to?: string }
        if (to === 'published') assert.deepEqual([state, step], ['review', 'publish'])
      }
    }
  })

  it('begins anew with every edit', () => {
    for (const state of ['draft', 'review', 'published'] as const) {
      assert.deepEqual(articleTransition(state, 'edit', 'manager'), { allowed: true, to: 'draft' })
    }
    assert.deepEqual(articleTransition('archived', 'edit', 'manager'), { allowed: false, code: 'action_not_possible' })
  })
})

describe('versions', () => {
  it('sort as they follow each other', () => {
    const order = ['1.9', '1.10-alpha', '1.10-beta.2', '1.10-beta.11', '1.10', '1.10.1', '2', '2.0', '2.0.0', '10.0']
    assert.deepEqual(
      [...order].sort((a, b) => (versionKey(a) < versionKey(b) ? -1 : 1)),
      order,
    )
    assert.equal(versionKey('v2.01'), versionKey('2.1'))
    assert.equal(versionKey('2.1+build.7'), versionKey('2.1'))
    assert.equal(versionKey('2.0rc1'), versionKey('2.0-rc1'))
  })

  it('are in a range when they begin as its ends do, or lie between', () => {
    const within = (version: string, from: string, to: string) =>
      firstVersionKey(from) <= versionKey(version) && versionKey(version) <= lastVersionKey(to)
    for (const version of ['2', '2.0', '2.0-beta', '2.9.9', '3', '3.10']) assert.ok(within(version, '2', '3'), version)
    for (const version of ['1.9', '4', '4.0-beta', '30', '20']) assert.ok(!within(version, '2', '3'), version)
    assert.ok(within('3.1.5', '3.1', '3.1'))
    assert.ok(!within('3.10', '3.1', '3.1'))
  })
})

describe('the language of a text', () => {
  const cases: readonly (readonly [readonly string[], string | undefined, string | undefined])[] = [
    [['en', 'zh-CN'], 'zh-CN', 'zh-CN'],
    [['en', 'zh-CN'], 'ZH-cn', 'zh-CN'],
    [['en', 'zh', 'zh-CN'], 'zh-TW', 'zh'],
    [['en', 'zh-CN'], 'zh-TW', 'zh-CN'],
    [['en-GB', 'zh-CN'], 'fr', 'en-GB'],
    [['de', 'zh-CN'], 'fr', 'de'],
    [['zh-CN', 'en'], undefined, 'en'],
    [[], 'en', undefined],
  ]
  for (const [available, wanted, chosen] of cases) {
    it(`is ${chosen} of ${available.join(', ') || 'none'} for ${wanted ?? 'nobody in particular'}`, () => {
      assert.equal(chooseLocale(available, wanted), chosen)
    })
  }
})

describe('the changes of a text', () => {
  it('are lines that came and went', () => {
    assert.deepEqual(lineChanges('a\nb\nc\nd', 'a\nc\nx\nd'), [
      { kind: 'same', lines: ['a'] },
      { kind: 'removed', lines: ['b'] },
      { kind: 'same', lines: ['c'] },
      { kind: 'added', lines: ['x'] },
      { kind: 'same', lines: ['d'] },
    ])
    assert.deepEqual(lineChanges('a', 'a'), [{ kind: 'same', lines: ['a'] }])
  })

  it('make the later text of the earlier one, whatever they are', () => {
    const texts = fc
      .array(fc.constantFrom('a', 'b', 'c', ''), { minLength: 1, maxLength: 12 })
      .map((all) => all.join('\n'))
    fc.assert(
      fc.property(texts, texts, (before, after) => {
        const changes = lineChanges(before, after)
        const of = (kind: string) => changes.flatMap((each) => (each.kind === kind ? [] : each.lines)).join('\n')
        assert.equal(of('added'), before)
        assert.equal(of('removed'), after)
      }),
    )
  })

  it('are one change where two texts have nothing to do with each other and are long', () => {
    const long = (letter: string) => Array.from({ length: 5_000 }, (_, index) => letter + index).join('\n')
    assert.deepEqual(
      lineChanges(long('a'), long('b')).map(({ kind }) => kind),
      ['removed', 'added'],
    )
  })
})

describe('a language', () => {
  it('has one tag, however it is written', () => {
    const read = (locale: string) => newTranslationSchema.safeParse({ locale, title: 'A', body: '', keywords: [] })
    const canonical = (locale: string) => read(locale).data?.locale
    assert.deepEqual(['zh-cn', 'ZH-hans', 'EN', 'iw', 'sr-latn-rs'].map(canonical), [
      'zh-CN',
      'zh-Hans',
      'en',
      'he',
      'sr-Latn-RS',
    ])
    assert.equal(read('c').success, false)
  })
})
