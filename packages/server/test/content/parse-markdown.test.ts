import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { contentLimits } from '@aftercare/protocol/content'
import { ContentError } from '../../src/content/content-error.ts'
import { parseMarkdown } from '../../src/content/parse-markdown.ts'

const text = (words: string) => ({ type: 'text', text: words })
const paragraph = (words: string) => ({ type: 'paragraph', children: [text(words)] })
const file = '0b8f7a2e-1c3d-4e5f-8a9b-0c1d2e3f4a5b'

describe('Markdown becomes a content tree', () => {
  it('of headings with anchors, each only once', () => {
    const anchors = parseMarkdown('# Set up\n\n## Set up\n\n## 安装 步骤\n\n### ***\n\n# Set-up 2\n\n# `?`').map(
      (block) => block.type === 'heading' && block.id,
    )
    assert.deepEqual(anchors, ['set-up', 'set-up-2', '安装-步骤', 'section', 'set-up-2-2', 'section-2'])
  })

  it('of paragraphs with emphasis, code, links and breaks', () => {
    assert.deepEqual(parseMarkdown('a *b* **c** `d` [e](https://e.example)\\\nf'), [
      {
        type: 'paragraph',
        children: [
          text('a '),
          { type: 'emphasis', children: [text('b')] },
          text(' '),
          { type: 'strong', children: [text('c')] },
          text(' '),
          { type: 'codeText', text: 'd' },
          text(' '),
          { type: 'link', url: 'https://e.example', children: [text('e')] },
          { type: 'break' },
          text('f'),
        ],
      },
    ])
  })

  it('of lists and quotes in each other', () => {
    assert.deepEqual(parseMarkdown('3. a\n   - b\n4. > c'), [
      {
        type: 'list',
        start: 3,
        items: [
          [paragraph('a'), { type: 'list', start: null, items: [[paragraph('b')]] }],
          [{ type: 'quote', children: [paragraph('c')] }],
        ],
      },
    ])
  })

  it('of code with its language, tables with their alignment, and rules', () => {
    assert.deepEqual(parseMarkdown('```sh run\nls  \n```\n\n| a | b |\n| :- | -: |\n| c |\n\n---'), [
      { type: 'code', language: 'sh', text: 'ls  ' },
      {
        type: 'table',
        alignments: ['left', 'right'],
        head: [[text('a')], [text('b')]],
        rows: [[[text('c')], []]],
      },
      { type: 'rule' },
    ])
  })

  it('of images that were uploaded; of other images the words stay, as a link', () => {
    assert.deepEqual(parseMarkdown(`![A printer](file:${file})`), [
      { type: 'paragraph', children: [{ type: 'image', file, alt: 'A printer' }] },
    ])
    assert.deepEqual(parseMarkdown('![A printer](https://elsewhere.example/p.png) ![local](p.png)'), [
      {
        type: 'paragraph',
        children: [
          { type: 'link', url: 'https://elsewhere.example/p.png', children: [text('A printer')] },
          text(' local'),
        ],
      },
    ])
  })

  it('of videos by their address, where one stands alone and says that it is one', () => {
    assert.deepEqual(parseMarkdown('![Change the roll](https://video.example/7 "video")'), [
      { type: 'video', url: 'https://video.example/7', title: 'Change the roll' },
    ])
    const [insecure] = parseMarkdown('![Change the roll](http://video.example/7 "video")')
    assert.equal(insecure?.type, 'paragraph')
  })

  it('with spaces for line breaks, and none between Chinese or Japanese characters', () => {
    assert.deepEqual(parseMarkdown('one\ntwo'), [paragraph('one two')])
    assert.deepEqual(parseMarkdown('打印\n标签'), [paragraph('打印标签')])
    assert.deepEqual(parseMarkdown('打印\nlabels'), [paragraph('打印 labels')])
  })
})

