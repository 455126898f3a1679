import { commonProblems } from '@aftercare/protocol'
import { routes } from '@aftercare/protocol/routes'
import { fileSize } from '../src/base/file-size.ts'
import { dateTime, dayName } from '../src/base/format.ts'
import { pastTime, relativeTime } from '../src/base/relative-time.ts'
import en from '../src/locales/en.ts'
import enArticle from '../src/locales/en-article.ts'
import enCase from '../src/locales/en-case.ts'
import enEvidence from '../src/locales/en-evidence.ts'
import enFiles from '../src/locales/en-files.ts'
import enProblems from '../src/locales/en-problems.ts'
import enSearch from '../src/locales/en-search.ts'
import enService from '../src/locales/en-service.ts'
import enStatus from '../src/locales/en-status.ts'
import enTickets from '../src/locales/en-tickets.ts'
import zh from '../src/locales/zh-cn.ts'
import zhArticle from '../src/locales/zh-cn-article.ts'
import zhCase from '../src/locales/zh-cn-case.ts'
import zhEvidence from '../src/locales/zh-cn-evidence.ts'
import zhFiles from '../src/locales/zh-cn-files.ts'
import zhProblems from '../src/locales/zh-cn-problems.ts'
import zhSearch from '../src/locales/zh-cn-search.ts'
import zhService from '../src/locales/zh-cn-service.ts'
import zhStatus from '../src/locales/zh-cn-status.ts'
import zhTickets from '../src/locales/zh-cn-tickets.ts'
import { equal, ok } from './support/expect.ts'

const keys = (value: unknown, at = ''): readonly string[] =>
  typeof value === 'object' && value !== null
    ? Object.entries(value).flatMap(([key, inner]) => keys(inner, `${at}/${key}`))
    : [`${at} ${typeof value}${typeof value === 'function' ? value.length : ''}`]

/** Everything a locale can say, its functions called with examples; of the timeline there are whole entries below. */
const said = (value: unknown, name?: string): readonly string[] =>
  name === 'timeline'
    ? []
    : typeof value === 'string'
      ? [value]
      : typeof value === 'function'
        ? [String(value(2, 3))]
        : Object.entries(value as object).flatMap(([key, inner]) => said(inner, key))

describe('the words', () => {
  it('are the same in number and kind in both languages', () => {
    equal(keys(zh).join('\n'), keys(en).join('\n'))
    equal(keys(zhTickets).join('\n'), keys(enTickets).join('\n'))
    equal(keys(zhFiles).join('\n'), keys(enFiles).join('\n'))
    equal(keys(zhService).join('\n'), keys(enService).join('\n'))
    equal(keys(zhEvidence).join('\n'), keys(enEvidence).join('\n'))
    equal(keys(zhArticle).join('\n'), keys(enArticle).join('\n'))
    equal(keys(zhSearch).join('\n'), keys(enSearch).join('\n'))
    equal(keys(zhStatus).join('\n'), keys(enStatus).join('\n'))
    const { timeline: _, ...enRest } = enCase
    const { timeline: __, ...zhRest } = zhCase
    equal(keys(zhRest).join('\n'), keys(enRest).join('\n'))
  })

  it('are there for whatever problem a route can answer with, but what is told by its kind', async () => {
    const schemas = await Promise.all(Object.values(routes).map((route) => route.schemas()))
    const codes = new Set<string>([...commonProblems, ...schemas.flatMap(({ problems }) => problems)])
    ok(codes.size > 15, `${codes.size} codes`)
    for (const [first, others] of [
      [en, enProblems],
      [zh, zhProblems],
    ] as const) {
      const words: Readonly<Record<string, string | undefined>> = { ...first.problems, ...others }
      const without = [...codes].filter((code) => !/^token_|^not_found$/.test(code) && !words[code])
      equal(without.join(), '')
    }
    equal(keys(zhProblems).join('\n'), keys(enProblems).join('\n'))
  })

  it('never shout, and never say sorry with an Oops', () => {
    for (const text of [
      en,
      enFiles,
      enTickets,
      enCase,
      enService,
      enEvidence,
      enArticle,
      enSearch,
      enStatus,
      enProblems,
      zh,
      zhFiles,
      zhTickets,
      zhCase,
      zhService,
      zhEvidence,
      zhArticle,
      zhSearch,
      zhStatus,
      zhProblems,
    ].flatMap((words) => said(words)))
      ok(!/[!！]|oops/i.test(text), text)
  })

  it('in Chinese are set in full-width punctuation, without spaces between Han and Latin', () => {
    for (const text of [zh, zhFiles, zhTickets, zhCase, zhService, zhEvidence, zhArticle, zhStatus, zhProblems]
      .flatMap((words) => said(words))
      .filter((text) => text !== 'zh-CN')) {
      ok(!/[,;:?]|\.(?!$)|\.\.\./.test(text), text)
      ok(!/\p{sc=Han} | \p{sc=Han}/u.test(text), text)
    }
  })

  it('count with the plural of the language', () => {
    equal(en.summary(1), 'Please check 1 field')
    equal(en.summary(2), 'Please check 2 fields')
    equal(enTickets.replies(1), '1 reply')
    equal(zhTickets.replies(2), '2条回复')
  })
})

describe('times and sizes', () => {
  const now = new Date(2026, 5, 15, 12, 0).getTime()
  const minute = 60_000

  it('are relative up to a day, then absolute, with the year only where it is another', () => {
    equal(relativeTime('en', now - 10_000, now, dateTime), 'now')
    equal(pastTime({ tag: 'en', justNow: 'just now' }, now - 10_000, now, dateTime), 'just now')
    equal(pastTime({ tag: 'en', justNow: 'just now' }, now - 120_000, now, dateTime), '2 minutes ago')
    equal(relativeTime('en', now - 5 * minute, now, dateTime), '5 minutes ago')
    equal(relativeTime('en', now - 23 * 60 * minute, now, dateTime), '23 hours ago')
    equal(relativeTime('en', now + 2 * minute, now, dateTime), 'in 2 minutes')
    equal(relativeTime('zh-CN', now - 5 * minute, now, dateTime), '5分钟前')
    ok(/^Jun 13, 12:00.PM$/.test(relativeTime('en', now - 48 * 60 * minute, now, dateTime)), 'a date')
    ok(dateTime('en', new Date(2024, 0, 2).getTime(), now).includes('2024'), 'the year')
  })

  it('name today and yesterday', () => {
    equal(dayName('en', now, now), 'Today')
    equal(dayName('en', now - 24 * 60 * minute, now), 'Yesterday')
    equal(dayName('zh-CN', now, now), '今天')
    equal(dayName('en', new Date(2026, 5, 1, 9).getTime(), now), 'Monday, June 1')
  })

  it('have the unit a person reads best', () => {
    equal(fileSize('en', 1), '1 byte')
    equal(fileSize('en', 90), '90 bytes')
    equal(fileSize('en', 123_456), '121 kB')
    equal(fileSize('en', 10 * 1024 * 1024), '10 MB')
  })
})
