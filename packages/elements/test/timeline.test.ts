import { bodyOf, sentenceOf, type TimelineView } from '../src/tickets/ticket/timeline-view.ts'
import { caseWordsFor } from '../src/tickets/ticket-words.ts'
import { entriesOf, everyType } from './support/entries.ts'
import { equal, ok } from './support/expect.ts'

const now = Date.parse('2026-06-17T09:00:00.000Z')
const viewOf = async (tag: string, staff = false): Promise<TimelineView> => ({
  words: await caseWordsFor(tag),
  staff,
  viewer: { id: 'mara', role: 'requester' },
  now,
})

describe('what happened to a ticket, in plain words', () => {
  for (const tag of ['en', 'zh-CN']) {
    for (const type of everyType) {
      it(`is said of ${type} in ${tag}, by whomever it was done`, async () => {
        for (const staff of [false, true]) {
          const view = await viewOf(tag, staff)
          for (const entry of entriesOf(type)) {
            const sentence = sentenceOf(view, entry)
            ok(sentence.length > 3, `${type}: ${sentence}`)
            ok(!/undefined|null|NaN|\[object|[!！]/.test(sentence), sentence)
            // No word of the wire gets through.
            ok(!/[a-z]_[a-z]/.test(sentence.replaceAll('second_line', '')), sentence)
            equal(/\p{sc=Han}/u.test(sentence), tag === 'zh-CN', sentence)
          }
        }
      })
    }
  }

  it('calls the reader you, and others by name', async () => {
    const view = await viewOf('en')
    const [byAgent, byReader, byService] = entriesOf('rejected')
    equal(sentenceOf(view, byAgent!), 'Ines Carvalho said that it is not solved yet')
    equal(sentenceOf(view, byReader!), 'You said that it is not solved yet')
    equal(sentenceOf(view, byService!), 'The service said that it is not solved yet')
    equal(sentenceOf(view, entriesOf('watcher_added')[3]!), 'Ines Carvalho added you')
  })

  it('brings along what was said with it, in the language of the reader where there is one', async () => {
    equal(bodyOf(await viewOf('en'), entriesOf('rejected')[0]!), 'Because of the tide.')
    equal(bodyOf(await viewOf('en'), entriesOf('routed')[0]!), 'Urgent.')
    equal(bodyOf(await viewOf('zh-CN'), entriesOf('routed')[0]!), '紧急。')
    equal(sentenceOf(await viewOf('zh-CN'), entriesOf('sorted')[0]!), '优先级定为重要（二级）')
    equal(bodyOf(await viewOf('en'), entriesOf('routed')[3]!), null)
  })

  it('sets Chinese in full-width punctuation', async () => {
    const view = await viewOf('zh-CN')
    const telling = {
      who: '陈思远',
      own: false,
      staff: false,
      person: () => '您',
      at: () => '6月16日',
      span: () => '6月16日',
      text: () => '重要（二级）',
      list: (parts: readonly string[]) => parts.join('、'),
    }
    for (const type of everyType) {
      for (const entry of entriesOf(type)) {
        const sentence = (view.words.timeline[type] as (entry: unknown, told: unknown) => string)(entry, telling)
        ok(!/[,;:?]/.test(sentence), sentence)
      }
    }
  })
})