describe('what is not Markdown stays text', () => {
  const harmless: readonly (readonly [string, string])[] = [
    ['<script>alert(1)</script>', '<script>alert(1)</script>'],
    ['<img src=x onerror=alert(1)>', '<img src=x onerror=alert(1)>'],
    ['<!-- hidden --> seen', '<!-- hidden --> seen'],
    ['&lt;script&gt;', '<script>'],
    ['[click](javascript:alert(1))', 'click'],
    ['[click](JaVaScRiPt&colon;alert(1))', 'click'],
    ['[click](&#106;avascript:alert(1))', 'click'],
    ['[click](java&#10;script:alert(1))', 'click'],
    ['[click](data:text/html;base64,PHNjcmlwdD4=)', 'click'],
    ['[click](vbscript:x)', 'click'],
    ['[click](file:///etc/passwd)', 'click'],
    ['[click](//evil.example)', 'click'],
    ['[click](../up.md)', 'click'],
    ['[click](https://bank.example@evil.example/)', 'click'],
    ['[click](blob:https://a.example/1)', 'click'],
    ['<javascript:alert(1)>', 'javascript:alert(1)'],
    ['![x](javascript:alert(1))', 'x'],
    ['[click][r]\n\n[r]: javascript:alert(1)', 'click'],
  ]
  for (const [source, words] of harmless) {
    it(JSON.stringify(source), () => assert.deepEqual(parseMarkdown(source), [paragraph(words)]))
  }

  it('links to the web, to mail, to the telephone, to a heading and to an article stay links', () => {
    for (const url of [
      'https://a.example/?b=c&d#e',
      'http://a.example',
      'mailto:a@b.example',
      'tel:+46-8-123',
      '#set-up',
      'article:change-the-roll#step-2',
    ]) {
      assert.deepEqual(parseMarkdown(`[a](${url})`), [
        { type: 'paragraph', children: [{ type: 'link', url, children: [text('a')] }] },
      ])
    }
  })

  it('controls that turn the direction of writing do not stand in code, nor overrides anywhere', () => {
    assert.deepEqual(parseMarkdown('a\u202eb\u2067c\u2069'), [paragraph('ab\u2067c\u2069')])
    assert.deepEqual(parseMarkdown('```\nif (x) \u2067y\u2069 \u202e\n```'), [
      { type: 'code', language: null, text: 'if (x) y ' },
    ])
  })
})

describe('a text has bounds', () => {
  const refused = (source: string, code: string) =>
    assert.throws(
      () => parseMarkdown(source),
      (error) => error instanceof ContentError && error.code === code,
    )

  it('of its length', () => {
    refused('a'.repeat(1_000_000), 'too_long')
    refused('é'.repeat(contentLimits.length + 1), 'too_long')
    // Counted as people count, not as computers do.
    assert.equal(parseMarkdown('😀'.repeat(contentLimits.length)).length, 1)
  })

  it('of how deep its lists and quotes go', () => {
    refused(`${'> '.repeat(contentLimits.depth + 1)}a`, 'not_allowed')
    refused('1. '.repeat(30_000), 'not_allowed')
    refused(`${'>'.repeat(50_000)}a`, 'not_allowed')
    assert.equal(parseMarkdown(`${'> '.repeat(contentLimits.depth)}a`).length, 1)
  })

  it('of the cells of a table and the parts of the whole', () => {
    refused(`|a|b|\n|-|-|\n${'|a|b|\n'.repeat(contentLimits.cells)}`, 'too_many')
    refused('- a\n'.repeat(contentLimits.nodes), 'too_many')
  })

  const hostile: Readonly<Record<string, string>> = {
    'opening brackets': '[',
    'opening images': '![',
    'ever longer fences': '` `` ``` ',
    'marks that never close': '*a_',
    'marks that close others': '**(**a',
    'nested links': '[a](',
    'references to themselves': '[a]: b\n[a] ',
    entities: '&amp;',
    pipes: '|',
    tabs: '\t',
    backslashes: '\\',
    angles: '<',
  }
  for (const [name, piece] of Object.entries(hostile)) {
    it(`and is read in little time, full of ${name}`, () => {
      const before = process.cpuUsage()
      const source = piece.repeat(contentLimits.length / piece.length)
      try {
        parseMarkdown(source)
      } catch (error) {
        assert.ok(error instanceof ContentError)
      }
      // In microseconds; what is meant to take minutes takes a fifth of a second.
      assert.ok(process.cpuUsage(before).user < 5_000_000)
    })
  }
})
